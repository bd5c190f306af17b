-- Ethics and relations, paragraph 46: statements 16 to 20.
{{ survey_answer('B3.H.M.E') }}
