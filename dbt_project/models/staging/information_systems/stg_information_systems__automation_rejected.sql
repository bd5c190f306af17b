{{ rejected_cells_of('information_systems', 'automation') }}
