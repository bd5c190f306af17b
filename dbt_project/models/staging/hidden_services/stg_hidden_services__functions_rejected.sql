{{ rejected_cells_of('hidden_services', 'functions') }}
