-- Interrelation of goals and programmes, paragraph 21: the mean over goals.
{%- set reason -%}
    case interrelation_status
            when 'no_data_body' then 'attainment or efficiency has no data on this body'
            when 'manual_check_needed' then 'attainment or efficiency of a goal cannot be judged'
            when 'not_applicable' then 'no goal has an indicator that counts'
            else 'attainment and efficiency of ' || goal_count || ' goals are compared'
                || case when without_programmes_count > 0 then '; goals without a programme: ' || without_programmes_count else '' end
        end
{%- endset %}
{%- set predicate -%}
    'stg_strategic_plan_indicators__indicators: body_code = ''' || body_code || '''; stg_budget_programmes__results: body_code = '''
        || body_code || '''; stg_programme_execution__programmes: body_code = ''' || body_code || ''' and budget_level = ''республиканский'''
{%- endset %}

{{ coefficient_answer(
    "B1.C.C",
    status="interrelation_status",
    total="interrelation_sum",
    base="goal_count",
    reason=reason,
    is_demonstration="is_plan_demonstration or is_programme_demonstration",
    conditions={"goal_incomplete": "without_programmes_count + without_indicators_count > 0"},
    evidence={
        "source": "strategic_plan_indicators",
        "load": "plan_load_id",
        "predicate": predicate,
        "row_count": "plan_row_count + form_row_count + execution_row_count",
        "digest": "cast(cast(plan_digest as numeric) + cast(form_digest as numeric) + cast(execution_digest as numeric) as text)",
    },
) }}
