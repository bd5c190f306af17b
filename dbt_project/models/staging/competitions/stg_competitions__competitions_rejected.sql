{{ rejected_cells_of('competitions', 'competitions') }}
