create table ledger.request (
    request_id bigint generated always as identity primary key,
    system text not null,
    requested_at timestamptz not null default clock_timestamp()
);
comment on table ledger.request is
'A request that was sent to a system with a limit. Workers count the last minute here before they send another. One row per request.';
create index request_by_time on ledger.request (system, requested_at desc);
create trigger append_only before update or delete or truncate on ledger.request for each statement execute function ledger.refuse_change();
grant select on ledger.request to loader, builder, publisher, auditor;
grant insert on ledger.request to loader;
