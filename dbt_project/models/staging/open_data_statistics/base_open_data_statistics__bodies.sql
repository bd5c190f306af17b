{{ typed_rows('open_data_statistics', 'bodies') }}
