{{ typed_rows('audit_results', 'programmes') }}
