{{ rejected_cells_of('site_assessment', 'parameters') }}
