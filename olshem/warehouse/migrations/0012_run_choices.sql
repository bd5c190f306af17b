-- A decision of the edition and its alternative lie in the seeds; which of the two a run took is a fact of the run.
create table ledger.run_choice (
    run_id bigint not null references ledger.run,
    assumption_id text not null check (assumption_id ~ '^A-[0-9]+$'),
    choice text not null check (choice in ('recorded', 'alternative')),
    primary key (run_id, assumption_id)
);
comment on table ledger.run_choice is
'Which reading of a switchable assumption a run takes; an assumption without a row is taken as recorded. One row per run and assumption that was chosen.';
create trigger append_only before update or delete or truncate on ledger.run_choice for each statement execute function ledger.refuse_change();
grant select on ledger.run_choice to loader, builder, publisher, auditor;
grant insert on ledger.run_choice to loader;
