{{ rejected_cells_of('territory_programme_indicators', 'indicators') }}
