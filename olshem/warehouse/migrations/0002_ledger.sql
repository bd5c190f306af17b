-- The ledger keeps events. Nothing in it is updated or deleted: a trigger refuses, whoever asks.
create table ledger.snapshot (
    snapshot_id bigint generated always as identity primary key,
    profile text not null,
    reporting_year smallint not null,
    source text not null,
    part text not null default '',
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    byte_count bigint not null check (byte_count > 0),
    file_name text not null,
    origin text not null,
    licence text not null,
    period text not null,
    declared_row_count bigint,
    is_demonstration boolean not null,
    retrieved_at timestamptz not null default now()
);
comment on table ledger.snapshot is
'A good delivery of one part of a source, kept write-once under its SHA-256. One row per collection that succeeded.';

create table ledger.collection_failure (
    failure_id bigint generated always as identity primary key,
    profile text not null,
    reporting_year smallint not null,
    source text not null,
    part text not null default '',
    error_kind text not null check (error_kind in ('transient', 'terminal')),
    message text not null,
    failed_at timestamptz not null default now()
);
comment on table ledger.collection_failure is 'A delivery that was refused, with the whole list of its defects. One row per refused delivery.';

create table ledger.run (
    run_id bigint generated always as identity primary key,
    profile text not null check (profile in ('real', 'demo', 'rehearsal')),
    reporting_year smallint not null,
    edition text not null,
    assumption_set text not null default 'recorded',
    request_key text not null unique,
    input_digest text not null,
    code_version text not null,
    created_at timestamptz not null default now()
);
comment on table ledger.run is
'A frozen evaluation: its profile, year, edition and inputs never change. request_key is what asked for it, so a retry gets the same run. One row per run.';

create table ledger.run_input (
    run_id bigint not null references ledger.run,
    source text not null,
    part text not null default '',
    snapshot_id bigint references ledger.snapshot,
    gap_reason jsonb,
    primary key (run_id, source, part),
    check ((snapshot_id is null) <> (gap_reason is null))
);
comment on table ledger.run_input is
'What a run evaluates: a snapshot, or a gap that the profile declared with its reason. One row per run, source and part.';

create table ledger.load (
    load_id bigint generated always as identity primary key,
    snapshot_id bigint not null references ledger.snapshot,
    source text not null,
    entity text not null,
    raw_table text not null,
    contract_sha256 text not null,
    total_row_count bigint not null,
    loaded_row_count bigint not null,
    unreadable_row_count bigint not null,
    declared_row_count bigint,
    key_id text,
    duration_seconds numeric(12, 3) not null,
    loaded_at timestamptz not null default now(),
    unique (snapshot_id, contract_sha256),
    check (total_row_count = loaded_row_count + unreadable_row_count)
);
comment on table ledger.load is
'A snapshot that is visible in raw, written in the same transaction as its rows. One row per snapshot and contract.';

create table ledger.unreadable_row (
    load_id bigint not null references ledger.load,
    row_number bigint not null,
    reason text not null,
    raw_text text,
    primary key (load_id, row_number)
);
comment on table ledger.unreadable_row is 'A record that could not be split into the columns of the contract. One row per such record.';

create table ledger.build (
    build_id bigint generated always as identity primary key,
    stage text not null check (stage in ('criteria', 'marts', 'report')),
    run_ids bigint[] not null,
    requested_at timestamptz not null default now()
);
comment on table ledger.build is 'A dbt build that was asked for. One row per build.';

create table ledger.model_result (
    build_id bigint not null references ledger.build,
    node_id text not null,
    status text not null,
    message text,
    row_count bigint,
    duration_seconds numeric(12, 3),
    primary key (build_id, node_id)
);
comment on table ledger.model_result is 'What dbt said of one model or test. One row per build and node.';

create table ledger.check_result (
    check_result_id bigint generated always as identity primary key,
    run_id bigint not null references ledger.run,
    gate text not null check (gate in ('shape', 'values', 'marts')),
    attempt text not null,
    check_id text not null,
    severity text not null check (severity in ('block', 'warn')),
    outcome text not null check (outcome in ('passed', 'failed', 'error')),
    subject text not null,
    expectation text not null,
    observed text not null,
    unexpected_count bigint,
    checked_at timestamptz not null default now()
);
comment on table ledger.check_result is
'What a gate found. outcome error means that the check itself could not be carried out. One row per run, gate, attempt and check.';

create table ledger.run_event (
    event_id bigint generated always as identity primary key,
    run_id bigint not null references ledger.run,
    event text not null check (event in ('frozen', 'loaded', 'gate_passed', 'gate_stopped', 'built', 'reported', 'approved', 'refused', 'published', 'failed')),
    detail text not null default '',
    actor text not null,
    is_demonstration boolean not null default false,
    happened_at timestamptz not null default now()
);
comment on table ledger.run_event is
'What happened to a run, and who did it; is_demonstration marks an approval given by the labelled demonstration approver. One row per event.';

create table ledger.artefact (
    run_id bigint not null references ledger.run,
    file_name text not null,
    sha256 text not null,
    byte_count bigint not null,
    written_at timestamptz not null default now(),
    primary key (run_id, file_name, sha256)
);
comment on table ledger.artefact is 'A report file of a run. One row per run, file and content.';

create table ledger.publication (
    publication_id bigint generated always as identity primary key,
    profile text not null,
    reporting_year smallint not null,
    run_id bigint not null references ledger.run,
    previous_run_id bigint references ledger.run,
    published_at timestamptz not null default now()
);
comment on table ledger.publication is 'A move of the publish pointer. One row per move.';

create view ledger.run_to_build as
select unnest(build.run_ids) as run_id
from ledger.build
where build.build_id = (select max(latest.build_id) from ledger.build as latest);
comment on view ledger.run_to_build is 'The runs that the build in progress covers. One row per run.';

create view ledger.run_load as
select
    run_input.run_id,
    run_input.source,
    run_input.part,
    snapshot.snapshot_id,
    snapshot.sha256,
    snapshot.period,
    snapshot.is_demonstration,
    load.load_id,
    load.entity,
    load.total_row_count,
    load.loaded_row_count,
    load.unreadable_row_count,
    load.declared_row_count
from ledger.run_input
inner join ledger.snapshot on run_input.snapshot_id = snapshot.snapshot_id
inner join lateral (
    select candidate.*
    from ledger.load as candidate
    where candidate.snapshot_id = snapshot.snapshot_id
    order by candidate.load_id desc
    limit 1
) as load on true;
comment on view ledger.run_load is 'The load that answers each input of a run. One row per run, source and part that has been loaded.';

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledger.% is append-only: % refused', tg_table_name, lower(tg_op)
        using hint = 'Record a new event instead.';
end $$;

do $$
declare name text;
begin
    for name in select table_name from information_schema.tables where table_schema = 'ledger' and table_type = 'BASE TABLE'
    loop
        execute format('create trigger append_only before update or delete or truncate on ledger.%I for each statement execute function ledger.refuse_change()', name);
    end loop;
end $$;

grant select on all tables in schema ledger to loader, builder, publisher, auditor;
grant insert on ledger.snapshot, ledger.collection_failure, ledger.run, ledger.run_input, ledger.load, ledger.unreadable_row to loader;
grant insert on ledger.build, ledger.model_result, ledger.check_result, ledger.artefact to builder;
grant insert on ledger.publication to publisher;
grant insert on ledger.run_event to loader, builder, publisher;
