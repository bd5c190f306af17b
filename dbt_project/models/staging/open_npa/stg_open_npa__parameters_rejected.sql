{{ rejected_cells_of('open_npa', 'parameters') }}
