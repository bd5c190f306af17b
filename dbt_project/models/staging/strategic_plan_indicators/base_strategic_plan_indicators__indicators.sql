{{ typed_rows('strategic_plan_indicators', 'indicators') }}
