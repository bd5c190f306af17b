-- Programs write the exponent of a small double with a small letter too: 5e-05, as JSON has it, is 5E-5.
set role builder;

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
    -- 2.0999999999999999E-3, 5e-05: a double that is small; large ones only as far as staging has room
    when value ~ U&'^[ \0009\000A\000D\00A0\2007\202F]*[+-]?\\d([.,]\\d{1,16})?[Ee](-\\d{1,2}|[+]?\\d)[ \0009\000A\000D\00A0\2007\202F]*$'
        then reference.shortest_decimal(cast(translate(value, U&',\00A0\2007\202F', '.') as numeric))
end;

reset role;
