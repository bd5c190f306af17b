{{ rejected_cells_of('servants_survey', 'sheets') }}
