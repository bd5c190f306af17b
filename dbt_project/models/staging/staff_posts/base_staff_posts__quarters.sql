{{ typed_rows('staff_posts', 'quarters') }}
