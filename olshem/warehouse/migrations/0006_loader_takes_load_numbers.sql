-- A load's rows carry its number before its row stands in the ledger: the loader takes the number first.
grant usage on sequence ledger.load_load_id_seq to loader;
