{{ rejected_cells_of('composite_services', 'services') }}
