{{ rejected_cells(ref('base_open_data_statistics__bodies'), [
    'name_ru',
    'all_placed_datasets_count',
    'placed_datasets_count',
    'actual_placed_datasets_count',
    'all_datasets_count',
    'all_actual_datasets_count',
]) }}
