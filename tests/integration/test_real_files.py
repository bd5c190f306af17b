"""Real files of other sources through the same reader, loader and typing: every record is accounted for.

Counts are those of the files as their keepers describe them; a suppressed number is `*`, and 285 addresses stand twice.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from olshem.cli.check import Verdict, check
from tests.support.deliveries import FIXTURES

pytestmark = pytest.mark.usefixtures("running_warehouse")
EXCERPT = FIXTURES / "service_reports/service-reports_excerpt.csv"


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("contract", "file", "year", "row_count", "rejected"),
    [
        ("service_reports", "services_canada/service-reports_2018-2022.csv", 2022, 7_198, {}),
        ("staff_tenures", "staff_canada/org_employee_type.csv", 2024, 5_257, {}),
        ("staff_ages", "staff_canada/org_employee_age_group.csv", 2024, 16_290, {"is not a number": 3_246}),
        ("local_budget", "kz_budget/local_ulytau.csv", 2023, 7_027, {}),
        ("company_statistics", "kz_open_data/catalog/getstatisticsbyquasiorganizations.json", 2024, 1_178, {}),
        ("data_set_links", "kz_open_data/catalog/byCGO.csv", 2024, 906, {}),
        ("data_set_links", "kz_open_data/catalog/byMIO.csv", 2024, 1_042, {}),
        (
            "data_set_links",
            "kz_open_data/catalog/byQuasiOrg.csv",
            2024,
            893,
            {"repeats the key of an earlier row": 285},
        ),
    ],
)
def test_every_record_of_a_real_file_is_accepted_or_rejected_with_its_reason(
    real_data_folder: Path, contract: str, file: str, year: int, row_count: int, rejected: dict[str, int]
) -> None:
    verdict = judge(real_data_folder / file, contract, year)
    assert verdict.defects == ()
    assert verdict.row_count == row_count
    assert verdict.unreadable == ()
    assert {reason: count for (_, reason), count in verdict.cell_counts.items()} == rejected
    assert verdict.accepted_row_count == row_count - sum(rejected.values())


@pytest.mark.real_data
def test_records_narrower_than_their_header_are_refused_with_the_nameless_column(real_data_folder: Path) -> None:
    verdict = judge(real_data_folder / "goals_canada/indicators_sample.csv", "goal_indicators", 2019)
    assert verdict.row_count == 579
    assert verdict.defects[0] == "there is a column `` that the contract does not know"
    assert verdict.defects[-1].startswith("579 of 579 records cannot be split into the columns")


def test_numbers_of_a_spreadsheet_and_empty_cells_are_what_their_contract_allows() -> None:
    verdict = judge(EXCERPT, "service_reports", 2022)
    assert (verdict.defects, verdict.row_count, verdict.accepted_row_count) == ((), 23, 23)


def test_a_number_in_words_and_an_answer_that_is_no_letter_are_named_by_row_and_column(tmp_path: Path) -> None:
    file = tmp_path / "reports.csv"
    text = EXCERPT.read_text("utf-8")
    assert text.splitlines()[1].startswith("2018,1008,,N,")
    file.write_text(text.replace("2018,1008,,N,0.0", "2018,1008,,perhaps,many"), "utf-8")
    verdict = judge(file, "service_reports", 2022)
    assert (verdict.accepted_row_count, verdict.rejected_row_count) == (22, 1)
    assert [(cell.row_number, cell.source_name, cell.value, cell.reason) for cell in verdict.cells] == [
        (1, "SIN_collected", "perhaps", "is not one of: y, n"),
        (1, "phone_inquiry_count", "many", "is not a number"),
    ]


def test_a_bound_of_nought_is_a_bound(tmp_path: Path) -> None:
    contract = (FIXTURES / "contracts/service_reports.yml").read_text("utf-8")
    bounded = "source_name: phone_inquiry_count, type: number, minimum: 0,"
    (tmp_path / "service_reports.yml").write_text(
        contract.replace("source_name: phone_inquiry_count, type: count,", bounded), "utf-8"
    )
    file = tmp_path / "reports.csv"
    file.write_text(EXCERPT.read_text("utf-8").replace("2018,1008,,N,0.0", "2018,1008,,N,-0.5"), "utf-8")
    (cell,) = judge(file, tmp_path / "service_reports", 2022).cells
    assert (cell.source_name, cell.value, cell.reason) == ("phone_inquiry_count", "-0.5", "is below 0")


def judge(file: Path, contract: str | Path, year: int) -> Verdict:
    def silent(title: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        return nullcontext(lambda count: None)

    return check(file, FIXTURES / "contracts" / f"{contract}.yml", year, of_bytes=silent, of_rows=silent)
