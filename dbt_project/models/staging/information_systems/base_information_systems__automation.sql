{{ typed_rows('information_systems', 'automation') }}
