-- What a goal of a strategic plan came to: the coefficients behind the direction of central bodies and of the National Bank.
set role builder;
create table marts.fct_goal_score (
    run_id bigint not null, body_code text not null, direction_code text not null, goal_code text not null, goal_name text,
    attainment numeric(38, 12), efficiency numeric(38, 12), interrelation numeric(38, 12),
    result numeric(38, 12), lowest_result numeric(38, 12), highest_result numeric(38, 12),
    indicator_count int not null, counted_indicator_count int not null, corrected_indicator_count int not null,
    left_out_indicator_count int not null, law_enforcement_indicator_count int not null, doubtful_indicator_count int not null,
    programme_count int not null, counted_programme_count int not null, left_out_programme_count int not null,
    doubtful_programme_count int not null, law_enforcement_result_count int not null,
    is_counted boolean not null, is_without_indicators boolean not null, is_without_programmes boolean not null,
    is_demonstration boolean not null,
    primary key (run_id, body_code, goal_code)
);
comment on table marts.fct_goal_score is
'Goals of strategic plans with their coefficients and result. One row per run, body and goal.';
reset role;
select ledger.create_published_views();
