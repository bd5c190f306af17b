{{ rejected_cells_of('local_budget_results', 'results') }}
