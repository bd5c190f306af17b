{{ typed_rows('territory_programme_indicators', 'indicators') }}
