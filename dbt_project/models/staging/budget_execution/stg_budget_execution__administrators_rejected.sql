{{ rejected_cells(ref('base_budget_execution__administrators'), [
    'code',
    'name',
    'month',
    'utv',
    'utch',
    'plg',
    'plgp',
    'sumrg',
]) }}
