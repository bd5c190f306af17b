-- The report sums the deductions up by block, tells a shared cap from a cap of one kind, and shows the bounds of results
-- that another reading leaves open.
set role builder;

alter table marts.rpt_penalty add column is_cap_shared boolean not null default false;
alter table marts.rpt_penalty alter column is_cap_shared drop default;
alter table marts.rpt_block
    add column deduction_points numeric(38, 12),
    add column highest_deduction_points numeric(38, 12);
alter table marts.rpt_what_if
    add column lowest_score numeric(5, 2),
    add column highest_score numeric(5, 2),
    add column lowest_degree text,
    add column highest_degree text,
    add column other_lowest_score numeric(5, 2),
    add column other_highest_score numeric(5, 2),
    add column other_lowest_degree text,
    add column other_highest_degree text;

reset role;
select ledger.create_published_views();
