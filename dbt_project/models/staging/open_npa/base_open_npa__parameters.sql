{{ typed_rows('open_npa', 'parameters') }}
