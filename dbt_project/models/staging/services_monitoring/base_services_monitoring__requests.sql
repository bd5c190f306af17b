{{ typed_rows('services_monitoring', 'requests', left_in_raw=['service_name', 'applicant_hmac']) }}
