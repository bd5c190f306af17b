{{ typed_rows('open_dialogue', 'parameters') }}
