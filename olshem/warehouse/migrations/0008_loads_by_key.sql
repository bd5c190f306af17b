-- A snapshot with personal columns is loaded once per key: pseudonyms made with another key are other values.
alter table ledger.load drop constraint load_snapshot_id_contract_sha256_key;
alter table ledger.load add unique nulls not distinct (snapshot_id, contract_sha256, key_id);

comment on table ledger.load is
'A snapshot that is visible in raw, written in the same transaction as its rows. One row per snapshot, contract and key.';
comment on column ledger.load.key_id is
'Public identity of the key that made the pseudonyms of the personal columns; null where the source has none.';
comment on column ledger.unreadable_row.raw_text is
'The record as it was read; null for a source with personal columns, whose originals alone hold it.';
