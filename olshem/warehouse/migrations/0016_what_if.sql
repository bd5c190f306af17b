-- What would be different if an assumption were read in its alternative: a run of its own over the same inputs, never
-- published, and the differences beside the results of the run it belongs to.
create table ledger.what_if (
    run_id bigint primary key references ledger.run,
    of_run_id bigint not null references ledger.run,
    assumption_ids text not null check (assumption_ids ~ '^A-[0-9]+( A-[0-9]+)*$'),
    unique (of_run_id, assumption_ids),
    check (run_id <> of_run_id)
);
comment on table ledger.what_if is
'A run that evaluates the inputs of another run under other readings of its assumptions; it is compared and never published. One row per such run.';
create trigger append_only before update or delete or truncate on ledger.what_if for each statement execute function ledger.refuse_change();
grant select on ledger.what_if to loader, builder, publisher, auditor;
grant insert on ledger.what_if to loader;

create view ledger.run_to_report as
select run_to_build.run_id
from ledger.run_to_build
where not exists (select from ledger.what_if where what_if.run_id = run_to_build.run_id);
comment on view ledger.run_to_report is 'The runs of the build in progress that are evaluations of their own, not what-ifs of one. One row per run.';
grant select on ledger.run_to_report to loader, builder, publisher, auditor;

set role builder;
alter table marts.fct_block_score add column score_unrounded numeric(38, 12);
create table marts.rpt_what_if (
    run_id bigint not null, sort_order int not null, assumption_ids text not null, body_code text not null, result_code text not null,
    score numeric(5, 2), degree text, peer_rank int,
    other_score numeric(5, 2), other_degree text, other_peer_rank int, is_changed boolean not null,
    primary key (run_id, assumption_ids, body_code, result_code)
);
comment on table marts.rpt_what_if is
'Block and overall results as recorded and as they would be under other readings. One row per run, set of assumptions, body and result (B1, B2, B3, OVERALL).';
reset role;
select ledger.create_published_views();
