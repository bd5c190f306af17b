{{ typed_rows('budget_execution', 'administrators') }}
