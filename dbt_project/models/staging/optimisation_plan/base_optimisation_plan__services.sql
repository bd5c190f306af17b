{{ typed_rows('optimisation_plan', 'services') }}
