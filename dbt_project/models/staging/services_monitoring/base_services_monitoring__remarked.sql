{{ typed_rows('services_monitoring', 'requests', only_remarked=true) }}
