-- What analysts ask beside the scores: the edition, its assumptions and sources, and what happened day by day.
set role builder;

create table marts.dim_assumption (
    run_id bigint not null,
    assumption_id text not null,
    assumption_level text not null,
    place text not null,
    kind text not null,
    defect_kind text not null,
    defect text not null,
    decision_ru text not null,
    decision_kk text not null,
    decision_en text not null,
    alternative_ru text not null,
    alternative_kk text not null,
    alternative_en text not null,
    is_switchable boolean not null,
    not_switchable_reason text,
    criteria text not null,
    certainty text not null,
    primary key (run_id, assumption_id)
);
create table marts.dim_edition (
    run_id bigint not null,
    edition text not null,
    reporting_year smallint not null,
    legal_refs text not null,
    is_closed boolean not null,
    closed_on date,
    closed_sha256 text,
    criterion_count int not null,
    leaf_count int not null,
    assumption_count int not null,
    primary key (run_id)
);
create table marts.dim_source (
    run_id bigint not null,
    source text not null,
    sort_order int not null,
    title_ru text not null,
    title_kk text not null,
    title_en text not null,
    owner_ru text not null,
    owner_kk text not null,
    owner_en text not null,
    is_delivered boolean not null,
    is_demonstration boolean not null,
    part_count int not null,
    criterion_count int not null,
    gap_reason_ru text,
    gap_reason_kk text,
    gap_reason_en text,
    primary key (run_id, source)
);
create table marts.fct_complaint_daily (
    run_id bigint not null,
    body_code text not null,
    day date not null,
    channel text not null,
    outcome text not null,
    received_count bigint not null,
    handled_count bigint not null,
    late_count bigint not null,
    unknown_deadline_count bigint not null,
    court_upheld_count bigint not null,
    superior_upheld_count bigint not null,
    is_demonstration boolean not null,
    primary key (run_id, body_code, day, channel, outcome)
);
create table marts.fct_service_daily (
    run_id bigint not null,
    body_code text not null,
    day date not null,
    channel text not null,
    result text not null,
    received_count bigint not null,
    rendered_count bigint not null,
    breach_count bigint not null,
    excused_count bigint not null,
    late_entry_count bigint not null,
    is_demonstration boolean not null,
    primary key (run_id, body_code, day, channel, result)
);

reset role;
select ledger.create_published_views();

-- dbt writes the descriptions of the marts as comments on their tables; readers look at the views. They are read anew with
-- every publication, so a view never says less than the mart behind it.
create function ledger.describe_published_views() returns void language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
declare
    named record;
begin
    for named in
        select room.nspname as room, view.relname as view, described.objsubid, column_of.attname as column, described.description
        from pg_class as view
        inner join pg_namespace as room on view.relnamespace = room.oid
        inner join pg_class as mart on view.relname = mart.relname
        inner join pg_namespace as marts on mart.relnamespace = marts.oid
        inner join pg_description as described on described.objoid = mart.oid and described.classoid = 'pg_class'::regclass
        left join pg_attribute as column_of on column_of.attrelid = mart.oid and column_of.attnum = described.objsubid and described.objsubid > 0
        where room.nspname in ('published', 'published_demo', 'published_rehearsal') and view.relkind = 'v' and marts.nspname = 'marts'
    loop
        if named.objsubid = 0 then
            execute format('comment on view %I.%I is %L', named.room, named.view, named.description);
        else
            execute format('comment on column %I.%I.%I is %L', named.room, named.view, named.column, named.description);
        end if;
    end loop;
end $$;
revoke execute on function ledger.describe_published_views() from public;
grant execute on function ledger.describe_published_views() to publisher;
