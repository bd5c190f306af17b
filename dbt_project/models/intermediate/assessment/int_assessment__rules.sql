-- What decides on points, without the words around it: two editions whose blocks have one digest score them alike.
{%- set of_criterion = "split_part(criterion_code, '.', 1)" %}
{%- set files = [
    ("criteria", "block_code", ["sort_order", "name_ru", "name_kk", "name_en", "name_kk_source", "certainty"]),
    ("block_weights", "block_code", ["alternative_weight", "certainty", "assumption_id"]),
    ("overall_weights", "'OVERALL'", ["alternative_weight", "certainty", "assumption_id"]),
    ("degrees", "block_code", ["name_ru", "name_kk", "name_en", "assumption_ids"]),
    ("formula_parameters", of_criterion, ["alternative_value", "certainty", "assumption_id"]),
    ("openness_parameters", of_criterion, ["name_en"]),
    ("point_bands", of_criterion, ["alternative_points", "assumption_ids"]),
    ("penalties", "split_part(target_code, '.', 1)", ["source", "assumption_ids"]),
    ("survey_items", of_criterion, ["statement_ru", "statement_kk", "statement_en"]),
] %}

with

rules as (
    {% for file, block_code, words in files %}
    select
        edition,
        {{ block_code }} as block_code,
        '{{ file }}' as kind,
        cast(to_jsonb({{ file }}) - array['edition', 'legal_ref', '{{ words | join("', '") }}'] as text) as rule
    from {{ ref(file) }} as {{ file }}
    {{ "union all" if not loop.last }}
    {%- endfor %}

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
