{{ rejected_cells_of('man_hours', 'units') }}
