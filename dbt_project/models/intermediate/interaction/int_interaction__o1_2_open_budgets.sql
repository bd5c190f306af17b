-- Open budgets portal, paragraph 80: parameters of both language versions over the divisor.
{{ openness_answer("O1.2", source="'open_budgets'", model="'stg_open_budgets__parameters'") }}
