{{ typed_rows('staff_records', 'bodies') }}
