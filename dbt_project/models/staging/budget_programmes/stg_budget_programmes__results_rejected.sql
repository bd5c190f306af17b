{{ rejected_cells_of('budget_programmes', 'results') }}
