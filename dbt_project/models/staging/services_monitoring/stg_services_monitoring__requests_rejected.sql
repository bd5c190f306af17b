{{ rejected_cells_of('services_monitoring', 'requests') }}
