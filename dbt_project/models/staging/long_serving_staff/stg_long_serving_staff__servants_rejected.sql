{{ rejected_cells_of('long_serving_staff', 'servants') }}
