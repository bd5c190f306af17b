{{ rejected_cells_of('system_registration', 'systems') }}
