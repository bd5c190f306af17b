{{ rejected_cells_of('budget_execution', 'administrators') }}
