{#- The columns in which every criterion model answers, in one order, so that the answers can be put under each other. -#}
{% macro answer_columns() %}
{{ return([
    "run_id", "body_code", "criterion_code",
    "numerator", "denominator", "criterion_value",
    "points", "lowest_points", "highest_points",
    "status", "status_reason", "is_partial", "has_no_events", "is_demonstration", "conditions",
    "evidence_source", "evidence_load_id", "evidence_predicate", "evidence_row_count", "evidence_digest",
]) }}
{% endmacro %}
