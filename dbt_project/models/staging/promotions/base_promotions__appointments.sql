{{ typed_rows('promotions', 'appointments') }}
