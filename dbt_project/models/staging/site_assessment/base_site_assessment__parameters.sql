{{ typed_rows('site_assessment', 'parameters') }}
