-- Transparency of rewards, paragraph 45: statements 13 to 15.
{{ survey_answer('B3.H.M.D') }}
