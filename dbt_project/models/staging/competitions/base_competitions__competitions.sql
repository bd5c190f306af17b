{{ typed_rows('competitions', 'competitions') }}
