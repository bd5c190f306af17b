-- What analysts read: the same columns as the marts, for the one run per year that the pointer names.
-- The views rest on tables alone, so no build can drop them. A later migration that changes a mart calls this again.
create function ledger.create_published_views() returns void language plpgsql as $$
declare
    mart record;
    room record;
begin
    for mart in
        select c.oid, c.relname as name
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        where n.nspname = 'marts' and c.relkind = 'r' and c.relname <> 'published_run'
        order by c.relname
    loop
        for room in
            select * from (values ('published', 'real'), ('published_demo', 'demo'), ('published_rehearsal', 'rehearsal')) as rooms (schema, profile)
        loop
            execute format('drop view if exists %I.%I', room.schema, mart.name);
            execute format(
                'create view %I.%I as select %s%s from marts.%I as mart inner join marts.published_run as pointer on mart.run_id = pointer.run_id where pointer.profile = %L',
                room.schema, mart.name,
                case when exists (select from pg_attribute where attrelid = mart.oid and attname = 'reporting_year') then '' else 'pointer.reporting_year, ' end,
                (
                    select string_agg(format('mart.%I', a.attname), ', ' order by a.attnum)
                    from pg_attribute as a
                    where a.attrelid = mart.oid and a.attnum > 0 and not a.attisdropped
                ),
                mart.name, room.profile
            );
            execute format(
                'comment on view %I.%I is %L', room.schema, mart.name,
                format('The published rows of marts.%s, profile %s. Grain as there, for one run per reporting year.', mart.name, room.profile)
            );
            execute format('grant select on %I.%I to analyst, auditor, publisher', room.schema, mart.name);
        end loop;
    end loop;
end $$;

select ledger.create_published_views();
