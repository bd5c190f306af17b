{{ typed_rows('programme_execution', 'programmes') }}
