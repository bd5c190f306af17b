-- Transparent competitions, paragraph 42: the share of the competitions of the year that observers watched; 15 points, or 10 by
-- Annex 10 (A-66).
{{ listed_events_answer(
    'B3.H.M.A',
    'competitions',
    'competitions',
    is_event="coalesce(extract(year from held_on) = reporting_year, true)",
    is_met="has_observer",
    is_read_otherwise="protocol_number_defect = 'repeats a competition listed before' or extract(year from held_on) <> reporting_year",
    columns=['body_code', 'line_number', 'protocol_number', 'competition_group', 'held_on', 'has_observer', 'is_nil_return'],
    words="competitions were watched",
    none_words="no competition was held in the year",
    predicate="coalesce(extract(year from held_on) = reporting_year, true)",
) }}
