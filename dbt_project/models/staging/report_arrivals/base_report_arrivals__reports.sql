{{ typed_rows('report_arrivals', 'reports') }}
