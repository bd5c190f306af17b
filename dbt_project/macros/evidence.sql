{#- 64 bits of a row's MD5 as an exact number. Not a seal against forgery (snapshots have SHA-256 for that) but an
    identity: same row, same number. -#}
{% macro row_digest(row_text) -%}
    cast(cast(cast('x' || substr(md5({{ row_text }}), 1, 16) as bit(64)) as bigint) as numeric)
{%- endmacro %}

{#- A digest of a set of rows that no order of reading changes: the sum of the digests of its rows, as text. -#}
{% macro evidence_digest(row_text, where=none) -%}
    cast(sum({{ row_digest(row_text) }}){% if where %} filter (where {{ where }}){% endif %} as text)
{%- endmacro %}
