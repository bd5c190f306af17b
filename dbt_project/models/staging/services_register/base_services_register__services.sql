{{ typed_rows('services_register', 'services') }}
