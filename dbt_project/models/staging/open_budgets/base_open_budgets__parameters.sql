{{ typed_rows('open_budgets', 'parameters') }}
