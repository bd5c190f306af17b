{{ rejected_cells_of('appeals_register', 'appeals') }}
