-- What decides on points, without the words around it: two editions whose blocks have one digest score them alike.
with

rules as (

    select
        edition,
        block_code as block_code,
        'criteria' as kind,
        cast(to_jsonb(criteria) - array['edition', 'sort_order', 'name_ru', 'name_kk', 'name_en', 'name_kk_source', 'legal_ref', 'certainty'] as text) as rule
    from {{ ref('criteria') }} as criteria

    union all

    select
        edition,
        block_code as block_code,
        'block_weights' as kind,
        cast(to_jsonb(block_weights) - array['edition', 'legal_ref', 'certainty', 'assumption_id'] as text) as rule
    from {{ ref('block_weights') }} as block_weights

    union all

    select
        edition,
        block_code as block_code,
        'degrees' as kind,
        cast(to_jsonb(degrees) - array['edition', 'name_ru', 'name_kk', 'name_en', 'legal_ref', 'assumption_ids'] as text) as rule
    from {{ ref('degrees') }} as degrees

    union all

    select
        edition,
        split_part(criterion_code, '.', 1) as block_code,
        'formula_parameters' as kind,
        cast(to_jsonb(formula_parameters) - array['edition', 'alternative_value', 'legal_ref', 'certainty', 'assumption_id'] as text) as rule
    from {{ ref('formula_parameters') }} as formula_parameters

    union all

    select
        edition,
        split_part(criterion_code, '.', 1) as block_code,
        'openness_parameters' as kind,
        cast(to_jsonb(openness_parameters) - array['edition', 'name_en', 'legal_ref'] as text) as rule
    from {{ ref('openness_parameters') }} as openness_parameters

    union all

    select
        edition,
        split_part(criterion_code, '.', 1) as block_code,
        'point_bands' as kind,
        cast(to_jsonb(point_bands) - array['edition', 'legal_ref', 'assumption_ids'] as text) as rule
    from {{ ref('point_bands') }} as point_bands

    union all

    select
        edition,
        split_part(target_code, '.', 1) as block_code,
        'penalties' as kind,
        cast(to_jsonb(penalties) - array['edition', 'legal_ref', 'source', 'assumption_ids'] as text) as rule
    from {{ ref('penalties') }} as penalties

    union all

    select
        edition,
        split_part(criterion_code, '.', 1) as block_code,
        'survey_items' as kind,
        cast(to_jsonb(survey_items) - array['edition', 'statement_ru', 'statement_kk', 'statement_en', 'legal_ref'] as text) as rule
    from {{ ref('survey_items') }} as survey_items

),

-- the overall result changes with the rules of any block
named as (

    select
        edition,
        block_code as result_code,
        kind || rule as rule
    from rules

    union all

    select
        edition,
        'OVERALL' as result_code,
        block_code || kind || rule as rule
    from rules
    where block_code <> 'OVERALL'

)

select
    edition,
    result_code as block_code,
    encode(sha256(convert_to(string_agg(rule, e'\n' order by rule collate "C"), 'UTF8')), 'hex') as rules_digest
from named
group by edition, result_code
