-- Career growth, paragraph 44: the share of own servants among all who were appointed to higher posts in the year, the lowest
-- posts left aside.
{{ listed_events_answer(
    'B3.H.M.C',
    'promotions',
    'appointments',
    is_event="not is_lowest_post and coalesce(extract(year from appointed_on) = reporting_year, true)",
    is_met="is_own_servant",
    is_read_otherwise="servant_name_hmac_defect = 'repeats an appointment listed before' or is_lowest_post or extract(year from appointed_on) <> reporting_year",
    columns=['body_code', 'line_number', 'order_number', 'appointed_on', 'new_post', 'is_own_servant', 'is_lowest_post', 'is_nil_return'],
    words="appointed to higher posts are own servants",
    none_words="nobody was appointed to a higher post in the year",
    predicate="not is_lowest_post and coalesce(extract(year from appointed_on) = reporting_year, true)",
) }}
