"""Contracts: what they say, and that a wrong one is refused with all its defects."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from demo.appeals_words import HEADER
from ingest.contracts import FOLDER, all_contracts, contract_of, load_contract
from ingest.errors import ContractInvalid


def test_each_source_has_one_contract_and_one_raw_table() -> None:
    text = (FOLDER.parent.parent / "dbt_project/seeds/decree/sources.csv").read_text("utf-8")
    known = {line.split(",")[0] for line in text.splitlines()[1:]}
    contracts = all_contracts()
    assert {contract.source for contract in contracts} <= known
    assert (
        len({contract.table for contract in contracts})
        == len({contract.source for contract in contracts})
        == len(contracts)
    )


def test_every_criterion_a_contract_feeds_is_a_criterion_of_the_edition() -> None:
    text = (FOLDER.parent.parent / "dbt_project/seeds/editions/criteria.csv").read_text("utf-8")
    for contract in all_contracts():
        for criterion in contract.criteria:
            assert f",{criterion}," in text, f"{contract.source} feeds {criterion}"


def test_the_generated_register_writes_the_columns_of_the_contract() -> None:
    assert [column.source_name for column in contract_of("appeals_register").columns] == list(HEADER)


def test_an_unknown_source_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ContractInvalid, match="Known sources: appeals_register, audit_results, budget_execution"):
        contract_of("no_such_source")


def changed(tmp_path: Path, **changes: object) -> Path:
    document = yaml.safe_load((FOLDER / "budget_execution.yml").read_text("utf-8"))
    file = tmp_path / "budget_execution.yml"
    file.write_text(yaml.safe_dump(document | changes, allow_unicode=True), "utf-8")
    return file


def test_a_contract_that_misses_its_schema_is_refused_with_every_defect(tmp_path: Path) -> None:
    with pytest.raises(ContractInvalid) as caught:
        load_contract(changed(tmp_path, cadence="sometimes", max_bytes=0))
    assert "cadence" in str(caught.value)
    assert "max_bytes" in str(caught.value)


def test_a_contract_whose_keys_name_no_column_is_refused(tmp_path: Path) -> None:
    keys = {"columns": ["month", "region"], "duplicates": "refuse_delivery"}
    with pytest.raises(ContractInvalid, match="keys: there is no column `region`"):
        load_contract(changed(tmp_path, keys=keys))


def test_a_personal_column_must_be_text_whose_name_says_that_it_holds_an_hmac(tmp_path: Path) -> None:
    document = yaml.safe_load((FOLDER / "budget_execution.yml").read_text("utf-8"))
    document["columns"][0]["is_personal"] = True
    with pytest.raises(ContractInvalid) as caught:
        load_contract(changed(tmp_path, columns=document["columns"]))
    assert "columns/0/name: 'id' does not match '_hmac$'" in str(caught.value)
    assert "columns/0/type: 'count' is not one of ['text', 'code']" in str(caught.value)


@pytest.mark.parametrize("place", ["period", "totals", "crosswalk"])
def test_a_column_whose_values_stand_in_messages_cannot_be_personal(tmp_path: Path, place: str) -> None:
    document = yaml.safe_load((FOLDER / "budget_execution.yml").read_text("utf-8"))
    document["columns"].append(
        {"name": "person_hmac", "source_name": "person", "type": "code", "meaning": "who", "is_personal": True}
    )
    document[place] |= {{"period": "column", "totals": "per", "crosswalk": "column"}[place]: "person_hmac"}
    with pytest.raises(ContractInvalid, match=f"{place}: the column `person_hmac` is personal"):
        load_contract(changed(tmp_path, columns=document["columns"], **{place: document[place]}))


def test_a_contract_of_nothing_but_personal_columns_is_refused(tmp_path: Path) -> None:
    columns = [
        {"name": f"{name}_hmac", "source_name": name, "type": "code", "meaning": name, "is_personal": True}
        for name in ("person", "firm")
    ]
    with pytest.raises(ContractInvalid, match="columns: all are personal"):
        load_contract(changed(tmp_path, columns=columns))


def test_a_contract_whose_body_has_no_crosswalk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ContractInvalid, match=r"must name the one column of type `body`; these are of that type: \['code'\]"
    ):
        load_contract(changed(tmp_path, crosswalk={"column": "name", "valid_on": "year_end"}))


def test_a_column_from_the_file_name_must_be_a_group_of_the_pattern(tmp_path: Path) -> None:
    form = {"kind": "xlsx_table", "sheet": "1", "header_row": 1, "file_name": r"(?P<body>.+)\.xlsx"}
    with pytest.raises(ContractInvalid, match="the pattern and the columns disagree on `body`"):
        load_contract(changed(tmp_path, format=form))


def test_a_better_description_does_not_change_what_a_contract_reads(tmp_path: Path) -> None:
    assert load_contract(changed(tmp_path, notes="better")).sha256 == contract_of("budget_execution").sha256


def test_another_delimiter_does(tmp_path: Path) -> None:
    other = {"kind": "csv", "encoding": "utf-8", "delimiter": ",", "ends_with_newline": True}
    assert load_contract(changed(tmp_path, format=other)).sha256 != contract_of("budget_execution").sha256
