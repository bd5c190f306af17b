-- Marts outlive every build: dbt replaces the rows of its runs and never the tables. Their shape changes here, by number.
set role builder;

create table marts.dim_body (
    run_id bigint not null, body_code text not null, body_kind text not null,
    name_ru text not null, name_kk text not null, name_en text not null,
    primary key (run_id, body_code)
);
create table marts.dim_criterion (
    run_id bigint not null, criterion_code text not null, parent_code text, block_code text not null, direction_code text,
    body_kind text not null, is_leaf boolean not null, sort_order int not null, max_points numeric(6, 2),
    name_ru text not null, name_kk text not null, name_en text not null,
    formula text, legal_ref text not null, certainty text not null,
    primary key (run_id, criterion_code)
);
create table marts.fct_criterion_score (
    run_id bigint not null, body_code text not null, criterion_code text not null,
    body_kind text not null, block_code text not null, direction_code text not null, max_points numeric(6, 2),
    numerator numeric(38, 12), denominator numeric(38, 12), criterion_value numeric(38, 12),
    points numeric(38, 12), lowest_points numeric(38, 12), highest_points numeric(38, 12),
    status text not null, status_reason text not null,
    is_partial boolean not null, is_under_appeal boolean not null, has_no_events boolean not null, is_demonstration boolean not null,
    assumption_ids text not null, legal_ref text not null,
    evidence_source text, evidence_load_id bigint, evidence_predicate text, evidence_row_count bigint, evidence_digest text,
    primary key (run_id, body_code, criterion_code)
);
create table marts.fct_direction_score (
    run_id bigint not null, body_code text not null, direction_code text not null, block_code text not null,
    status text not null, earned_points numeric(38, 12), deduction_points numeric(38, 12), highest_deduction_points numeric(38, 12),
    score numeric(38, 12), lowest_score numeric(38, 12), highest_score numeric(38, 12),
    leaf_count int not null, scored_leaf_count int not null, not_applicable_leaf_count int not null, missing_leaf_count int not null,
    coverage_pct numeric(5, 2), is_partial boolean not null, is_demonstration boolean not null,
    primary key (run_id, body_code, direction_code)
);
create table marts.fct_block_score (
    run_id bigint not null, body_code text not null, block_code text not null,
    status text not null, score numeric(5, 2), lowest_score numeric(5, 2), highest_score numeric(5, 2),
    degree text, lowest_degree text, highest_degree text,
    coverage_pct numeric(5, 2), is_partial boolean not null, is_demonstration boolean not null,
    primary key (run_id, body_code, block_code)
);
create table marts.fct_overall_score (
    run_id bigint not null, body_code text not null, body_kind text not null,
    status text not null, score_unrounded numeric(38, 12), score numeric(5, 2), lowest_score numeric(5, 2), highest_score numeric(5, 2),
    degree text, lowest_degree text, highest_degree text,
    peer_rank int, peer_count int not null, is_tied boolean not null,
    coverage_pct numeric(5, 2) not null, is_partial boolean not null, is_demonstration boolean not null,
    primary key (run_id, body_code)
);
create table marts.fct_budget_absorption (
    run_id bigint not null, administrator_code text not null, administrator_name_ru text not null, body_code text,
    plan_thousand_kzt numeric(24, 6) not null, paid_thousand_kzt numeric(24, 6) not null, absorption_pct numeric(38, 12),
    evidence_load_id bigint not null, evidence_row_number bigint not null,
    primary key (run_id, administrator_code)
);
create table marts.fct_source_accounting (
    run_id bigint not null, source text not null, part text not null, load_id bigint not null,
    declared_row_count bigint, total_row_count bigint not null, accepted_row_count bigint not null,
    rejected_row_count bigint not null, unreadable_row_count bigint not null,
    primary key (run_id, source, part)
);
create table marts.fct_rejected_cell (
    run_id bigint not null, source text not null, part text not null, load_id bigint not null, row_number bigint not null,
    column_name text not null, raw_value text, reason text not null,
    primary key (run_id, load_id, row_number, column_name)
);
create table marts.rpt_run (
    run_id bigint not null primary key, profile text not null, reporting_year smallint not null, edition text not null,
    input_digest text not null, result_digest text not null, contains_demonstration_data boolean not null,
    central_body_count int not null, local_body_count int not null, index_row_count bigint not null,
    scored_row_count bigint not null, not_applicable_row_count bigint not null, missing_row_count bigint not null
);
create table marts.rpt_result (
    run_id bigint not null, sort_order int not null, body_code text not null, body_kind text not null,
    name_ru text not null, name_kk text not null, name_en text not null,
    status text not null, score numeric(5, 2), lowest_score numeric(5, 2), highest_score numeric(5, 2),
    degree text, lowest_degree text, highest_degree text, peer_rank int, is_tied boolean not null,
    coverage_pct numeric(5, 2) not null, is_partial boolean not null, is_demonstration boolean not null,
    primary key (run_id, body_code)
);
create table marts.rpt_block (
    run_id bigint not null, sort_order int not null, body_code text not null, body_kind text not null,
    name_ru text not null, name_kk text not null, name_en text not null, block_code text not null,
    block_name_ru text not null, block_name_kk text not null, block_name_en text not null,
    status text not null, score numeric(5, 2), lowest_score numeric(5, 2), highest_score numeric(5, 2), degree text,
    coverage_pct numeric(5, 2), is_partial boolean not null, is_demonstration boolean not null,
    primary key (run_id, body_code, block_code)
);
create table marts.rpt_criterion (
    run_id bigint not null, sort_order int not null, body_code text not null, body_kind text not null,
    name_ru text not null, name_kk text not null, name_en text not null,
    block_code text not null, direction_code text not null, criterion_code text not null, 
    criterion_name_ru text not null, criterion_name_kk text not null, criterion_name_en text not null,
    max_points numeric(6, 2), numerator numeric(38, 12), denominator numeric(38, 12),
    points numeric(12, 4), lowest_points numeric(12, 4), highest_points numeric(12, 4),
    is_partial boolean not null, has_no_events boolean not null, is_demonstration boolean not null,
    assumption_ids text not null, legal_ref text not null,
    primary key (run_id, body_code, criterion_code)
);
comment on table marts.rpt_criterion is 'Scored criteria only.';
create table marts.rpt_not_scored (
    run_id bigint not null, sort_order int not null, body_kind text not null, criterion_code text not null,
    criterion_name_ru text not null, criterion_name_kk text not null, criterion_name_en text not null,
    status text not null, reason_ru text not null, reason_kk text not null, reason_en text not null,
    legal_ref text not null, body_count int not null, max_points numeric(6, 2),
    primary key (run_id, body_kind, criterion_code, status, reason_en)
);
create table marts.rpt_source (
    run_id bigint not null, source text not null, part text not null,
    title_ru text not null, title_kk text not null, title_en text not null,
    owner_ru text not null, owner_kk text not null, period text, licence text, sha256 text, is_demonstration boolean not null,
    declared_row_count bigint, total_row_count bigint, accepted_row_count bigint, rejected_row_count bigint, unreadable_row_count bigint,
    gap_reason_ru text, gap_reason_kk text, gap_reason_en text,
    primary key (run_id, source, part)
);
create table marts.rpt_assumption (
    run_id bigint not null, assumption_id text not null, place text not null,
    decision_ru text not null, decision_kk text not null, decision_en text not null,
    alternative_ru text not null, alternative_kk text not null, alternative_en text not null,
    certainty text not null, touched_criteria text not null, touched_score_count bigint not null,
    primary key (run_id, assumption_id)
);
create table marts.rpt_absorption (
    run_id bigint not null, administrator_code text not null, administrator_name_ru text not null, body_code text,
    name_kk text, plan_thousand_kzt numeric(24, 1) not null, paid_thousand_kzt numeric(24, 1) not null, absorption_pct numeric(7, 2),
    primary key (run_id, administrator_code)
);

-- The one row that readers follow. Its history is ledger.publication.
reset role;
create table marts.published_run (
    profile text not null, reporting_year smallint not null, run_id bigint not null references ledger.run,
    published_at timestamptz not null, primary key (profile, reporting_year)
);
grant select, insert, update on marts.published_run to publisher;
grant select on marts.published_run to builder, auditor, loader;
