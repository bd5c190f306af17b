{{ rejected_cells_of('appeals_register', 'appeals', ref('base_appeals_register__remarked')) }}
