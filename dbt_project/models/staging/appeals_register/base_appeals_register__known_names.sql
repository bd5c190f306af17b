{{ known_names_of('appeals_register', 'appeals') }}
