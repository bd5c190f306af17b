{{ typed_rows('budget_programmes', 'results') }}
