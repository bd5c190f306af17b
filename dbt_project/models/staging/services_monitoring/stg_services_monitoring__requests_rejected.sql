{{ rejected_cells_of('services_monitoring', 'requests', ref('base_services_monitoring__remarked')) }}
