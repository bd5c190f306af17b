{{ known_names_of('services_monitoring', 'requests') }}
