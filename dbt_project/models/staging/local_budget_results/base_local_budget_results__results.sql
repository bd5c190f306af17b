{{ typed_rows('local_budget_results', 'results') }}
