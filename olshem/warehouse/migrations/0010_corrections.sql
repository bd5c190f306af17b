-- Corrections of a source, as the run was frozen with them. Raw stays as it was delivered; staging reads the corrected cell.
create table ledger.run_correction (
    run_id bigint not null references ledger.run,
    source text not null,
    correction_id text not null,
    part text,
    row_match jsonb not null check (jsonb_typeof(row_match) = 'object' and row_match <> '{}'),
    column_name text not null,
    old_value text,
    new_value text,
    reason text not null,
    document text not null,
    decided_by text not null,
    decided_on date not null,
    reported_to text,
    reported_on date,
    primary key (run_id, source, correction_id, column_name),
    check (old_value is distinct from new_value),
    check ((reported_to is null) = (reported_on is null))
);
comment on table ledger.run_correction is
'A cell that staging reads otherwise than it was delivered, why, and who decided it. One row per run, correction and column.';
comment on column ledger.run_correction.part is 'The part of the source that holds the row; null where its key is enough.';
comment on column ledger.run_correction.row_match is 'The key of the row: column and raw text.';
comment on column ledger.run_correction.old_value is 'The raw text that must still stand in the cell; null for an empty cell.';
comment on column ledger.run_correction.new_value is 'The text that is read in its place; null where the cell is withdrawn, because nobody knows what belongs there.';
comment on column ledger.run_correction.reported_on is 'When the owner of the source was told; null when he was not.';

create trigger append_only before update or delete or truncate on ledger.run_correction
for each statement execute function ledger.refuse_change();
grant select on ledger.run_correction to loader, builder, publisher, auditor;
grant insert on ledger.run_correction to loader;

create function ledger.correction_state(asked_run_ids bigint[])
returns table (run_id bigint, source text, correction_id text, column_name text, defect text)
language plpgsql stable
-- Asked of raw itself, load by load with literals, so that Postgres reads one partition of a large table only.
as $$
declare
    cell record;
    load record;
    match_count bigint;
    found_count bigint;
    found_value text;
    condition text;
begin
    for cell in
        select * from ledger.run_correction as correction
        where correction.run_id = any(asked_run_ids)
        order by correction.run_id, correction.source, correction.correction_id, correction.column_name
    loop
        select string_agg(format('%I = %L', pair.key, pair.value), ' and ') into condition
        from jsonb_each_text(cell.row_match) as pair;
        match_count := 0;
        for load in
            select run_load.load_id, named.raw_table
            from ledger.run_load
            inner join ledger.load as named on run_load.load_id = named.load_id
            where
                run_load.run_id = cell.run_id and run_load.source = cell.source
                and (cell.part is null or run_load.part = cell.part)
        loop
            execute format(
                'select count(*), min(%I) from %s where _load_id = %L and %s', cell.column_name, load.raw_table, load.load_id, condition
            ) into found_count, found_value;
            if found_count > 0 then
                match_count := match_count + found_count;
                correction_state.defect := case
                    when found_value is distinct from cell.old_value
                        then format(
                            'the cell holds %s and not %s', coalesce('"' || found_value || '"', 'nothing'),
                            coalesce('"' || cell.old_value || '"', 'nothing')
                        )
                end;
            end if;
        end loop;
        if match_count <> 1 then
            correction_state.defect := case match_count when 0 then 'no row has this key' else match_count || ' rows have this key' end;
        end if;
        correction_state.run_id := cell.run_id;
        correction_state.source := cell.source;
        correction_state.correction_id := cell.correction_id;
        correction_state.column_name := cell.column_name;
        return next;
        correction_state.defect := null;
    end loop;
end $$;
comment on function ledger.correction_state(bigint[]) is
'Whether the corrections of some runs still apply to what was delivered: defect is null where they do. One row per run, correction and column.';

set role builder;
create table marts.fct_correction (
    run_id bigint not null, source text not null, correction_id text not null, column_name text not null,
    row_key text not null, old_value text, new_value text, is_withdrawn boolean not null, reason text not null,
    document text not null, decided_by text not null, decided_on date not null, reported_to text, reported_on date,
    primary key (run_id, source, correction_id, column_name)
);
comment on table marts.fct_correction is 'Cells of the sources that the run reads otherwise than they were delivered. One row per run, source, correction and column.';
reset role;
select ledger.create_published_views();
