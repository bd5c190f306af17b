-- Satisfaction with the conditions of work, paragraph 37: statements 1 to 4.
{{ survey_answer('B3.H.O.T') }}
