{{ repeated_keys_of('appeals_register', 'appeals') }}
