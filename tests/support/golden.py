"""A crafted year in which each body is a case: what is delivered for it, and how a number written by hand compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from olshem import warehouse

Row = Mapping[str, str]
Score = dict[str, object]
Scores = Callable[[str, str], Score]

DEFENCE = "Министерство обороны Республики Казахстан"
FINANCE = "Министерство финансов Республики Казахстан"
HEALTH = "Министерство здравоохранения Республики Казахстан"
JUSTICE = "Министерство юстиции Республики Казахстан"
ENERGY = "Министерство энергетики Республики Казахстан"
TRADE = "Министерство торговли и интеграции Республики Казахстан"
TRANSPORT = "Министерство транспорта Республики Казахстан"
CULTURE = "Министерство культуры и информации Республики Казахстан"
LABOUR = "Министерство труда и социальной защиты населения Республики Казахстан"
WATER = "Министерство водных ресурсов и ирригации Республики Казахстан"
ABAY = "Акимат области Абай"
ASTANA = "Акимат города Астаны"
SHYMKENT = "Акимат города Шымкента"

LATE = {"answered_on": "20.02.2024"}
UNDATED = {"due_on": ""}
BY_COURT = {"upheld_by": "суд", "upheld_on": "01.04.2024"}
BY_SUPERIOR = {"upheld_by": "вышестоящий орган", "upheld_on": "01.04.2024"}


def handled(body: str, count: int, **differences: str) -> list[Row]:
    """So many handled complaints of a body, alike."""
    return [{"body_name": body} | differences] * count


def golden_appeals() -> list[Row]:
    """Each body is one case; the tests say which and what it must give."""
    return [
        *handled(DEFENCE, 979), *handled(DEFENCE, 20, **BY_COURT),
        *handled(FINANCE, 980), *handled(FINANCE, 20, **BY_SUPERIOR),
        *handled(HEALTH, 4980), *handled(HEALTH, 15, **BY_SUPERIOR), *handled(HEALTH, 5, **BY_COURT),
        *handled(JUSTICE, 4700), *handled(JUSTICE, 300, **BY_COURT),
        *handled(ENERGY, 4), *handled(ENERGY, 1, **BY_COURT),
        *handled(TRADE, 100), *handled(TRADE, 200, outcome="удовлетворено"),
        *handled(TRADE, 400, outcome="частично удовлетворено"), *handled(TRADE, 300, outcome="разъяснено"),
        *handled(TRANSPORT, 170), *handled(TRANSPORT, 30, **LATE),
        *handled(CULTURE, 100), *handled(CULTURE, 100, **LATE),
        *handled(LABOUR, 72), *handled(LABOUR, 8, **LATE), *handled(LABOUR, 20, **UNDATED),
        *not_counted(WATER),
        *handled(ABAY, 1, **LATE, extended_to="20.02.2024"), *handled(ABAY, 2),
        *handled(ASTANA, 3, received_on="нет данных"),
        *handled(SHYMKENT, 2, answered_on=""),
    ]  # fmt: skip


def not_counted(body: str) -> list[Row]:
    """Appeals of which none may be counted: other kinds, other years, other ends, and one upheld in another year."""
    return [
        *handled(body, 1, kind="предложение"),
        *handled(body, 1, kind="запрос"),
        *handled(body, 1, status="в работе", answered_on="", outcome=""),
        *handled(body, 1, status="перенаправлено", outcome=""),
        *handled(body, 1, received_on="20.12.2023", due_on="05.01.2024", answered_on="30.12.2023"),
        *handled(body, 1, received_on="20.12.2024", due_on="05.01.2025", answered_on="03.01.2025"),
        *handled(body, 1, received_on="20.12.2023", due_on="05.01.2024", answered_on="30.12.2023",
                 upheld_by="суд", upheld_on="09.01.2025"),
    ]  # fmt: skip


GOLDEN_STATISTICS = [
    ("МО РК", 100, 97, 77),
    ("МФ РК", 54, 54, 54),
    ("МЗ РК", 54, 0, 0),
    ("МЮ РК", 54, 52, 0),
    ("МЭ РК", 53, 54, 54),
    ("Абайская обл.", 54, 53, 44),
]


def exact(text: str) -> Decimal:
    """A number as written by hand, with the 12 decimals of the warehouse."""
    return Decimal(text).quantize(Decimal("1e-12"))


def scores_of(run_id: int) -> Scores:
    """Looks up a criterion of a body in a built run, numbers as exact decimals."""

    def look_up(body_code: str, criterion_code: str) -> Score:
        with warehouse.connect("auditor") as connection:
            found = connection.execute(
                "select max_points, numerator, denominator, points, lowest_points, highest_points, status, status_reason, "
                "is_partial, has_no_events, assumption_ids, evidence_source, evidence_row_count from marts.fct_criterion_score "
                "where run_id = %s and body_code = %s and criterion_code = %s",
                [run_id, body_code, criterion_code],
            )
            row = next(found)
            assert found.description is not None
            return dict(zip((column.name for column in found.description), row, strict=True))

    return look_up
