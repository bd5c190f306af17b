{{ typed_rows('services_monitoring', 'requests') }}
