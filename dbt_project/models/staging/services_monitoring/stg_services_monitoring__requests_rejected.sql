{{ rejected_cells_of('services_monitoring', 'requests', told_in='remarked') }}
