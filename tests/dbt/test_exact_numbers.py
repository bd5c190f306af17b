"""The one division of the project, compared with exact fractions."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from olshem import warehouse
from tests.support.dbt import Dbt

CASES = """
select a, b, {{ quotient('a', 'b') }} as quotient
from (
    select cast(a as numeric) as a, cast(b as numeric) as b
    from generate_series(-70, 70) as a cross join generate_series(1, 70) as b
    union all
    values (1, 2000000000000), (-1, 2000000000000), (3, 2000000000000), (999999999999, 2000000000000),
    (1, 16384), (-1, 8192), (100, 3), (5330843629.0, 5359949210.5), (0, 7)
) as pairs
"""


@pytest.fixture(scope="module")
def compiled(dbt: Dbt) -> str:
    done = dbt("compile", "--quiet", "--output", "json", "--inline", CASES)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(json.loads(done.stdout)["compiled"])


def test_quotients_have_twelve_decimals_half_away_from_zero(compiled: str) -> None:
    with warehouse.connect("builder") as connection:
        rows = connection.execute(compiled.encode()).fetchall()
    assert len(rows) == 141 * 70 + 9
    for a, b, quotient in rows:
        assert quotient == _half_away_from_zero(Fraction(a) / Fraction(b)), (a, b)
        assert -quotient.as_tuple().exponent == 12


def test_a_zero_base_gives_no_quotient_and_no_error(compiled: str) -> None:
    with warehouse.connect("builder") as connection:
        sql = compiled.replace("(0, 7)", "(5, 0)")
        assert {row[2] for row in connection.execute(sql.encode()) if row[1] == 0} == {None}


def _half_away_from_zero(value: Fraction) -> Decimal:
    scaled = abs(value) * 10**12
    whole = int(scaled + Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-12)
