-- Management practices, paragraph 38: statements 5 to 10.
{{ survey_answer('B3.H.O.Y') }}
