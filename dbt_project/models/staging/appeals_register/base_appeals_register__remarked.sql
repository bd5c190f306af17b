{{ remarked_rows('appeals_register', 'appeals') }}
