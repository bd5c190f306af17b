{{ typed_rows('appeals_register', 'appeals', left_in_raw=columns_left_in_raw('appeals_register')) }}
