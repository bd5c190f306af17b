{#- The models that answer criteria, with the leaf criteria of each. The answers are put together from this list, and the
    index knows by it what nobody computes yet: a new model is named here, and both follow. -#}
{% macro criterion_models() %}
{{ return({
    "int_goals__a_attainment": ["B1.C.A"],
    "int_goals__b_efficiency": ["B1.C.B"],
    "int_goals__c_interrelation": ["B1.C.C"],
    "int_goals__n_national_bank": ["B1.N"],
    "int_goals__d_territory_goals": ["B1.M.D"],
    "int_goals__l_audit": ["B1.M.L"],
    "int_goals__z1_direct_results": ["B1.M.Z1"],
    "int_goals__z2_planning": ["B1.M.Z2"],
    "int_goals__g_efficiency": ["B1.M.G"],
    "int_interaction__s1_satisfaction": ["B2.C.S1.P1", "B2.C.S1.P2", "B2.M.S1.P1", "B2.M.S1.P2"],
    "int_interaction__s2_timeliness": ["B2.C.S2", "B2.M.S2"],
    "int_interaction__s3_quality": [
        "B2.C.S3.T1", "B2.C.S3.T2", "B2.C.S3.T3", "B2.C.S3.T4", "B2.C.S3.T5",
        "B2.M.S3.T1", "B2.M.S3.T2", "B2.M.S3.T3", "B2.M.S3.T4", "B2.M.S3.T5",
    ],
    "int_interaction__s4_internal_control": [
        "B2.C.S4.U1", "B2.C.S4.U2", "B2.C.S4.U3", "B2.C.S4.U4", "B2.C.S4.U5",
        "B2.M.S4.U1", "B2.M.S4.U2", "B2.M.S4.U3", "B2.M.S4.U4", "B2.M.S4.U5",
    ],
    "int_interaction__s5_register": ["B2.C.S5"],
    "int_interaction__s6_composite": ["B2.C.S6"],
    "int_interaction__s7_optimisation": ["B2.C.S7.T", "B2.C.S7.V"],
    "int_interaction__o1_1_open_data": ["B2.C.O1.1", "B2.M.O1.1"],
    "int_interaction__o1_2_open_budgets": ["B2.C.O1.2", "B2.M.O1.2"],
    "int_interaction__o1_3_open_npa": ["B2.C.O1.3", "B2.M.O1.3"],
    "int_interaction__o1_4_open_dialogue": ["B2.C.O1.4", "B2.M.O1.4"],
    "int_interaction__o2_1_availability": ["B2.C.O2.1", "B2.M.O2.1"],
    "int_interaction__o2_2_completeness": ["B2.C.O2.2", "B2.M.O2.2"],
    "int_interaction__o2_3_mobile_version": ["B2.C.O2.3", "B2.M.O2.3"],
    "int_interaction__a1_timeliness": ["B2.C.A1", "B2.M.A1"],
    "int_interaction__a2_upheld": ["B2.C.A2", "B2.M.A2"],
    "int_interaction__a3_satisfied": ["B2.C.A3", "B2.M.A3"],
    "int_organisation__h_k_c_net_turnover": ["B3.H.K.C"],
    "int_organisation__h_k_s_stability": ["B3.H.K.S"],
    "int_organisation__h_k_j_newly_hired": ["B3.H.K.J"],
    "int_organisation__h_k_o_staff_flow": ["B3.H.K.O"],
    "int_organisation__h_k_p_potential_turnover": ["B3.H.K.P"],
    "int_organisation__h_k_v_exit_interviews": ["B3.H.K.V"],
    "int_organisation__h_o_n_working_time": ["B3.H.O.N"],
    "int_organisation__h_o_t_conditions": ["B3.H.O.T"],
    "int_organisation__h_o_y_management": ["B3.H.O.Y"],
    "int_organisation__h_m_a_competitions": ["B3.H.M.A"],
    "int_organisation__h_m_b_merit": ["B3.H.M.B"],
    "int_organisation__h_m_c_career_growth": ["B3.H.M.C"],
    "int_organisation__h_m_d_rewards": ["B3.H.M.D"],
    "int_organisation__h_m_e_ethics": ["B3.H.M.E"],
    "int_organisation__h_m_f_contribution": ["B3.H.M.F"],
    "int_organisation__i_a_services": ["B3.I.A"],
    "int_organisation__i_b_functions": ["B3.I.B"],
    "int_organisation__i_c_registration": ["B3.I.C"],
}) }}
{% endmacro %}


{#- Whether a model answers the criterion of a column: a condition. -#}
{% macro is_computed(criterion_code) -%}
    {%- set codes = [] -%}
    {%- for of_model in criterion_models().values() -%}{%- do codes.extend(of_model) -%}{%- endfor -%}
    {{ criterion_code }} in ('{{ codes | join("', '") }}')
{%- endmacro %}
