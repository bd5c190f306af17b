{{ rejected_cells_of('programme_execution', 'programmes') }}
