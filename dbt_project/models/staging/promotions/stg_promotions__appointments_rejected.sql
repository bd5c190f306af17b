{{ rejected_cells_of('promotions', 'appointments') }}
