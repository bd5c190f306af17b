{{ rejected_cells_of('services_register', 'services') }}
