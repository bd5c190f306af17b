{{ remarked_rows('services_monitoring', 'requests') }}
