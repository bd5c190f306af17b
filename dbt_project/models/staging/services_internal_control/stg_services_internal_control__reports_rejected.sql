{{ rejected_cells_of('services_internal_control', 'reports') }}
