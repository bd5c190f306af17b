-- Contribution to the tasks of the body, paragraph 47: statements 21 to 25.
{{ survey_answer('B3.H.M.F') }}
