"""Corrections in staging: what is read in place of a cell, what stays as delivered, and when a build refuses them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ingest.source_corrections import FOLDER, Cell, Correction, load_corrections, record
from olshem import warehouse
from olshem.cycle.build import build
from olshem.warehouse import Terminal
from tests.support import crafted
from tests.support.deliveries import FIXTURES
from tests.support.golden import FINANCE, HEALTH

REHEARSAL = FIXTURES / "rehearsal"
BUDGET = crafted.Delivery(
    "budget_execution", "", "budget.csv", (REHEARSAL / "republic_by_administrator_2023-2025.csv").read_bytes(), "2024"
)
APPEALS = [
    {"body_name": FINANCE},
    {"body_name": "Минфин", "received_on": "1 февраля"},
    {"body_name": HEALTH},
    {"body_name": HEALTH, "postal_code": "нет"},
]


def delivered(name: str, part: str) -> crafted.Delivery:
    return crafted.Delivery("open_data_statistics", part, name, (REHEARSAL / name).read_bytes(), "2025-03")


def correction(source: str, where: dict[str, str], *cells: Cell, name: str = "a-test") -> Correction:
    return Correction(
        source, name, ("demo",), (2024,), None, where, cells, "known to be wrong", "a letter", "data engineer",
        "2025-02-01", None, None, True,
    )  # fmt: skip


def appeal(number: int, *cells: Cell) -> Correction:
    return correction("appeals_register", {"appeal_id": f"2024-{number:07d}"}, *cells, name=f"appeal-{number}")


def give(run_id: int, corrections: Sequence[Correction]) -> int:
    with warehouse.connect("loader") as connection:
        record(connection, run_id, corrections)
    return run_id


def ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(query.encode(), parameters).fetchall()


@pytest.fixture(scope="module")
def corrected(running_warehouse: None) -> int:
    """A run whose sources are corrected: the bundled corrections, and three records of a register."""
    run_id = crafted.loaded_run([
        BUDGET,
        delivered("getstatisticsbycgogovagencies.json", "cgo"),
        delivered("getstatisticsbymiogovagencies.json", "mio"),
        crafted.appeals(APPEALS),
    ])  # fmt: skip
    give(
        run_id,
        [
            *load_corrections(FOLDER / "budget_execution.yml"),
            appeal(2, Cell("body_name", "Минфин", FINANCE), Cell("received_on", "1 февраля", "01.02.2024")),
            appeal(3, Cell("outcome", "отказано", None)),
        ],
    )
    build([run_id], "criteria")
    return run_id


def months_of_213(columns: str, model: str = "stg_budget_execution__administrators") -> list[tuple[Any, ...]]:
    return ask(
        f"select {columns} from staging.{model} as staged inner join "
        "staging.stg_budget_execution__administrators as named using (load_id, row_number) "
        "where named.administrator_code = '213' and named.month_start between '2024-06-01' and '2024-10-01' order by named.month_start"
    )


def test_the_approved_plan_is_the_same_in_all_months(corrected: int) -> None:
    assert months_of_213("named.approved_thousand_kzt") == [(Decimal(5455884724),)] * 5


def test_a_withdrawn_cell_is_empty_in_an_accepted_row(corrected: int) -> None:
    assert months_of_213("named.plan_thousand_kzt, named.paid_thousand_kzt, named.is_corrected") == [
        (Decimal("5453289199.4"), Decimal("2681834585.208"), False),
        (None, None, True),
        (None, None, True),
        (None, None, True),
        (Decimal("5387204875.7"), Decimal("4459538425.364"), False),
    ]


def test_what_was_delivered_stays_beside_it_with_the_way_to_the_decision(corrected: int) -> None:
    base = "base_budget_execution__administrators"
    assert months_of_213("staged.raw_utv, staged.correction_ids", base)[1:3] == [
        ("46454788.0", ["administrator-213-2024-07"]),
        ("46454788.0", ["administrator-213-2024-08"]),
    ]


def test_only_the_corrected_rows_say_so_and_none_is_rejected(corrected: int) -> None:
    assert ask(
        "select is_corrected, is_accepted, count(*) from staging.base_budget_execution__administrators group by 1, 2 order by 1"
    ) == [(False, True, 1116), (True, True, 3)]


def test_the_totals_stay_as_delivered(corrected: int) -> None:
    query = (
        "select approved_thousand_kzt from staging.stg_budget_execution__administrators "
        "where administrator_code = '0' and month_start = '2024-08-01'"
    )
    assert ask(query) == [(Decimal(20173032001),)]


def test_a_corrected_row_is_accepted_under_the_body_that_was_meant(corrected: int) -> None:
    assert ask(
        "select appeal_id, body_code, outcome, is_accepted, is_corrected, raw_body_name, correction_ids "
        "from staging.base_appeals_register__remarked where is_corrected order by appeal_id"
    ) == [
        ("2024-0000002", "MOF", "отказано", True, True, "Минфин", ["appeal-2"]),
        ("2024-0000003", "MOH", None, True, True, HEALTH, ["appeal-3"]),
    ]


def test_rows_beside_a_corrected_one_are_as_they_were(corrected: int) -> None:
    assert ask(
        "select correction_ids is not null, count(*) from staging.base_appeals_register__appeals group by 1 order by 1"
    ) == [(False, 2), (True, 2)]


def test_a_source_without_corrections_says_that_it_has_none(corrected: int) -> None:
    assert ask(
        "select is_corrected, correction_ids, count(*) from staging.base_open_data_statistics__bodies group by 1, 2"
    ) == [(False, None, 52)]


def test_swapped_names_are_in_their_languages(corrected: int) -> None:
    assert ask(
        "select name_ru, name_kk, name_en from staging.stg_open_data_statistics__bodies where is_language_swapped order by name_ru"
    ) == [
        ("АФМ РК", "ҚР ҚМА", "FMA RK"),
        ("МНЭ РК", "ҚР ҰЭМ", "MNE RK"),
        ("МСХ РК", "ҚР АШМ", "MA RK"),
        ("МЭПР РК", "ҚР ЭТРМ", "MENR RK"),
    ]


def test_a_latin_letter_in_a_kazakh_name_and_a_missing_english_name_are_no_swap(corrected: int) -> None:
    assert ask(
        "select name_ru, name_kk, name_en from staging.stg_open_data_statistics__bodies "
        "where name_ru in ('СА РК', 'АПК РК') order by name_ru"
    ) == [("АПК РК", "ҚР СЖҚІА", "АПК РК"), ("СА РК", "ҚР CӘ", "JA RK")]


def test_the_ledger_keeps_that_the_corrections_were_found_to_apply(corrected: int) -> None:
    assert ask("select count(*) from ledger.correction_state(%s) where defect is null", [corrected]) == [(33,)]
    assert ask(
        "select model_result.status from ledger.model_result inner join ledger.build using (build_id) "
        "where build.run_ids = %s::bigint[] and node_id like 'test.olshem.assert_corrections_still_apply%%'",
        [corrected],
    ) == [("pass",)]


def test_the_run_shows_its_corrections_to_the_reader(corrected: int) -> None:
    build([corrected], "marts")
    assert ask(
        "select source, count(*), count(*) filter (where is_withdrawn) from marts.fct_correction where run_id = %s "
        "group by source order by source",
        corrected,
    ) == [("appeals_register", 3, 1), ("budget_execution", 30, 27)]
    assert ask(
        "select row_key, old_value, new_value, decided_by from marts.fct_correction where run_id = %s and correction_id = 'appeal-3'",
        corrected,
    ) == [('{"appeal_id": "2024-0000003"}', "отказано", None, "data engineer")]


def refused(run_ids: list[int]) -> str:
    with pytest.raises(Terminal) as caught:
        build(run_ids, "criteria")
    return str(caught.value)


def test_a_cell_that_no_longer_holds_what_is_expected_stops_the_build(running_warehouse: None) -> None:
    run_id = give(crafted.loaded_run([crafted.appeals(APPEALS)]), [appeal(1, Cell("outcome", "удовлетворено", None))])
    message = refused([run_id])
    assert 'appeals_register/appeal-1, column `outcome`: the cell holds "отказано" and not "удовлетворено"' in message
    assert "settle the correction in `ingest/corrections`" in message


def test_a_correction_without_its_row_stops_the_build(running_warehouse: None) -> None:
    run_id = give(crafted.loaded_run([crafted.appeals(APPEALS)]), [appeal(9, Cell("outcome", "отказано", None))])
    assert "appeals_register/appeal-9, column `outcome`: no row has this key" in refused([run_id])


def test_a_correction_of_a_source_that_did_not_come_stops_the_build(running_warehouse: None) -> None:
    run_id = give(crafted.loaded_run([crafted.appeals(APPEALS)]), load_corrections(FOLDER / "budget_execution.yml"))
    assert "budget_execution/administrator-213-2024-07, column `plg`: no row has this key" in refused([run_id])


def test_a_key_that_stands_twice_stops_the_build(running_warehouse: None) -> None:
    same = [row | {"appeal_id": "A-1"} for row in APPEALS[:2]]
    twice = correction("appeals_register", {"appeal_id": "A-1"}, Cell("outcome", "отказано", None))
    run_id = give(crafted.loaded_run([crafted.appeals(same)]), [twice])
    assert "column `outcome`: 2 rows have this key" in refused([run_id])


def test_an_empty_cell_can_be_expected(running_warehouse: None) -> None:
    run_id = crafted.loaded_run([crafted.appeals(APPEALS)])
    give(run_id, [appeal(1, Cell("upheld_by", None, "суд"))])
    assert ask("select defect from ledger.correction_state(%s)", [run_id]) == [(None,)]


def test_runs_that_share_a_load_and_not_their_corrections_are_built_apart(running_warehouse: None) -> None:
    first = crafted.loaded_run([crafted.appeals(APPEALS)])
    second = give(same_inputs(first), [appeal(1, Cell("outcome", "отказано", None))])
    message = refused([first, second])
    assert "Runs that share a load have different corrections" in message
    assert f"runs {first}, {second} on load" in message


def test_runs_that_share_a_load_and_their_corrections_are_not_refused_for_them(running_warehouse: None) -> None:
    corrections = [appeal(1, Cell("outcome", "отказано", None))]
    first = give(crafted.loaded_run([crafted.appeals(APPEALS)]), corrections)
    second = give(same_inputs(first), corrections)
    build([first, second], "criteria")
    assert ask("select count(*) from staging.base_appeals_register__appeals where correction_ids is not null") == [(1,)]


def same_inputs(run_id: int) -> int:
    """Another run of the same snapshots."""
    with warehouse.connect("loader") as connection:
        inserted = connection.execute(
            "insert into ledger.run (profile, reporting_year, edition, request_key, input_digest, code_version) "
            "select profile, reporting_year, edition, %s, input_digest, code_version from ledger.run where run_id = %s "
            "returning run_id",
            [f"crafted {uuid4()}", run_id],
        )
        other = int(next(inserted)[0])
        connection.execute(
            "insert into ledger.run_input select %s, source, part, snapshot_id, gap_reason from ledger.run_input where run_id = %s",
            [other, run_id],
        )
    return other


def test_a_recorded_correction_is_never_changed(running_warehouse: None) -> None:
    with (
        warehouse.connect("owner") as connection,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        connection.execute("update ledger.run_correction set new_value = 'x'")
