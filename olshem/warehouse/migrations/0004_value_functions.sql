-- Functions that read values as sources write them. Each answers null for what it cannot read, and never guesses:
-- a staging model compares the answer with the raw text and rejects the cell when text came and no value did.
set role builder;

create function reference.normalise_name(name text) returns text
language sql immutable parallel safe
-- The pages of a source mix Latin letters that look Cyrillic, ё and е, quotation marks and kinds of space and hyphen.
return btrim(
    regexp_replace(
        replace(
            lower(
                translate(
                    name,
                    U&'ABCEHKMOPTXYIaceopxyi\2010\2011\2012\2013\2014\00AB\00BB\201C\201D"',
                    U&'АВСЕНКМОРТХУІасеорхуі-----'
                )
            ),
            'ё', 'е'
        ),
        U&'[\\s\00A0\2007\202F\200B\FEFF]+', ' ', 'g'
    )
);
comment on function reference.normalise_name(text) is
'A name as the crosswalk compares it: Latin look-alikes as Cyrillic letters, lower case, ё as е, single spaces, no quotation marks.';

create function reference.to_numeric(value text) returns numeric
language sql immutable parallel safe
return case
    -- 12, -12,5, 12.50; at most 40 digits before the mark
    when value ~ '^\s*[+-]?\d{1,40}([.,]\d{1,40})?\s*$'
        then cast(replace(value, ',', '.') as numeric)
    -- 110 369,5: groups of three parted by one kind of space or another
    when value ~ U&'^\\s*[+-]?\\d{1,3}([ \00A0\2007\202F]\\d{3})+([.,]\\d{1,40})?\\s*$'
        then cast(replace(translate(value, U&' \00A0\2007\202F', ''), ',', '.') as numeric)
end;
comment on function reference.to_numeric(text) is
'A number with a decimal point or comma, thousands parted by spaces. A comma is always the decimal mark. Null for anything else.';

create function reference.to_date(value text) returns date
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
    elsif given ~ '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$' then
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
        parts := regexp_match(given, '^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:г\.?|года|ж\.?|жылы)?$');
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
'A date as sources write it: 01.03.2025 (also with г.), 2025-03-01 (also with a time, which is dropped), 01032025, 1/3/2025 with the day first, a spreadsheet''s serial number. Null for anything else, for 31.02 and for years outside 1900 to 2099.';

reset role;
