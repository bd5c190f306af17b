{{ typed_rows('services_inspections', 'findings') }}
