{{ rejected_cells_of('open_data', 'parameters') }}
