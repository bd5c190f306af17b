{{ typed_rows('appeals_register', 'appeals') }}
