"""The reasons that the models give for a criterion without a score: the report knows them all in its languages."""

from __future__ import annotations

import pytest

from olshem import warehouse
from report import languages

# The reasons of the decree's scope and of gaps stand in the marts in both languages; what nothing computes has its own sentence.
TOLD_BY_THE_MARTS = (
    "select reason_en from reference.scope where reason_en is not null",
    "select 'the formula of this criterion is not computed by this version'",
)
ASKED = """
    select distinct status_reason from marts.fct_criterion_score
    where run_id = %s and status not in ('scored', 'no_data_source')
"""


@pytest.mark.parametrize("code", languages.CODES)
def test_every_reason_of_the_demonstration_has_words(demonstration_run: int, code: languages.Code) -> None:
    with warehouse.connect("builder") as connection:
        told = {row[0] for query in TOLD_BY_THE_MARTS for row in connection.execute(query.encode())}
        found = {row[0] for row in connection.execute(ASKED.encode(), [demonstration_run])}
    language = languages.load(code)
    assert found - told != set()
    assert {reason for reason in found - told if not language.reason(reason)} == set()
