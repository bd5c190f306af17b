-- More of what sources send as text. The rules, each with an example and the file that shows it: docs/reference/values.md.
-- The usual form of a value still comes first in every function: registers have millions of it.
set role builder;

create function reference.is_cyrillic(value text) returns boolean
language sql immutable parallel safe
return value ~ U&'[\0400-\04FF]';
comment on function reference.is_cyrillic(text) is 'Whether a text has a Cyrillic letter, Kazakh ones among them.';

create function reference.repair_kz1048(value text) returns text
language sql immutable parallel safe
-- Sixteen bytes mean another letter in KZ-1048 than in Windows-1251. Read as 1251 they give letters that neither Russian
-- nor Kazakh has; a text that also has true Kazakh letters was read rightly, and its foreign letters are meant.
return case
    when value ~ '[ЌЋќћЎўЈҐЄЇґєјЅѕї]' and value !~ '[ҚҺқһҰұӘӨҒҮөғәҢңү]'
        then translate(value, 'ЌЋќћЎўЈҐЄЇґєјЅѕї', 'ҚҺқһҰұӘӨҒҮөғәҢңү')
    else value
end;
comment on function reference.repair_kz1048(text) is
'Kazakh text of KZ-1048 that was read as Windows-1251, as it was written: "Ќазаќстан" is "Қазақстан". Any other text as it came.';

create or replace function reference.normalise_name(name text) returns text
language sql immutable parallel safe
-- Capitals and small letters have different look-alikes: Latin H stands for Н, but h for һ. Hence one table before lower(),
-- one after it. The Kazakh keyboard has Ғ on the key of the digit 5.
return btrim(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                translate(
                    lower(
                        translate(
                            reference.repair_kz1048(name),
                            U&'ABCEHKMOPTXYI\2010\2011\2012\2013\2014\2015\2212\00AB\00BB\2018\2019\201C\201D\201E\201F"''\00AD\200B\FEFF',
                            U&'АВСЕНКМОРТХУІ-------'
                        )
                    ),
                    'aceopxyihё',
                    'асеорхуіһе'
                ),
                U&'(?<=[\0430-\04FF])5(?=[\0430-\04FF])', 'ғ', 'g'
            ),
            U&'[\\s\00A0\2007\202F]+', ' ', 'g'
        ),
        ' ?- ?', '-', 'g'
    )
);
comment on function reference.normalise_name(text) is
'A name as the crosswalk compares it: the wrong code page repaired, Latin look-alikes as Cyrillic letters, 5 within a word as ғ, lower case, ё as е, single spaces, none around a hyphen, no quotation marks.';

create function reference.shortest_decimal(value numeric) returns numeric
language sql immutable parallel safe
-- A cast from double to numeric keeps 15 significant digits: every double that a person typed survives it.
return case
    when cast(cast(cast(value as double precision) as numeric) as double precision) = cast(value as double precision)
        then cast(cast(value as double precision) as numeric)
    else value
end;
comment on function reference.shortest_decimal(numeric) is
'The number of at most 15 significant digits that is the same double, or the value itself: 20449.599999999999 is 20449.6, 0.33333333333333331 stays.';

create or replace function reference.to_numeric(value text) returns numeric
language sql immutable parallel safe
-- Only spaces that the cast takes, or that translate() removes, may stand around the digits: \s would let others through.
return case
    -- 12, -12,5, 12.50; at most 40 digits before the mark
    when value ~ U&'^[ \0009\000A\000D\00A0\2007\202F]*[+-]?\\d{1,40}([.,]\\d{1,40})?[ \0009\000A\000D\00A0\2007\202F]*$'
        then case
            -- 20449.599999999999: 16 or 17 significant digits with a mark, as a spreadsheet writes out a double
            when
                length(value) > 16 and value ~ '[.,]'
                and length(ltrim(regexp_replace(value, '\D', '', 'g'), '0')) between 16 and 17
                then reference.shortest_decimal(cast(translate(value, U&',\00A0\2007\202F', '.') as numeric))
            else cast(translate(value, U&',\00A0\2007\202F', '.') as numeric)
        end
    -- 110 369,5: groups of three parted by one kind of space or another
    when value ~ U&'^[ \0009\000A\000D\00A0\2007\202F]*[+-]?\\d{1,3}([ \00A0\2007\202F]\\d{3})+([.,]\\d{1,40})?[ \0009\000A\000D\00A0\2007\202F]*$'
        then cast(translate(value, U&', \00A0\2007\202F', '.') as numeric)
    -- 2.0999999999999999E-3: the same spreadsheets, where the double is small; large ones only as far as staging has room
    when value ~ U&'^[ \0009\000A\000D\00A0\2007\202F]*[+-]?\\d([.,]\\d{1,16})?E(-\\d{1,2}|[+]?\\d)[ \0009\000A\000D\00A0\2007\202F]*$'
        then reference.shortest_decimal(cast(translate(value, U&',\00A0\2007\202F', '.') as numeric))
end;
comment on function reference.to_numeric(text) is
'A number with a decimal point or comma, thousands parted by spaces, or as a spreadsheet writes out a double. A comma is always the decimal mark. Null for anything else.';

create function reference.to_year(value text) returns int
language sql immutable parallel safe
return cast(
    (regexp_match(value, '^\s*(?:за\s+)?((?:19|20)\d{2})(?:\s*(?:год|года|г\.?|жыл|жылы|ж\.?))?\s*$', 'i'))[1] as int
);
comment on function reference.to_year(text) is
'A year written as 2024, 2024 год, 2024 ж. or за 2025. Null for anything else, for a span of months, and outside 1900 to 2099.';

create or replace function reference.to_date(value text) returns date
language plpgsql immutable parallel safe
as $$
declare
    given text := btrim(value);
    parts text[];
    year_number int;
    month_number int;
    day_number int;
begin
    if given is null or given = '' then
        return null;
    elsif given ~ '^\d{2}\.\d{2}\.\d{4}$' then  -- the usual form, kept first: registers have millions of it
        day_number := left(given, 2)::int;
        month_number := substr(given, 4, 2)::int;
        year_number := right(given, 4)::int;
    elsif given ~ '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$' then
        year_number := left(given, 4)::int;
        month_number := substr(given, 6, 2)::int;
        day_number := substr(given, 9, 2)::int;
    elsif given ~ '^\d{5}(\.0+)?$' then  -- days since 30.12.1899, as spreadsheets store a date
        return case when left(given, 5)::int between 36526 and 73050 then date '1899-12-30' + left(given, 5)::int end;
    elsif given ~ '^\d{8}$' then  -- ddmmyyyy, or yyyymmdd where the first reading has no such year
        if right(given, 4)::int between 1900 and 2099 then
            day_number := left(given, 2)::int;
            month_number := substr(given, 3, 2)::int;
            year_number := right(given, 4)::int;
        else
            year_number := left(given, 4)::int;
            month_number := substr(given, 5, 2)::int;
            day_number := right(given, 2)::int;
        end if;
    else
        parts := regexp_match(given, '^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:г\.?|год|года|ж\.?|жыл|жылы)?$');
        if parts is null then
            return null;
        end if;
        day_number := parts[1]::int;
        month_number := parts[2]::int;
        year_number := parts[3]::int;
    end if;
    if year_number not between 1900 and 2099 or month_number not between 1 and 12 or day_number < 1 then
        return null;
    end if;
    if day_number > extract(day from make_date(year_number, month_number, 1) + interval '1 month' - interval '1 day') then
        return null;
    end if;
    return make_date(year_number, month_number, day_number);
end $$;
comment on function reference.to_date(text) is
'A date as sources write it: 01.03.2025 (also with г., год, ж. or жыл), 2025-03-01 (also with a time and a zone, which are dropped), 01032025, 1/3/2025 with the day first, a spreadsheet''s serial number. Null for anything else, for 31.02 and for years outside 1900 to 2099.';

create function reference.month_number(name text) returns int
language sql immutable parallel safe
return case lower(btrim(name))
    when 'январь' then 1 when 'января' then 1 when 'қаңтар' then 1 when 'қаңтардың' then 1
    when 'февраль' then 2 when 'февраля' then 2 when 'ақпан' then 2 when 'ақпанның' then 2
    when 'март' then 3 when 'марта' then 3 when 'наурыз' then 3 when 'наурыздың' then 3
    when 'апрель' then 4 when 'апреля' then 4 when 'сәуір' then 4 when 'сәуірдің' then 4
    when 'май' then 5 when 'мая' then 5 when 'мамыр' then 5 when 'мамырдың' then 5
    when 'июнь' then 6 when 'июня' then 6 when 'маусым' then 6 when 'маусымның' then 6
    when 'июль' then 7 when 'июля' then 7 when 'шілде' then 7 when 'шілденің' then 7
    when 'август' then 8 when 'августа' then 8 when 'тамыз' then 8 when 'тамыздың' then 8
    when 'сентябрь' then 9 when 'сентября' then 9 when 'қыркүйек' then 9 when 'қыркүйектің' then 9
    when 'октябрь' then 10 when 'октября' then 10 when 'қазан' then 10 when 'қазанның' then 10
    when 'ноябрь' then 11 when 'ноября' then 11 when 'қараша' then 11 when 'қарашаның' then 11
    when 'декабрь' then 12 when 'декабря' then 12 when 'желтоқсан' then 12 when 'желтоқсанның' then 12
end;
comment on function reference.month_number(text) is
'The number of a month by its Russian or Kazakh name, nominative or genitive. Null for anything else.';

create function reference.named_month(value text) returns date
language sql immutable parallel safe
return (
    select case
        when reference.month_number(parts.month) is not null and reference.to_year(parts.year) is not null
            then make_date(reference.to_year(parts.year), reference.month_number(parts.month), 1)
    end
    from (
        select
            coalesce(russian.part[1], kazakh.part[2]) as month,
            coalesce(russian.part[2], kazakh.part[1]) as year
        from (select regexp_match(value, '^\s*(?:за\s+)?([[:alpha:]]+)\s+(\d{4})(?:\s*(?:год|года|г\.?))?\s*$', 'i') as part) as russian
        cross join (
            select regexp_match(
                value, '^\s*(\d{4})\s*(?:жылғы|жылдың|жылы|жыл|ж\.?)?\s*([[:alpha:]]+)(?:\s+(?:айы|айының|айына|айында))?\s*$', 'i'
            ) as part
        ) as kazakh
    ) as parts
);
comment on function reference.named_month(text) is
'The first day of a month in words, Russian (апрель 2023 год, за февраль 2025 года) or Kazakh (2023 ж. Сәуір, 2025 жылғы ақпан айына). Null for anything else and for a span of months.';

create or replace function reference.to_month(value text) returns date
language sql immutable parallel safe
return case
    when btrim(value) ~ '^(0?[1-9]|1[0-2])[.]\d{4}$' then reference.to_date('01.' || lpad(btrim(value), 7, '0'))
    when btrim(value) ~ '^\d{4}-(0[1-9]|1[0-2])$' then reference.to_date(btrim(value) || '-01')
    when value !~ '[[:alpha:]]' then null
    -- апрель 2023 год - 2023 ж. Сәуір: said twice, and only believed when both say the same
    when value ~ '-'
        then case
            when reference.named_month(split_part(value, '-', 1)) = reference.named_month(split_part(value, '-', 2))
                and split_part(value, '-', 3) = ''
                then reference.named_month(split_part(value, '-', 1))
        end
    else reference.named_month(value)
end;
comment on function reference.to_month(text) is
'The first day of a month written as 12.2024, 1.2024, 2024-12, or in Russian or Kazakh words, or in both. Null for anything else and for a span of months.';

create function reference.normalise_unit(unit text) returns text
language sql immutable parallel safe
return btrim(regexp_replace(translate(lower(unit), '.²³', ' 23'), U&'[\\s\00A0\2007\202F]+', ' ', 'g'));
comment on function reference.normalise_unit(text) is 'A unit as it is compared: тыс.м3, тыс м3 and Тыс. м³ are one.';

create type reference.quantity as (number numeric, unit text);
comment on type reference.quantity is 'A number and the unit that stands behind it in the same cell.';

create function reference.to_quantity(value text) returns reference.quantity
language sql immutable parallel safe
-- A unit begins with a letter or a sign and has no digit but the 2 or 3 of an area or a volume: "ж, 4 тоқсан" is none.
return (
    select cast(row(reference.to_numeric(parts.part[1]), reference.normalise_unit(parts.part[2])) as reference.quantity)
    from (
        select regexp_match(
            value,
            U&'^\\s*([+-]?\\d[\\d \00A0\2007\202F]*(?:[.,]\\d+)?)\\s*([[:alpha:]%‰°][^\\d,;:–-]*[23]?)\\s*$'
        ) as part
    ) as parts
    where
        reference.to_numeric(parts.part[1]) is not null
        and reference.to_year(value) is null
        and reference.named_month(value) is null
);
comment on function reference.to_quantity(text) is
'A number with its unit, as in 29,9 тыс.м3. The number is not multiplied: it counts in that unit. Null for anything else, for a year and for a span.';

create function reference.to_numeric(value text, accepted_units text[]) returns numeric
language sql immutable parallel safe
return coalesce(
    reference.to_numeric(value),
    case when (reference.to_quantity(value)).unit = any(accepted_units) then (reference.to_quantity(value)).number end
);
comment on function reference.to_numeric(text, text[]) is
'A number, bare or with one of the accepted units behind it; units are given as normalise_unit writes them. Null for anything else.';

drop function reference.number_defect(text, boolean, boolean, numeric, numeric);
create function reference.number_defect(
    value text, must_be_filled boolean, is_whole boolean, lowest numeric, highest numeric, accepted_units text[] default null
) returns text
language plpgsql immutable parallel safe
-- In plpgsql, because the number is read once then: SQL that names it in every branch would read it anew in each.
as $$
declare
    number numeric := reference.to_numeric(value, accepted_units);
    unit text;
begin
    if number is null then
        if value is null or reference.is_absence(value) then
            return reference.empty_defect(value, must_be_filled);
        end if;
        unit := (reference.to_quantity(value)).unit;
        return case
            when unit is null then 'is not a number'
            when accepted_units is null then format('is in "%s"; a bare number is expected', unit)
            else format('is in "%s", not in one of: %s', unit, array_to_string(accepted_units, ', '))
        end;
    elsif is_whole and number < 0 then
        return 'is below zero';
    elsif is_whole and number <> trunc(number) then
        return 'is not a whole number';
    elsif number < lowest then
        return 'is below ' || lowest;
    elsif number > highest then
        return 'is above ' || highest;
    -- what staging has room for, so that one absurd cell is rejected and does not stop the build
    elsif abs(number) >= (case when is_whole then 1e17 else 1e25 end) then
        return 'has too many digits';
    end if;
    return null;
end $$;
comment on function reference.number_defect(text, boolean, boolean, numeric, numeric, text[]) is 'Why a cell is not the number it must be, or null.';

create or replace function reference.choice_defect(value text, must_be_filled boolean, allowed text[]) returns text
language plpgsql immutable parallel safe
-- As before, in a form that is several times faster: Postgres cannot inline SQL that makes a text of an array.
as $$
begin
    if coalesce(btrim(value), '') = '' then
        return reference.empty_defect(value, must_be_filled);
    elsif lower(btrim(value)) <> all(allowed) then
        return 'is not one of: ' || array_to_string(allowed, ', ');
    end if;
    return null;
end $$;

create function reference.to_count(value text, accepted_units text[] default null) returns numeric
language sql immutable parallel safe
-- A short text cannot hold too large a number, so it is read once.
return case
    when length(value) <= 17 then reference.to_numeric(value, accepted_units)
    when abs(reference.to_numeric(value, accepted_units)) < 1e17 then reference.to_numeric(value, accepted_units)
end;
comment on function reference.to_count(text, text[]) is 'A number that staging has room for as a whole one; number_defect says why it is null.';

create function reference.to_measure(value text, accepted_units text[] default null) returns numeric
language sql immutable parallel safe
return case
    when length(value) <= 17 then reference.to_numeric(value, accepted_units)
    when abs(reference.to_numeric(value, accepted_units)) < 1e25 then reference.to_numeric(value, accepted_units)
end;
comment on function reference.to_measure(text, text[]) is 'A number that staging has room for with twelve digits after the mark; number_defect says why it is null.';

reset role;
