{{ typed_rows('recheck_records', 'facts') }}
