{{ rejected_cells_of('staff_records', 'bodies') }}
