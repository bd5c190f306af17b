{{ typed_rows('open_data', 'parameters') }}
