-- Observance of merit, paragraph 43: statements 11 and 12; 5 points, or 10 by Annex 10 (A-66).
{{ survey_answer('B3.H.M.B') }}
