{{ rejected_cells_of('staff_posts', 'quarters') }}
