{{ typed_rows('servants_survey', 'sheets') }}
