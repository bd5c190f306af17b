-- The report tells why an answer has no points, which degrees the bounds of a block have, and points as exact as they are.
-- A view holds its columns as they are: the published ones go first, and come again at the end.
drop view
    published.rpt_answer, published_demo.rpt_answer, published_rehearsal.rpt_answer,
    published.rpt_criterion, published_demo.rpt_criterion, published_rehearsal.rpt_criterion;

set role builder;

alter table marts.rpt_answer
    add column status_reason text not null default '',
    alter column points type numeric(38, 12),
    alter column lowest_points type numeric(38, 12),
    alter column highest_points type numeric(38, 12);
alter table marts.rpt_answer alter column status_reason drop default;
alter table marts.rpt_criterion
    alter column points type numeric(38, 12),
    alter column lowest_points type numeric(38, 12),
    alter column highest_points type numeric(38, 12);
alter table marts.rpt_block add column lowest_degree text, add column highest_degree text;

reset role;
select ledger.create_published_views();
