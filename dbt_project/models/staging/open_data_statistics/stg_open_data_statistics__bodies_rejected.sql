{{ rejected_cells_of('open_data_statistics', 'bodies') }}
