{{ rejected_cells_of('recheck_records', 'facts') }}
