{{ typed_rows('satisfaction_survey', 'services') }}
