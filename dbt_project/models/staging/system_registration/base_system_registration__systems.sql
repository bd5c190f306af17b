{{ typed_rows('system_registration', 'systems') }}
