{{ typed_rows('long_serving_staff', 'servants') }}
