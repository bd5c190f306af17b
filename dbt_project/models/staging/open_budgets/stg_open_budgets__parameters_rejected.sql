{{ rejected_cells_of('open_budgets', 'parameters') }}
