{#- 64 bits of a row's MD5. Not a seal against forgery (snapshots have SHA-256 for that) but an identity: same row, same
    number. Summed as it is, which is exact too and quicker than a sum of numerics. -#}
{% macro digest_bits(row_text) -%}
    cast(cast('x' || left(md5({{ row_text }}), 16) as bit(64)) as bigint)
{%- endmacro %}

{#- The same as a number that can be added to others without overflow. -#}
{% macro row_digest(row_text) -%}
    cast({{ digest_bits(row_text) }} as numeric)
{%- endmacro %}

{#- A digest of a set of rows that no order of reading changes: the sum of the digests of its rows, as text. -#}
{% macro evidence_digest(row_text, where=none) -%}
    cast(sum({{ digest_bits(row_text) }}){% if where %} filter (where {{ where }}){% endif %} as text)
{%- endmacro %}
