{{ typed_rows(
    'services_monitoring',
    'requests',
    known_names=ref('base_services_monitoring__known_names'),
    repeated_keys=ref('base_services_monitoring__repeated_keys'),
    remarked_in=ref('base_services_monitoring__requests'),
) }}
