-- What the report tells beside the results: every answer of every body, the methodology behind it, the deductions, last year.
set role builder;

create table marts.rpt_answer (
    run_id bigint not null, sort_order int not null, body_code text not null, body_kind text not null,
    name_ru text not null, name_kk text not null, name_en text not null,
    block_code text not null, criterion_code text not null,
    criterion_name_ru text not null, criterion_name_kk text not null, criterion_name_en text not null,
    max_points numeric(6, 2), criterion_value numeric(38, 12),
    points numeric(12, 4), lowest_points numeric(12, 4), highest_points numeric(12, 4),
    status text not null, is_partial boolean not null, has_no_events boolean not null, is_demonstration boolean not null,
    assumption_ids text not null, legal_ref text not null, certainty text not null,
    primary key (run_id, body_code, criterion_code)
);
create table marts.rpt_methodology (
    run_id bigint not null, sort_order int not null, criterion_code text not null, parent_code text, depth int not null,
    block_code text not null, body_kind text not null, is_leaf boolean not null,
    name_ru text not null, name_kk text not null, name_en text not null, max_points numeric(6, 2),
    legal_ref text not null, certainty text not null, page_file text not null, model_file text, assumption_ids text not null,
    primary key (run_id, criterion_code)
);
create table marts.rpt_penalty (
    run_id bigint not null, sort_order int not null, body_code text not null, body_kind text not null,
    name_ru text not null, name_kk text not null, name_en text not null,
    penalty_code text not null, target_code text not null, unit text not null,
    fact_count bigint, points_per_unit numeric(6, 3) not null, points_before_cap numeric(12, 3), cap_points numeric(6, 2),
    points numeric(12, 3), lowest_points numeric(12, 3) not null, highest_points numeric(12, 3),
    is_certain boolean not null, is_demonstration boolean not null, assumption_ids text not null, legal_ref text not null,
    primary key (run_id, body_code, penalty_code)
);
create table marts.rpt_degree (
    run_id bigint not null, sort_order int not null, degree text not null,
    from_score numeric(5, 2) not null, to_score numeric(5, 2) not null,
    primary key (run_id, degree)
);
create table marts.rpt_change (
    run_id bigint not null, sort_order int not null, body_code text not null, body_kind text not null,
    name_ru text not null, name_kk text not null, name_en text not null, result_code text not null,
    previous_year smallint not null, edition text not null, previous_edition text not null, is_comparable boolean not null,
    score numeric(5, 2), degree text, peer_rank int,
    previous_score numeric(5, 2), previous_degree text, previous_peer_rank int,
    score_change numeric(5, 2), is_demonstration boolean not null,
    primary key (run_id, body_code, result_code)
);
-- Two reasons can stand behind one status of one criterion: the body that did not report, and the one whose report cannot be read.
alter table marts.rpt_not_scored add column status_reason text not null default '';
alter table marts.rpt_not_scored alter column status_reason drop default;
alter table marts.rpt_not_scored drop constraint rpt_not_scored_pkey;
alter table marts.rpt_not_scored add primary key (run_id, body_kind, criterion_code, status, reason_en, status_reason);

reset role;
select ledger.create_published_views();
