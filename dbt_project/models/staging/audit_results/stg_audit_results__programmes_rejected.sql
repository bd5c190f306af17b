{{ rejected_cells_of('audit_results', 'programmes') }}
