{{ rejected_cells_of('satisfaction_survey', 'services') }}
