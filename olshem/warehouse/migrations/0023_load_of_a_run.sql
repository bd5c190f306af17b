-- A contract that is changed and put back finds the load it made first, so the latest load of a snapshot is not always the
-- one that a run was told of. Loading says which it is; a what-if rests on the loads of the run it belongs to.
create table ledger.run_load_choice (
    choice_id bigint generated always as identity primary key,
    run_id bigint not null references ledger.run,
    load_id bigint not null references ledger.load,
    chosen_at timestamptz not null default now()
);
create index on ledger.run_load_choice (run_id, load_id, choice_id);
comment on table ledger.run_load_choice is
'The load of a snapshot that a run rests on, as loading the run found it; the last one counts. One row per run and load, and again when a run returns to an earlier load.';
create trigger append_only before update or delete or truncate on ledger.run_load_choice
for each statement execute function ledger.refuse_change();
grant select on ledger.run_load_choice to loader, builder, publisher, auditor;
grant insert on ledger.run_load_choice to loader;

create or replace view ledger.run_load as
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
left join ledger.what_if on run_input.run_id = what_if.run_id
inner join lateral (
    select candidate.*
    from ledger.load as candidate
    where candidate.snapshot_id = snapshot.snapshot_id
    order by
        (
            select max(choice.choice_id)
            from ledger.run_load_choice as choice
            where choice.run_id = coalesce(what_if.of_run_id, run_input.run_id) and choice.load_id = candidate.load_id
        ) desc nulls last,
        candidate.load_id desc
    limit 1
) as load on true;
comment on view ledger.run_load is
'The load that answers each input of a run: the last one of its own choice, or, for runs that were loaded before choices were kept, the latest of the snapshot. One row per run, source and part that has been loaded.';
