"""The suites and their catalogue fit each other, and findings read as they should."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest

from expectations.findings import Finding, GateSummary
from expectations.inputs import shape_of
from expectations.suites import FOLDER, Check, Gate, Subject, read_catalogue, read_suite
from olshem.settings import project_root
from olshem.warehouse import Terminal

GATES: tuple[Gate, ...] = get_args(Gate)
CHECK = Check(
    check_id="values.test",
    severity="block",
    owner="CLS",
    meaning="it cannot be",
    what_to_do="ask CLS",
    expectation="ExpectColumnValuesToBeBetween",
    kwargs={"column": "late_pct", "min_value": 0, "max_value": 100},
)
SUBJECT = Subject(
    name="bodies", gate="values", grain="one row per body", where=("body_code",), query="select 1", checks=(CHECK,)
)


def broken_copy(folder: Path, old: str, new: str, file: str = "suites/shape.yml") -> Path:
    """A copy of the suites in which one text is another."""
    copy = folder / "expectations"
    shutil.copytree(FOLDER, copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    return copy


@pytest.mark.parametrize("gate", GATES)
def test_a_suite_and_the_catalogue_list_the_same_checks(gate: Gate) -> None:
    in_suite = [check.check_id for subject in read_suite(gate) for check in subject.checks]

    assert sorted(in_suite) == sorted(row["check_id"] for row in read_catalogue().values() if row["gate"] == gate)
    assert all(check_id.startswith(f"{gate}.") for check_id in in_suite)


@pytest.mark.parametrize("source", [file.stem for file in (project_root() / "ingest" / "sources").glob("*.yml")])
def test_every_source_with_a_contract_has_columns_that_must_not_be_empty(source: str) -> None:
    assert shape_of(source).essential


def test_what_must_be_filled_and_who_must_be_there_is_what_the_contract_says() -> None:
    shape = shape_of("open_data_statistics")
    assert shape.essential == (
        "name_ru", "gov_agency", "actual_placed_datasets_count", "placed_datasets_count", "all_datasets_count",
        "all_actual_datasets_count", "all_placed_datasets_count",
    )  # fmt: skip
    assert shape.names_bodies
    assert shape.names_every_body


def test_a_check_without_a_row_in_the_catalogue_is_refused(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "shape.no_repeated_rows", "shape.new_check")

    with pytest.raises(Terminal) as refused:
        read_suite("shape", folder)

    assert "check `shape.new_check` is not in the catalogue" in str(refused.value)
    assert "check `shape.no_repeated_rows` of the catalogue is not in the suite" in str(refused.value)


def test_a_misspelt_key_of_a_check_is_refused(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "may_be_missing:", "may_be_misssing:")

    with pytest.raises(Terminal, match="unknown keys may_be_misssing"):
        read_suite("shape", folder)


def test_a_third_severity_is_refused(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, ",shape,warn,", ",shape,info,", "catalogue.csv")

    with pytest.raises(Terminal, match="severity `info`, expected block or warn"):
        read_suite("shape", folder)


@pytest.mark.parametrize(
    ("expectation", "kwargs", "words"),
    [
        ("ExpectColumnValuesToBeBetween", {"column": "a", "min_value": 1}, "`a` at least 1"),
        (
            "ExpectColumnValuesToBeBetween",
            {"column": "a", "max_value": 10, "strict_max": True},
            "`a` at most 10 (exclusive)",
        ),
        ("ExpectColumnValuesToBeBetween", {"column": "a", "min_value": 0, "max_value": 105}, "`a` from 0 to 105"),
        ("ExpectColumnValuesToBeInSet", {"column": "a", "value_set": ["x", "y"]}, "`a` one of: x, y"),
        ("ExpectColumnPairValuesToBeEqual", {"column_A": "a", "column_B": "b"}, "`a` equal to `b`"),
        ("ExpectColumnPairValuesAToBeGreaterThanB", {"column_A": "a", "column_B": "b"}, "`a` not less than `b`"),
    ],
)
def test_an_expectation_is_told_in_words(expectation: str, kwargs: dict[str, object], words: str) -> None:
    check = Check("values.test", "warn", "CLS", "m", "w", expectation, kwargs)

    assert check.expected == words


def summary_of(*findings: Finding, not_checked: tuple[str, ...] = ()) -> GateSummary:
    return GateSummary(7, "values", findings, not_checked, 1.25, Path("data_docs/index.html"))


def test_the_reason_to_stop_says_what_where_expected_found_meaning_and_what_to_do() -> None:
    found = Finding(CHECK, SUBJECT, "failed", "1 row: (body_code=MOH, late_pct=104)", 1)

    reason = summary_of(found).reason_to_stop()

    assert reason.startswith("Gate `values` stopped run 7; nothing of it is published.")
    for part in (
        "`values.test` (block) failed",
        "bodies: one row per body",
        "`late_pct` from 0 to 100",
        "body_code=MOH, late_pct=104",
    ):
        assert part in reason
    for part in ("it cannot be", "ask CLS", "answers:    CLS", "Data Docs: data_docs/index.html"):
        assert part in reason


def test_the_summary_is_one_line_with_the_gaps_that_were_not_checked() -> None:
    summary = summary_of(Finding(CHECK, SUBJECT, "passed", "as expected", 0), not_checked=("form_1ol", "open_npa"))

    assert str(summary) == (
        "gate values: 1 checks, 1 passed, 0 failed, 0 warned, 0 could not be carried out, 1.2 s; "
        "not checked, declared gaps: form_1ol, open_npa"
    )


def test_a_block_check_that_could_not_be_carried_out_stops_and_a_warning_that_could_not_does_not() -> None:
    blocking = Finding(CHECK, SUBJECT, "error", "no such table")
    warning = Finding(Check("values.w", "warn", "CLS", "m", "w", "X", {}), SUBJECT, "error", "no such table")

    assert summary_of(blocking, warning).stopping == (blocking,)
    assert "`values.w`: no such table" in summary_of(blocking, warning).warnings()
