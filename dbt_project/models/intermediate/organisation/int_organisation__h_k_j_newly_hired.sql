-- Newly hired servants, paragraph 26: full points less the share dismissed within the first year (A-62).
{{ staff_share_lost_answer('B3.H.K.J', servants='first_year_dismissed_count', words='dismissed within their first year') }}
