-- Deductions are taken from blocks as well as from directions, and each block shows what it lost.
set role builder;
alter table marts.fct_penalty rename column direction_code to target_code;
alter table marts.fct_penalty add column penalty_level text, add column cap_group text, add column left_out_count bigint;
comment on table marts.fct_penalty is 'Deductions from blocks and directions. One row per run, body and penalty of an assessed block or direction.';
alter table marts.fct_block_score add column deduction_points numeric(38, 12), add column highest_deduction_points numeric(38, 12);
reset role;
select ledger.create_published_views();
