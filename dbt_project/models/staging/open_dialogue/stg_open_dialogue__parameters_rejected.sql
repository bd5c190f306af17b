{{ rejected_cells_of('open_dialogue', 'parameters') }}
