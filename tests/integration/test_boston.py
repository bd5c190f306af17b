"""A real register of complaints through the same loader: the City of Boston's requests of 2011, never bundled.

Contradictory is a case that was closed after its deadline, while its on-time flag does not say OVERDUE.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.contracts import load_contract
from ingest.inspect import inspect
from ingest.load import load_snapshot
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from tests.support.deliveries import FIXTURES, keep_snapshot

BOSTON = load_contract(FIXTURES / "contracts/boston_311.yml")

ACCOUNT = """
with cases as (
    select
        open_dt::timestamp as opened_at,
        target_dt::timestamp as due_at,
        closed_dt::timestamp as closed_at,
        ontime,
        case_status
    from raw.boston_311__requests
    where _load_id = %s
)

select
    count(*) as cases,
    count(*) filter (where case_status = 'Open') as open_cases,
    count(*) filter (where closed_at is null) as not_closed,
    count(*) filter (where due_at is null) as undated,
    count(*) filter (where closed_at > due_at and ontime is distinct from 'OVERDUE') as contradictory,
    count(*) filter (where closed_at <= due_at and ontime = 'OVERDUE') as called_late_but_in_time,
    count(*) filter (where closed_at < opened_at) as closed_before_opened
from cases
"""


@pytest.mark.real_data
@pytest.mark.usefixtures("running_warehouse")
def test_every_record_of_the_boston_register_is_accounted_for(real_data_folder: Path) -> None:
    file = real_data_folder / "complaints_boston_311" / "311_service_requests_2011.zip"
    findings = inspect(file, BOSTON, 2011)
    assert (findings.defects, findings.row_count) == ([], 58_251)
    ensure_tables([BOSTON])
    summary = load_snapshot(keep_snapshot(BOSTON, file), BOSTON)
    assert (summary.total_row_count, summary.loaded_row_count, summary.unreadable_row_count) == (58_251, 58_251, 0)
    with warehouse.connect("auditor") as connection:
        account = connection.execute(ACCOUNT, [summary.load_id]).fetchone()
    assert account == (58_251, 3_681, 3_681, 10_981, 157, 0, 0)


@pytest.mark.real_data
def test_the_boston_register_is_refused_as_one_of_another_year(real_data_folder: Path) -> None:
    file = real_data_folder / "complaints_boston_311" / "311_service_requests_2011.zip"
    assert "of another year than 2012" in inspect(file, BOSTON, 2012).defects[0]
