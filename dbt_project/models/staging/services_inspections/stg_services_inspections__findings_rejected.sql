{{ rejected_cells_of('services_inspections', 'findings') }}
