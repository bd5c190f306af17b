{{ typed_rows('appeals_register', 'appeals', only_remarked=true) }}
