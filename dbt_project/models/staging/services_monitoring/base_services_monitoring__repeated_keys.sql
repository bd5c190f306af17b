{{ repeated_keys_of('services_monitoring', 'requests') }}
