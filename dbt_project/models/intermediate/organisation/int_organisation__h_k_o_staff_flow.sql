-- Staff flow, paragraph 27: full points less the share of those appointed and those dismissed; half of them by the other
-- reading (A-62).
{{ staff_share_lost_answer(
    'B3.H.K.O',
    servants='appointed_count + dismissed_count',
    words='appointed or dismissed',
    weight=formula_parameter('asked', 'flow_weight'),
) }}
