{{ typed_rows('services_internal_control', 'reports') }}
