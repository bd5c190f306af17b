{{ rejected_cells_of('site_mobile_versions', 'sites') }}
