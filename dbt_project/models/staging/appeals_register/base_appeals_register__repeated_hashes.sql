{{ repeated_hashes_of('appeals_register', 'appeals') }}
