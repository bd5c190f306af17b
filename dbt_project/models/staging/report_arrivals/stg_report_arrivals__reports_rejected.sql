{{ rejected_cells_of('report_arrivals', 'reports') }}
