-- A register of ten million records has fifty million dates in a few usual forms: those are looked up here, and only what is
-- not found goes to reference.to_date().
set role builder;

create table reference.written_day (
    written text primary key,
    day date not null
);
insert into reference.written_day (written, day)
select form.written, reference.to_date(form.written)
from generate_series(timestamp '2010-01-01', timestamp '2034-12-31', interval '1 day') as each (day)
cross join lateral (
    values
    (to_char(each.day, 'DD.MM.YYYY')),
    (to_char(each.day, 'DD.MM.YYYY г')),
    (to_char(each.day, 'DD.MM.YYYY г.')),
    (to_char(each.day, 'YYYY-MM-DD')),
    (cast(cast(each.day as date) - date '1899-12-30' as text))
) as form (written);
analyze reference.written_day;
comment on table reference.written_day is
'The days of 2010 to 2034 in the forms that registers usually write. One row per day and form.';
comment on column reference.written_day.written is 'The day as text: dd.mm.yyyy, the same with г or г., yyyy-mm-dd, or a spreadsheet''s serial number.';
comment on column reference.written_day.day is 'What reference.to_date() reads from it.';

reset role;
