{{ typed_rows('composite_services', 'services') }}
