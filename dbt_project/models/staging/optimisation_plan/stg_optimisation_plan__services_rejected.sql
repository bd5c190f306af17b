{{ rejected_cells_of('optimisation_plan', 'services') }}
