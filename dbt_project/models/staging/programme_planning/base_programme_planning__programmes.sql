{{ typed_rows('programme_planning', 'programmes') }}
