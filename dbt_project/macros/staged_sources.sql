{#- The sources that have a staging model, with the models of their accepted rows and rejected cells. Accounting and
    the list of rejected cells read this, so a new source cannot be forgotten in one of them. -#}
{% macro staged_sources() %}
{{ return([
    {"source": "open_data_statistics", "accepted": "stg_open_data_statistics__bodies", "rejected": "stg_open_data_statistics__bodies_rejected"},
    {"source": "budget_execution", "accepted": "stg_budget_execution__administrators", "rejected": "stg_budget_execution__administrators_rejected"},
    {"source": "appeals_register", "accepted": "stg_appeals_register__appeals", "rejected": "stg_appeals_register__appeals_rejected"},
    {"source": "strategic_plan_indicators", "accepted": "stg_strategic_plan_indicators__indicators", "rejected": "stg_strategic_plan_indicators__indicators_rejected"},
    {"source": "territory_programme_indicators", "accepted": "stg_territory_programme_indicators__indicators", "rejected": "stg_territory_programme_indicators__indicators_rejected"},
    {"source": "budget_programmes", "accepted": "stg_budget_programmes__results", "rejected": "stg_budget_programmes__results_rejected"},
    {"source": "programme_execution", "accepted": "stg_programme_execution__programmes", "rejected": "stg_programme_execution__programmes_rejected"},
    {"source": "local_budget_results", "accepted": "stg_local_budget_results__results", "rejected": "stg_local_budget_results__results_rejected"},
    {"source": "programme_planning", "accepted": "stg_programme_planning__programmes", "rejected": "stg_programme_planning__programmes_rejected"},
    {"source": "audit_results", "accepted": "stg_audit_results__programmes", "rejected": "stg_audit_results__programmes_rejected"},
    {"source": "recheck_records", "accepted": "stg_recheck_records__facts", "rejected": "stg_recheck_records__facts_rejected"},
    {"source": "report_arrivals", "accepted": "stg_report_arrivals__reports", "rejected": "stg_report_arrivals__reports_rejected"},
]) }}
{% endmacro %}
