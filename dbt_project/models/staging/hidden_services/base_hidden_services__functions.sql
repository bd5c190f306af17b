{{ typed_rows('hidden_services', 'functions') }}
