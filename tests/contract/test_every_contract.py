"""Every source of the project: a good delivery passes, and each defect it can have is refused in words that name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.contracts import all_contracts, contract_of
from ingest.inspect import inspect
from tests.support.damages import DAMAGES, damages_of
from tests.support.specimens import specimen_of

YEAR = 2024
CASES = [(contract.source, name) for contract in all_contracts() for name in damages_of(contract)]


@pytest.mark.parametrize("source", [contract.source for contract in all_contracts()])
def test_a_good_delivery_passes(tmp_path: Path, source: str) -> None:
    specimen = specimen_of(contract_of(source), YEAR)
    findings = inspect(specimen.write(tmp_path), specimen.contract, YEAR)
    assert (findings.defects, findings.row_count, findings.unreadable_count) == ([], len(specimen.records), 0)


@pytest.mark.parametrize(("source", "name"), CASES)
def test_a_defect_is_refused_in_words_that_name_it(tmp_path: Path, source: str, name: str) -> None:
    damaged = DAMAGES[name].apply(specimen_of(contract_of(source), YEAR))
    file = tmp_path / damaged.file_name
    file.write_bytes(damaged.content)
    defects = inspect(file, damaged.contract, YEAR).defects
    for words in damaged.words:
        assert any(words in defect for defect in defects), f"{words!r} in {defects}"
