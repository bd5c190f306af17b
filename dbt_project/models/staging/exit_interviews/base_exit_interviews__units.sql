{{ typed_rows('exit_interviews', 'units') }}
