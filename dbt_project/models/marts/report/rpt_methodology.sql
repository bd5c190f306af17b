-- Where each criterion is explained and computed, so that its code leads there in one step.
{%- set computing = [] %}
{%- if execute %}
{%- for name, codes in criterion_models().items() %}
{%- set model = graph.nodes["model." ~ project_name ~ "." ~ name] %}
{%- for code in codes %}{% do computing.append((code, "dbt_project/" ~ model.original_file_path)) %}{% endfor %}
{%- endfor %}
{%- endif %}

with

recursive tree as (

    select
        edition,
        criterion_code,
        0 as depth
    from {{ ref('criteria') }}
    where parent_code is null

    union all

    select
        criteria.edition,
        criteria.criterion_code,
        tree.depth + 1 as depth
    from {{ ref('criteria') }} as criteria
    inner join tree
        on
            criteria.edition = tree.edition
            and criteria.parent_code = tree.criterion_code

),

models as (

    select *
    from (
        values
        (cast(null as text), cast(null as text))
        {%- for code, file in computing %},
        ('{{ code }}', '{{ file }}')
        {%- endfor %}
    ) as listed (criterion_code, model_file)

),

-- an assumption concerns a criterion that it names, or whose numbers, bands or deductions rest on it
concerned as (

    select
        assumptions.edition,
        assumptions.assumption_id,
        named.code as criterion_code
    from {{ ref('assumptions') }} as assumptions
    cross join lateral regexp_split_to_table(assumptions.criteria, ' ') as named (code)

    union

    select
        edition,
        assumption_id,
        criterion_code
    from {{ ref('formula_parameters') }}
    where assumption_id is not null

    union

    select
        bands.edition,
        rested_on.assumption_id,
        bands.criterion_code
    from {{ ref('point_bands') }} as bands
    cross join lateral regexp_split_to_table(bands.assumption_ids, ' ') as rested_on (assumption_id)

    union

    select
        penalties.edition,
        rested_on.assumption_id,
        penalties.target_code as criterion_code
    from {{ ref('penalties') }} as penalties
    cross join lateral regexp_split_to_table(penalties.assumption_ids, ' ') as rested_on (assumption_id)

),

gathered as (

    select
        edition,
        criterion_code,
        string_agg(assumption_id, ' ' order by cast(substr(assumption_id, 3) as int)) as assumption_ids
    from concerned
    group by edition, criterion_code

),

final as (

    select
        -- ids
        cast(runs.run_id as bigint) as run_id,
        cast(row_number() over (partition by runs.run_id order by criteria.sort_order) as int) as sort_order,
        cast(criteria.criterion_code as text) as criterion_code,
        cast(criteria.parent_code as text) as parent_code,
        cast(tree.depth as int) as depth,
        cast(criteria.block_code as text) as block_code,
        cast(criteria.body_kind as text) as body_kind,
        cast(criteria.is_leaf as boolean) as is_leaf,

        -- names and numbers
        cast(criteria.name_ru as text) as name_ru,
        cast(criteria.name_kk as text) as name_kk,
        cast(criteria.name_en as text) as name_en,
        cast(criteria.max_points as numeric(6, 2)) as max_points,

        -- where it leads
        cast(criteria.legal_ref as text) as legal_ref,
        cast(criteria.certainty as text) as certainty,
        cast('docs/methodology/' || criteria.edition || '/' || criteria.criterion_code || '.md' as text) as page_file,
        cast(models.model_file as text) as model_file,
        cast(coalesce(gathered.assumption_ids, '') as text) as assumption_ids
    from ({{ of_this_build(ref('int_assessment__runs')) }}) as runs
    inner join {{ ref('criteria') }} as criteria on runs.edition = criteria.edition
    inner join tree
        on
            criteria.edition = tree.edition
            and criteria.criterion_code = tree.criterion_code
    left join models on criteria.criterion_code = models.criterion_code
    left join gathered
        on
            criteria.edition = gathered.edition
            and criteria.criterion_code = gathered.criterion_code

)

select * from final
