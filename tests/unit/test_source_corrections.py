"""Corrections of sources: what the bundled ones say, and that a wrong one is refused with all its defects."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.contracts import contract_of
from ingest.errors import CorrectionsInvalid
from ingest.freeze import input_digest
from ingest.source_corrections import FOLDER, Correction, corrections_for, load_corrections

INPUTS: list[tuple[str, str, Mapping[str, Any]]] = [("budget_execution", "", {"sha256": "a"})]
ONE = {
    "id": "plan-of-july",
    "profiles": ["rehearsal"],
    "years": [2024],
    "where": {"month": "07.2024", "code": "213"},
    "cells": [{"column": "plg", "expect": "1.0", "new": "2.0"}],
    "reason": "The file shows a tenth of the plan.",
    "document": "letter 7 of the Ministry of Finance",
    "reported": {"to": "Ministry of Finance", "date": "2025-02-01"},
    "decided": {"by": "methodologist", "date": "2025-02-02"},
    "status": "open",
}


def written(folder: Path, *corrections: Mapping[str, Any], source: str = "budget_execution") -> Path:
    file = folder / "budget_execution.yml"
    file.write_text(yaml.safe_dump({"source": source, "corrections": list(corrections)}, allow_unicode=True), "utf-8")
    return file


def cell(column: str, expect: str | None = "1.0", new: str | None = "2.0") -> dict[str, Any]:
    return {"cells": [{"column": column, "expect": expect, "new": new}]}


def defects_of(folder: Path, *corrections: Mapping[str, Any]) -> str:
    with pytest.raises(CorrectionsInvalid) as caught:
        load_corrections(written(folder, *corrections))
    return str(caught.value)


def digest(corrections: list[Correction]) -> str:
    return input_digest("2017", 2024, INPUTS, corrections)


def read(folder: Path, **changes: Any) -> list[Correction]:
    return list(load_corrections(written(folder, ONE | changes)))


def test_every_bundled_file_of_corrections_can_be_read() -> None:
    files = sorted(FOLDER.glob("*.yml"))
    assert [file.stem for file in files] == ["budget_execution"]
    for file in files:
        assert load_corrections(file)


def test_the_approved_plan_of_213_is_restored_and_what_nobody_knows_is_withdrawn() -> None:
    corrections = load_corrections(FOLDER / "budget_execution.yml")
    assert [one.where["month"] for one in corrections] == ["07.2024", "08.2024", "09.2024"]
    for one in corrections:
        assert {cell.column for cell in one.cells if cell.new is not None} == {"utv"}
        assert {cell.column for cell in one.cells if cell.new is None} == {
            "utch", "plg", "plgp", "plgo", "sumrg", "obz", "obzsumrg", "plgpsumrg", "plgsumrg",
        }  # fmt: skip
        assert {Decimal(cell.new) for cell in one.cells if cell.new} == {Decimal(5455884724)}


def test_a_run_takes_the_open_corrections_of_its_sources_profile_and_year(tmp_path: Path) -> None:
    other_year, other_profile, settled = {"years": [2023]}, {"profiles": ["real"]}, {"status": "settled"}
    written(
        tmp_path, ONE, *(ONE | {"id": f"other-{n}"} | c for n, c in enumerate((other_year, other_profile, settled)))
    )
    found = corrections_for("rehearsal", 2024, ["budget_execution"], tmp_path)
    assert [one.id for one in found] == ["plan-of-july"]
    assert corrections_for("rehearsal", 2024, ["appeals_register"], tmp_path) == []


def test_a_file_that_misses_its_schema_is_refused_with_every_defect(tmp_path: Path) -> None:
    number = {"cells": [{"column": "plg", "expect": 1.0, "new": None}]}
    message = defects_of(tmp_path, ONE | number | {"status": "maybe", "decided": {"by": "x", "date": "2025-02-30"}})
    assert "corrections/0/cells/0/expect: 1.0 is not of type 'string', 'null'" in message
    assert "corrections/0/status: 'maybe' is not one of ['open', 'settled']" in message
    assert "corrections/0/decided/date: '2025-02-30' is not a 'date'" in message


def test_a_reason_is_demanded(tmp_path: Path) -> None:
    assert "'reason' is a required property" in defects_of(tmp_path, {k: v for k, v in ONE.items() if k != "reason"})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"where": {"month": "07.2024"}}, "where: must name the key of the contract (month, code), and names month"),
        (cell("plan"), "plan-of-july/cells/plan: there is no such column in the contract"),
        (cell("month"), "plan-of-july/cells/month: is part of the key; a row with another key is another row"),
        (cell("code", new=None), "plan-of-july/cells/code: names the body and cannot be withdrawn"),
        (cell("plg", new="1.0"), "plan-of-july/cells/plg: `expect` and `new` are the same"),
        ({"cells": [*cell("plg")["cells"], *cell("plg")["cells"]]}, "plan-of-july/cells/plg: stands twice"),
    ],
)
def test_a_correction_that_does_not_fit_its_contract_is_refused(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    assert sentence in defects_of(tmp_path, ONE | change)


def test_two_corrections_of_one_cell_are_refused(tmp_path: Path) -> None:
    message = defects_of(tmp_path, ONE, ONE | {"id": "again", "years": [2024, 2025]})
    assert "plan-of-july and again: both correct the column `plg` of one row" in message


def test_the_same_cell_may_be_corrected_for_another_year(tmp_path: Path) -> None:
    assert len(load_corrections(written(tmp_path, ONE, ONE | {"id": "later", "years": [2025]}))) == 2


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert "two have the id `plan-of-july`" in defects_of(tmp_path, ONE, ONE | {"years": [2025]})


def test_a_file_is_called_after_its_source(tmp_path: Path) -> None:
    with pytest.raises(
        CorrectionsInvalid, match=r"is `appeals_register`, but the file is called `budget_execution.yml`"
    ):
        load_corrections(written(tmp_path, ONE, source="appeals_register"))


def test_a_run_without_corrections_keeps_its_digest() -> None:
    assert digest([]) == input_digest("2017", 2024, INPUTS)


@pytest.mark.parametrize(
    "change",
    [cell("plg", new="3.0"), cell("plg", new=None), cell("utv"), {"where": {"month": "08.2024", "code": "213"}}, {"reason": "b"}],
    ids=["another value", "withdrawn", "another column", "another row", "another reason"],
)  # fmt: skip
def test_a_changed_correction_changes_the_digest(tmp_path: Path, change: dict[str, Any]) -> None:
    assert len({digest([]), digest(read(tmp_path)), digest(read(tmp_path, **change))}) == 3


def test_telling_the_source_of_it_does_not_change_the_digest(tmp_path: Path) -> None:
    assert digest(read(tmp_path)) == digest(read(tmp_path, reported=None))


def test_every_bundled_correction_expects_what_the_bundled_file_holds() -> None:
    contract = contract_of("budget_execution")
    file = FOLDER.parent.parent / "tests/fixtures/rehearsal/republic_by_administrator_2023-2025.csv"
    header, *lines = file.read_text("utf-8").splitlines()
    rows = [dict(zip(header.split(";"), line.split(";"), strict=True)) for line in lines]
    for one in load_corrections(FOLDER / "budget_execution.yml"):
        where = {contract.source_name_of(name): text for name, text in one.where.items()}
        (row,) = [row for row in rows if where.items() <= row.items()]
        assert {c.column: row[contract.source_name_of(c.column)] for c in one.cells} == {
            c.column: c.expect for c in one.cells
        }
