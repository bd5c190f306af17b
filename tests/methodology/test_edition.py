"""An edition is checked as data: the real one is sound, and each way to break it has a sentence of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.contracts import all_contracts
from ingest.freeze import freeze
from olshem.cli import app
from olshem.edition import Edition, close, copy, defects, read_edition
from olshem.edition.closed import digest, guard_of
from olshem.edition.data import seeds_folder
from olshem.edition.show import criterion_text
from olshem.warehouse import Terminal

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def real() -> Edition:
    return read_edition("2017")


def broken(breaking: Callable[[Tables], None]) -> list[str]:
    """The sentences about the real edition after one change."""
    edition = real()
    tables = {name: [dict(row) for row in rows] for name, rows in edition.tables.items()}
    breaking(tables)
    return defects(Edition(edition.name, tables, edition.sources))


def row(rows: Rows, **wanted: str) -> dict[str, str]:
    return next(one for one in rows if all(one[column] == value for column, value in wanted.items()))


def change(table: str, column: str, value: str, **wanted: str) -> Callable[[Tables], None]:
    def breaking(tables: Tables) -> None:
        row(tables[table], **wanted)[column] = value

    return breaking


def drop(table: str, **wanted: str) -> Callable[[Tables], None]:
    def breaking(tables: Tables) -> None:
        tables[table].remove(row(tables[table], **wanted))

    return breaking


def repeat(table: str, **wanted: str) -> Callable[[Tables], None]:
    def breaking(tables: Tables) -> None:
        tables[table].append(dict(row(tables[table], **wanted)))

    return breaking


def criterion(column: str, value: str, code: str) -> Callable[[Tables], None]:
    return change("criteria", column, value, criterion_code=code)


def band(column: str, value: str, code: str, **wanted: str) -> Callable[[Tables], None]:
    return change("point_bands", column, value, criterion_code=code, **wanted)


BROKEN: dict[str, tuple[Callable[[Tables], None], str]] = {
    "weights that do not add up": (
        change("block_weights", "weight", "0.4", direction_code="B2.C.O"),
        "block_weights.csv: the weights of B2 for central bodies (usual) make 1.1, not 1.",
    ),
    "direction without a weight": (
        drop("block_weights", direction_code="B1.N"),
        "block_weights.csv: direction B1.N has no weight in its block.",
    ),
    "weight of no direction": (
        change("block_weights", "direction_code", "B1.X", direction_code="B1.N"),
        "block_weights.csv: B1.X has a weight, but is no direction of the edition.",
    ),
    "block without a weight in the whole": (
        drop("overall_weights", block_code="B3"),
        "overall_weights.csv: B3 has no weight in the overall evaluation.",
    ),
    "weight in the whole of no block": (
        change("overall_weights", "block_code", "B4", block_code="B3"),
        "overall_weights.csv: B4 has a weight, but is no block of the edition.",
    ),
    "another reading that nobody computes": (
        change("what_ifs", "assumption_ids", "A-70", assumption_ids="A-49"),
        "what_ifs.csv: A-70 takes A-70 in its alternative, which is not switchable.",
    ),
    "maximum that its parts do not make": (
        criterion("max_points", "4", "B2.C.S6"),
        "criteria.csv: B2.C.S has the maximum 100, its parts for central bodies make 101.",
    ),
    "hole in a table of bands": (
        band("from_value", "75.5", "B2.C.S4.U3", from_value="75"),
        "point_bands.csv: B2.C.S4.U3 points: between from 60 to 74.99 and from 75.5 to 89.99 there is a hole.",
    ),
    "overlap in a table of bands": (
        band("from_value", "74", "B2.C.S4.U3", from_value="75"),
        "point_bands.csv: B2.C.S4.U3 points: between from 60 to 74.99 and from 74 to 89.99 the bands overlap.",
    ),
    "edge that belongs to two bands": (
        band("is_to_inclusive", "true", "B2.C.O1.4", from_value="70", to_value="100"),
        "point_bands.csv: B2.C.O1.4 blog_answers: between above 70 to 100 and from 100 to 100 the bands overlap.",
    ),
    "edge that belongs to no band": (
        band("is_to_inclusive", "false", "B3.H.O.N", to_value="184"),
        "point_bands.csv: B3.H.O.N weekend_deduction: between above 0 below 184 and above 184 there is a hole.",
    ),
    "hole between whole numbers": (
        band("from_value", "1001", "B2.C.A2", from_value="1000"),
        "point_bands.csv: B2.C.A2 volume_coefficient: between from 10 to 999 and from 1001 to 4999 there is a hole.",
    ),
    "band that ends before it begins": (
        band("to_value", "70", "B2.C.S4.U3", from_value="75"),
        "point_bands.csv: B2.C.S4.U3 points: the band from 75 to 70 ends before it begins.",
    ),
    "band above the maximum": (
        band("points", "16", "B2.C.S1.P1", from_value="4.8"),
        "point_bands.csv: a band of B2.C.S1.P1 gives 16 points, more than its maximum 15.",
    ),
    "orphan": (
        criterion("parent_code", "B2.C.S9", "B2.C.S6"),
        "criteria.csv: B2.C.S6 is an orphan: its parent `B2.C.S9` is no criterion of the edition.",
    ),
    "cycle": (
        criterion("parent_code", "B2.C.S4.U1", "B2.C.S4"),
        "criteria.csv: B2.C.S4 is above itself: its parents make a cycle.",
    ),
    "code that stands twice": (
        repeat("criteria", criterion_code="B3.I.C"),
        "criteria.csv: code B3.I.C stands 2 times; a code names one criterion.",
    ),
    "wrong kind of body under a parent": (
        criterion("body_kind", "local", "B2.C.S6"),
        "criteria.csv: B2.C.S6 is for local bodies, its parent B2.C.S for central ones.",
    ),
    "criterion without a paragraph": (
        criterion("legal_ref", " ", "B3.H.K.V"),
        "criteria.csv: B3.H.K.V names no paragraph.",
    ),
    "number without a paragraph": (
        change("formula_parameters", "legal_ref", "", criterion_code="B2.C.S2", parameter="per"),
        "formula_parameters.csv: B2.C.S2 per names no paragraph.",
    ),
    "unknown source": (
        change("criterion_source", "source", "fax", criterion_code="B3.I.C"),
        "criterion_source.csv: B3.I.C needs the unknown source `fax`.",
    ),
    "source of an unknown criterion": (
        change("criterion_source", "criterion_code", "B3.I.D", criterion_code="B3.I.C"),
        "criterion_source.csv: source system_registration feeds the unknown criterion `B3.I.D`.",
    ),
    "source that stands in for one that is not required": (
        change("criterion_source", "alternative_to", "open_npa", criterion_code="B2.M.A3", source="form_1ol"),
        "criterion_source.csv: B2.M.A3: form_1ol stands in for `open_npa`, which the criterion does not require.",
    ),
    "leaf without a source": (
        drop("criterion_source", criterion_code="B3.I.C"),
        "criterion_source.csv: B3.I.C is a leaf without a required source: nobody could say why it is missing.",
    ),
    "leaf without a kind of formula": (
        criterion("formula_kind", "", "B2.C.S5"),
        "criteria.csv: B2.C.S5 has no formula kind.",
    ),
    "unknown unit": (
        criterion("unit", "miles", "B2.C.S5"),
        "criteria.csv: B2.C.S5 has the unknown unit `miles`; known: points, coefficient, share, percent, rate, grade, yes_no, hours.",
    ),
    "number that its formula lacks": (
        drop("formula_parameters", criterion_code="B2.M.S3.T1", parameter="per"),
        "formula_parameters.csv: B2.M.S3.T1 is of the kind subtracted_rate, which needs `late_share_factor` or `per`.",
    ),
    "number of an unknown criterion": (
        change("formula_parameters", "criterion_code", "B9", criterion_code="B1.M.G", parameter="highest_percent"),
        "formula_parameters.csv: `B9` is no criterion of the edition.",
    ),
    "month that is none": (
        change("formula_parameters", "value", "13", criterion_code="B2.C.S7.V", parameter="left_out_from_month"),
        "formula_parameters.csv: B2.C.S7.V left_out_from_month is 13, which is no month from 1 to 12.",
    ),
    "full points that are not the maximum": (
        change("formula_parameters", "value", "6", criterion_code="B3.H.K.S", parameter="full_points"),
        "formula_parameters.csv: B3.H.K.S has 6 full points, but the maximum 5.",
    ),
    "penalty without a cap group": (
        change("penalties", "cap_group", "", penalty_code="W1.OVER5"),
        "penalties.csv: W1.OVER5 belongs to no cap group; a deduction without a cap has a group of its own.",
    ),
    "penalty that takes nothing": (
        change("penalties", "points_per_unit", "0", penalty_code="W1.OVER5"),
        "penalties.csv: W1.OVER5 takes nothing: points_per_unit is 0.",
    ),
    "penalty above its cap": (
        change("penalties", "points_per_unit", "7", penalty_code="W3.UNRELIABLE"),
        "penalties.csv: W3.UNRELIABLE takes 7 points, more than the cap 6.5 of its group W3.UNRELIABLE.",
    ),
    "caps that differ in a group": (
        change("penalties", "group_cap_points", "6", penalty_code="W1.REPEAT"),
        "penalties.csv: the group W1.FACTS on B1 has several caps: 6, 6.5.",
    ),
    "penalty on an unknown code": (
        change("penalties", "target_code", "B4", penalty_code="W1.OVER5"),
        "penalties.csv: W1.OVER5 is taken from the unknown code `B4`.",
    ),
    "penalty counted in an unknown source": (
        change("penalties", "source", "rumour", penalty_code="W1.OVER5"),
        "penalties.csv: W1.OVER5 is counted in the unknown source `rumour`.",
    ),
    "hole between degrees": (
        change("degrees", "to_value", "49.98", block_code="B1", degree="ineffective"),
        "degrees.csv: B1: there is a hole between 49.98 and 50.",
    ),
    "degrees that overlap": (
        change("degrees", "to_value", "70", block_code="B2", degree="low"),
        "degrees.csv: B2: the degrees overlap between 70 and 70.",
    ),
    "degrees that do not reach 100": (
        change("degrees", "to_value", "99", block_code="B3", degree="high"),
        "degrees.csv: the degrees of B3 go from 0 to 99, not from 0 to 100.",
    ),
    "divisor that its weights do not make": (
        change("openness_parameters", "weight_per_language", "2", criterion_code="B2.C.O1.1", item="1.1"),
        "openness_parameters.csv: the weights of B2.C.O1.1 make 16.4, its divisor is 14.4.",
    ),
    "survey item of an unknown criterion": (
        change("survey_items", "criterion_code", "B3.H.X", item="i7"),
        "survey_items.csv: item i7 feeds the unknown criterion `B3.H.X`.",
    ),
    "assumption on an unknown criterion": (
        change("assumptions", "criteria", "B2.C.A1 B2.C.A9", assumption_id="A-48"),
        "assumptions.csv: A-48 concerns the unknown criterion `B2.C.A9`.",
    ),
    "alternative missing for a switch": (
        change("assumptions", "alternative_kk", "", assumption_id="A-48"),
        "assumptions.csv: A-48 is switchable, but has no alternative in Kazakh.",
    ),
    "decision missing": (
        change("assumptions", "decision_ru", "", assumption_id="A-48"),
        "assumptions.csv: A-48 has no decision in Russian.",
    ),
    "no reason why there is no switch": (
        change("assumptions", "not_switchable_reason", "", assumption_id="A-70"),
        "assumptions.csv: A-70 is not switchable, and no reason says why.",
    ),
    "assumption that nothing holds": (
        change("point_bands", "assumption_ids", "A-999", criterion_code="B2.C.S1.P1", from_value="4.8"),
        "point_bands.csv: B2.C.S1.P1 points rests on A-999, which assumptions.csv does not hold.",
    ),
    "name missing in Kazakh": (criterion("name_kk", "", "B3"), "criteria.csv: B3 has no Kazakh name."),
    "name missing in Russian": (criterion("name_ru", "", "B3"), "criteria.csv: B3 has no Russian name."),
    "name missing in English": (criterion("name_en", "", "B3"), "criteria.csv: B3 has no English name."),
    "negative number": (
        change("formula_parameters", "value", "-8", criterion_code="B3.H.O.N", parameter="day_hours"),
        "formula_parameters.csv: B3.H.O.N day_hours has the negative number -8 in value.",
    ),
    "text in place of a number": (
        change("formula_parameters", "value", "eight", criterion_code="B3.H.O.N", parameter="day_hours"),
        "formula_parameters.csv: B3.H.O.N day_hours has `eight` in value, which is no number.",
    ),
    "unknown certainty": (
        criterion("certainty", "likely", "B2.C.A1"),
        "criteria.csv: B2.C.A1 has the unknown certainty `likely`; known: verified, reconstructed, assumed.",
    ),
}  # fmt: skip


def test_the_edition_of_2017_has_no_defect() -> None:
    assert defects(real()) == []


def test_contracts_feed_the_criteria_that_the_edition_says_they_feed() -> None:
    fed = real().rows("criterion_source")
    for contract in all_contracts():
        assert set(contract.criteria) == {one["criterion_code"] for one in fed if one["source"] == contract.source}


@pytest.mark.parametrize(("breaking", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_edition_is_told_what_is_wrong(breaking: Callable[[Tables], None], sentence: str) -> None:
    assert sentence in broken(breaking)


def test_an_unknown_kind_of_formula_is_refused_with_the_known_ones() -> None:
    (sentence,) = broken(criterion("formula_kind", "guess", "B2.C.S5"))
    assert sentence.startswith("criteria.csv: B2.C.S5 has the unknown formula kind `guess`; known: weighted_sum, ")


def test_a_formula_without_its_table_of_bands_is_refused() -> None:
    def without_bands(tables: Tables) -> None:
        tables["point_bands"] = [one for one in tables["point_bands"] if one["criterion_code"] != "B1.M.G"]

    assert broken(without_bands) == ["point_bands.csv: B1.M.G is of the kind band, but has no row there."]


def test_most_defects_are_told_once_and_alone() -> None:
    alone = [name for name, (breaking, sentence) in BROKEN.items() if broken(breaking) == [sentence]]
    assert len(alone) >= 30


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the editions' files in which an edition may be closed."""
    return Path(shutil.copytree(seeds_folder(), tmp_path / "editions"))


def test_a_closed_edition_is_sound_while_nothing_changes(seeds: Path) -> None:
    close(real(), "publication of 2017", date(2018, 7, 2), seeds)
    assert defects(read_edition("2017", seeds), guard_of("2017", seeds)) == []


def test_a_closed_edition_that_was_edited_is_refused(seeds: Path) -> None:
    close(real(), "publication of 2017", date(2018, 7, 2), seeds)
    degrees = seeds / "degrees.csv"
    degrees.write_text(degrees.read_text("utf-8").replace("неэффективная", "низшая"), encoding="utf-8")
    assert defects(read_edition("2017", seeds), guard_of("2017", seeds)) == [
        "closed.csv: edition 2017 was closed on 2018-07-02 (publication of 2017) and its rows have changed since. "
        "Put them back; a change of the rules is an edition of its own."
    ]


def test_an_edition_is_closed_once(seeds: Path) -> None:
    close(real(), "publication of 2017", date(2018, 7, 2), seeds)
    with pytest.raises(Terminal, match="closed already"):
        close(real(), "again", date(2018, 7, 3), seeds)


def test_a_run_with_a_defective_edition_is_refused_with_its_sentences(
    running_warehouse: None, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = seeds / "block_weights.csv"
    weights.write_text(weights.read_text("utf-8").replace("usual,0.3", "usual,0.4"), encoding="utf-8")
    monkeypatch.setattr("olshem.edition.data.seeds_folder", lambda: seeds)
    with pytest.raises(Terminal, match=r"2017 cannot be evaluated: 2 defect(?s:.*)for local bodies \(usual\) make 1.1"):
        freeze("rehearsal", 2024, "a run of a defective edition")


def test_next_years_edition_begins_sound_and_leaves_the_old_one_as_it_is(seeds: Path) -> None:
    count = copy("2017", "2018", seeds)
    edition = read_edition("2018", seeds)
    assert sum(len(rows) for rows in edition.tables.values()) == count
    assert defects(edition) == []
    assert digest(read_edition("2017", seeds)) == digest(real())


def test_an_edition_is_never_copied_over_another(seeds: Path) -> None:
    with pytest.raises(Terminal, match="2017 exists already"):
        copy("2017", "2017", seeds)


def test_the_digest_does_not_see_the_order_of_rows_or_an_empty_new_column() -> None:
    edition = real()
    turned = {name: [{**one, "new_column": ""} for one in reversed(rows)] for name, rows in edition.tables.items()}
    assert digest(Edition(edition.name, turned, edition.sources)) == digest(edition)


def test_an_unknown_edition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Terminal, match=r"no edition `1999` .* Known: 2017"):
        read_edition("1999")


def test_an_assumption_is_switchable_when_its_alternative_is_computed_and_only_then() -> None:
    project = seeds_folder().parents[1]
    sql = "".join(file.read_text("utf-8") for room in ("models", "macros") for file in (project / room).rglob("*.sql"))
    in_sql = set(re.findall(r"(?:takes_alternative|points_less_rate)\((?:[^()]|\([^()]*\))*'(A-\d+)'\)", sql))
    numbers = {
        "formula_parameters": "alternative_value", "point_bands": "alternative_points",
        "block_weights": "alternative_weight", "overall_weights": "alternative_weight",
    }  # fmt: skip
    in_numbers = {
        one.get("assumption_id") or one["assumption_ids"]
        for table, column in numbers.items()
        for one in real().tables[table]
        if one[column]
    }
    switchable = {one["assumption_id"] for one in real().rows("assumptions", is_switchable="true")}
    assert switchable == in_sql | in_numbers


def test_a_person_reads_bands_numbers_and_decisions_of_a_criterion() -> None:
    text = criterion_text(real(), "B1.M.L")
    for part in ("from 5.1 to 9.9", "percent_decimals", "audit_results", "A-21", "B1 para 29", "10 points"):
        assert part in text


def test_the_command_checks_and_shows_an_edition() -> None:
    checked = CliRunner().invoke(app, ["edition", "check", "2017"])
    shown = CliRunner().invoke(app, ["edition", "show", "2017"])
    assert (checked.exit_code, shown.exit_code) == (0, 0)
    assert "0 defect(s) in 109 criteria" in checked.output
    assert "B2.M.S2" in shown.output


def test_the_command_explains_an_unknown_criterion() -> None:
    shown = CliRunner().invoke(app, ["edition", "show", "2017", "B2.C.S9"])
    assert shown.exit_code == 1
    assert "has no criterion `B2.C.S9`" in shown.output
