{{ rejected_cells_of('appeals_register', 'appeals', told_in='remarked') }}
