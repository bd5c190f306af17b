{{ rejected_cells(ref('base_appeals_register__appeals'), [
    'appeal_id',
    'body_name',
    'kind',
    'status',
    'outcome',
    'upheld_by',
    'received_on',
    'due_on',
    'extended_to',
    'answered_on',
    'upheld_on',
]) }}
