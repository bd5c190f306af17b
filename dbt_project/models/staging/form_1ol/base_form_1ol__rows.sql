{{ typed_rows('form_1ol', 'rows') }}
