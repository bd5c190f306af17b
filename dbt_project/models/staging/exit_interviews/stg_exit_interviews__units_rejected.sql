{{ rejected_cells_of('exit_interviews', 'units') }}
