{{ typed_rows('appeals_register', 'appeals', left_in_raw=['applicant_hmac', 'postal_code', 'region', 'topic']) }}
