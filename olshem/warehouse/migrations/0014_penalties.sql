-- What the re-check took away, penalty by penalty.
set role builder;
create table marts.fct_penalty (
    run_id bigint not null, body_code text not null, direction_code text not null, penalty_code text not null,
    fact_count bigint, points_per_unit numeric(6, 3) not null, points_before_cap numeric(12, 3), cap_points numeric(6, 2),
    points numeric(12, 3), lowest_points numeric(12, 3) not null, highest_points numeric(12, 3),
    is_certain boolean not null, is_demonstration boolean not null, legal_ref text not null, assumption_ids text not null,
    evidence_source text not null, evidence_load_id bigint, evidence_predicate text, evidence_row_count bigint not null,
    evidence_digest text,
    primary key (run_id, body_code, penalty_code)
);
comment on table marts.fct_penalty is 'Deductions by the re-check from the directions. One row per run, body and penalty of an assessed direction.';
reset role;
select ledger.create_published_views();
