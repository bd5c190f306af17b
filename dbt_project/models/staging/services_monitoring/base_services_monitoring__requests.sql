{{ typed_rows('services_monitoring', 'requests', left_in_raw=columns_left_in_raw('services_monitoring')) }}
