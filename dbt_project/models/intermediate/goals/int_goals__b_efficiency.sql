-- Efficiency of budget programmes, paragraph 20: the mean over goals with programmes.
{%- set reason -%}
    case efficiency_status
            when 'no_data_body' then
                case
                    when not is_form_delivered then 'the budget programmes came without this body'
                    else 'the execution of programmes came without this body'
                end
            when 'manual_check_needed'
                then doubtful_programme_count || ' programmes cannot be judged: a row is rejected, or a result or the absorption is missing'
            when 'not_applicable' then 'no goal has a budget programme that counts'
            else counted_programme_count || ' programmes of ' || goal_with_programmes_count || ' goals are counted'
                || case when law_enforcement_result_count > 0 then '; results of law enforcement left out: ' || law_enforcement_result_count else '' end
        end
{%- endset %}
{%- set predicate -%}
    'stg_budget_programmes__results: body_code = ''' || body_code || '''; stg_programme_execution__programmes: body_code = '''
        || body_code || ''' and budget_level = ''республиканский'''
{%- endset %}

{{ coefficient_answer(
    "B1.C.B",
    status="efficiency_status",
    total="efficiency_sum",
    base="goal_with_programmes_count",
    reason=reason,
    is_demonstration="is_programme_demonstration",
    conditions={
        "ratio_above_one": "above_one_count > 0",
        "no_absorption": "no_absorption_count > 0",
        "low_absorption": "low_absorption_count > 0",
        "goal_incomplete": "without_programmes_count > 0",
        "left_out": "law_enforcement_result_count > 0",
    },
    evidence={
        "source": "budget_programmes",
        "load": "form_load_id",
        "predicate": predicate,
        "row_count": "form_row_count + execution_row_count",
        "digest": "cast(cast(form_digest as numeric) + cast(execution_digest as numeric) as text)",
    },
) }}
