-- The rooms of the warehouse and who may enter them. Roles exist before the first migration (see roles.py).
create schema if not exists ledger;
create schema if not exists raw;
create schema if not exists reference;
create schema if not exists staging;
create schema if not exists intermediate;
create schema if not exists marts;
create schema if not exists published;
create schema if not exists published_demo;
create schema if not exists published_rehearsal;

comment on schema ledger is 'What happened: append-only events of collection, loading, checking, building and publishing.';
comment on schema raw is 'Rows as the sources delivered them, all text, with _load_id and _row_number.';
comment on schema reference is 'Seeds (decree and editions) and functions that read values as sources write them.';
comment on schema staging is 'Typed rows and rejected cells of the loads of the last build.';
comment on schema intermediate is 'The index and one model per criterion, of the last build only.';
comment on schema marts is 'Results of every run, keyed by run_id. Analysts read them through the published schemas.';
comment on schema published is 'The published runs of the real profile.';
comment on schema published_demo is 'The published runs of the demonstration profile: invented data.';
comment on schema published_rehearsal is 'The published runs of the rehearsal profile: real open data with demonstration complaints.';

-- A loader writes raw and its events; a builder owns what dbt makes; a publisher moves the pointer.
alter schema raw owner to loader;
alter schema reference owner to builder;
alter schema staging owner to builder;
alter schema intermediate owner to builder;
alter schema marts owner to builder;

grant usage on schema ledger to loader, builder, publisher, auditor;
grant usage on schema raw to builder, auditor;
grant usage on schema reference to loader, publisher, analyst, auditor;
grant usage on schema staging, intermediate to loader, auditor;
grant usage on schema marts to publisher, auditor;
grant usage on schema published, published_demo, published_rehearsal to analyst, auditor, publisher;

alter default privileges for role loader in schema raw grant select on tables to builder, auditor;
alter default privileges for role builder in schema reference grant select on tables to loader, publisher, analyst, auditor;
alter default privileges for role builder in schema staging grant select on tables to loader, auditor;
alter default privileges for role builder in schema intermediate grant select on tables to loader, auditor;
alter default privileges for role builder in schema marts grant select on tables to publisher, auditor;
