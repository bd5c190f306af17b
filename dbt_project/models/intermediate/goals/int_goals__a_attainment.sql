-- Attainment of the goals of strategic plans, paragraph 19: the mean over goals.
{{ coefficient_answer(
    "B1.C.A",
    status="attainment_status",
    total="attainment_sum",
    base="attainment_base",
    reason=attainment_reason(),
    is_demonstration="is_plan_demonstration",
    conditions={
        "corrective": "corrected_indicator_count > 0",
        "zero_or_negative": "zero_or_negative_count > 0",
        "goal_incomplete": "without_indicators_count > 0",
        "left_out": "law_enforcement_indicator_count > 0",
    },
    evidence={
        "source": "strategic_plan_indicators",
        "load": "plan_load_id",
        "predicate": "'stg_strategic_plan_indicators__indicators: body_code = ''' || body_code || ''''",
        "row_count": "plan_row_count",
        "digest": "plan_digest",
    },
) }}
