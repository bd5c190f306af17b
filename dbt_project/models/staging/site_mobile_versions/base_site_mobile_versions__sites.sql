{{ typed_rows('site_mobile_versions', 'sites') }}
