{{ typed_rows(
    'appeals_register',
    'appeals',
    known_names=ref('base_appeals_register__known_names'),
    repeated_keys=ref('base_appeals_register__repeated_keys'),
    left_in_raw=['applicant_hmac', 'postal_code', 'region', 'topic'],
) }}
