{{ rejected_cells_of('programme_planning', 'programmes') }}
