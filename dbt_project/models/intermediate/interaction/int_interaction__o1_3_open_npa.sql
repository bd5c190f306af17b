-- Open normative acts portal, paragraph 81: what was not planned, or had no comments, counts in full.
{{ openness_answer("O1.3", source="'open_npa'", model="'stg_open_npa__parameters'") }}
