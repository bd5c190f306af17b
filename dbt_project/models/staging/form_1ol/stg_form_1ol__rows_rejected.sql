{{ rejected_cells_of('form_1ol', 'rows') }}
