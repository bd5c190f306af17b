{{ typed_rows('man_hours', 'units') }}
