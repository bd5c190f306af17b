{{ rejected_cells_of('strategic_plan_indicators', 'indicators') }}
