{{ repeated_hashes_of('services_monitoring', 'requests') }}
