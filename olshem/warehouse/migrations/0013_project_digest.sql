alter table ledger.build add column project_digest text;
comment on column ledger.build.project_digest is
'Identity of the dbt project that built: staging made by another one is never taken for its own. Empty before it was kept.';
