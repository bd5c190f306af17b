-- Whether a cell can be what its contract says, in words that go on "the cell ...": null when it can. Staging asks for every
-- cell, and `olshem check` before anything is loaded, so both say the same.
set role builder;

create function reference.is_absence(value text) returns boolean
language sql immutable parallel safe
return lower(btrim(value)) in ('', 'нет данных', 'н/д', 'нд', 'деректер жоқ', 'мәлімет жоқ', 'no data', 'n/a', '-', '–', '—', '…', '...')
or lower(btrim(value)) like 'будет извест%';
comment on function reference.is_absence(text) is
'Whether a cell says that there is no value. Evidence: "нет данных" and "будет известен во втором квартале 2025 года" in saved answers of data.egov.kz.';

create function reference.to_boolean(value text) returns boolean
language sql immutable parallel safe
return case
    when lower(btrim(value)) in ('да', 'иә', 'ия', 'есть', 'бар', 'true', 'yes', '1', '+') then true
    when lower(btrim(value)) in ('нет', 'жоқ', 'false', 'no', '0', '-') then false
end;
comment on function reference.to_boolean(text) is
'Yes and no as forms write them in Russian, Kazakh and English, and as machines do. Null for anything else.';

create function reference.to_month(value text) returns date
language sql immutable parallel safe
return case
    when btrim(value) ~ '^(0?[1-9]|1[0-2])[.]\d{4}$' then reference.to_date('01.' || lpad(btrim(value), 7, '0'))
    when btrim(value) ~ '^\d{4}-(0[1-9]|1[0-2])$' then reference.to_date(btrim(value) || '-01')
end;
comment on function reference.to_month(text) is 'The first day of a month written as 12.2024, 1.2024 or 2024-12. Null for anything else.';

create function reference.empty_defect(value text, must_be_filled boolean) returns text
language sql immutable parallel safe
return case
    when not must_be_filled then null
    when coalesce(btrim(value), '') = '' then 'is empty'
    when reference.is_absence(value) then 'says that there are no data'
end;
comment on function reference.empty_defect(text, boolean) is 'Why a cell without a value cannot be used, or null.';

create function reference.number_defect(
    value text, must_be_filled boolean, is_whole boolean, lowest numeric, highest numeric
) returns text
language sql immutable parallel safe
return case
    when value is null or reference.is_absence(value) then reference.empty_defect(value, must_be_filled)
    when reference.to_numeric(value) is null then 'is not a number'
    when is_whole and reference.to_numeric(value) < 0 then 'is below zero'
    when is_whole and reference.to_numeric(value) <> trunc(reference.to_numeric(value)) then 'is not a whole number'
    when reference.to_numeric(value) < lowest then 'is below ' || lowest
    when reference.to_numeric(value) > highest then 'is above ' || highest
end;
comment on function reference.number_defect(text, boolean, boolean, numeric, numeric) is 'Why a cell is not the number it must be, or null.';

create function reference.date_defect(value text, must_be_filled boolean) returns text
language sql immutable parallel safe
return case
    when value is null or reference.is_absence(value) then reference.empty_defect(value, must_be_filled)
    when reference.to_date(value) is null then 'is not a date'
end;
comment on function reference.date_defect(text, boolean) is 'Why a cell is not a date, or null.';

create function reference.month_defect(value text, must_be_filled boolean) returns text
language sql immutable parallel safe
return case
    when value is null or reference.is_absence(value) then reference.empty_defect(value, must_be_filled)
    when reference.to_month(value) is null then 'is not a month'
end;
comment on function reference.month_defect(text, boolean) is 'Why a cell is not a month, or null.';

create function reference.boolean_defect(value text, must_be_filled boolean) returns text
language sql immutable parallel safe
return case
    when coalesce(btrim(value), '') = '' then reference.empty_defect(value, must_be_filled)
    when reference.to_boolean(value) is null then 'is neither yes nor no'
end;
comment on function reference.boolean_defect(text, boolean) is 'Why a cell is neither yes nor no, or null.';

create function reference.choice_defect(value text, must_be_filled boolean, allowed text[]) returns text
language sql immutable parallel safe
return case
    when coalesce(btrim(value), '') = '' then reference.empty_defect(value, must_be_filled)
    when lower(btrim(value)) <> all(allowed) then 'is not one of: ' || array_to_string(allowed, ', ')
end;
comment on function reference.choice_defect(text, boolean, text[]) is 'Why a cell is not one of the values its contract allows, or null.';

reset role;
