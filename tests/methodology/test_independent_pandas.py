"""A second opinion: the scored criteria of every body, recomputed from the delivered files with pandas and decimals.

Nothing here reads the warehouse but the results to compare with, and nothing is shared with the models: the weights, the
coefficients and the reading of dates and names are written down once more.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from pathlib import Path

import pandas as pd
import pytest

from demo import appeals_register
from olshem import warehouse
from olshem.settings import project_root

YEAR = 2024
Answer = tuple[Decimal, Decimal, Decimal, Decimal, Decimal]  # numerator, denominator, points, lowest, highest
STATUSES = {
    "рассмотрено",
    "в работе",
    "перенаправлено",
    "возвращено",
    "отозвано",
    "оставлено без рассмотрения",
    "присоединено",
}
OUTCOMES = {"удовлетворено", "частично удовлетворено", "разъяснено", "отказано", "прочее"}
LOOK_ALIKES = dict(zip("ABCEHKMOPTXYIaceopxyi", "АВСЕНКМОРТХУІасеорхуі", strict=True))
WEIGHTS = {"C": {"list": "1", "sets": "2", "dates": "2.2", "content": "2"}, "M": {"list": "1.5", "sets": "2", "dates": "2", "content": "2.2"}}  # fmt: skip


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Twelve decimals, half away from zero."""
    with localcontext(Context(prec=80)):
        return (numerator / denominator).quantize(Decimal("1e-12"), rounding=ROUND_HALF_UP)


def spelling(name: str) -> str:
    """A name without what clerks vary: kinds of letters that look alike, case, spaces, quotation marks."""
    letters = "".join(LOOK_ALIKES.get(letter, letter) for letter in name)
    return " ".join(re.sub('[«»“”"]', "", letters).lower().replace("ё", "е").split())


def crosswalk(source: str) -> dict[str, str]:
    """Spelling to body code, of the names valid at the end of the year."""
    file = project_root() / "dbt_project/seeds/decree/body_names.csv"
    names = pd.read_csv(file, dtype=str, keep_default_na=False)
    names = names[(names.source == source) & (names.valid_from <= f"{YEAR}-12-31")]
    names = names[(names.valid_to == "") | (names.valid_to >= f"{YEAR}-12-31")]
    return {spelling(name): code for name, code in zip(names.source_name, names.body_code, strict=True)}


def day(text: str) -> date | None:
    """A date of the register, or None for what is none."""
    text = text.strip().removesuffix("г.").removesuffix("г").strip()
    if re.fullmatch(r"\d{5}", text):
        return date(1899, 12, 30) + timedelta(days=int(text))
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        if re.fullmatch(r"\d{2}\.\d{2}\.\d{4}", text):
            return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        pass
    return None


def open_data() -> dict[tuple[str, str], Answer]:
    """O1.1 of every body from the bundled statistics."""
    answers: dict[tuple[str, str], Answer] = {}
    bodies = crosswalk("open_data_statistics")
    for kind, part in (("C", "cgo"), ("M", "mio")):
        file = project_root() / f"tests/fixtures/rehearsal/getstatisticsby{part}govagencies.json"
        weight = {name: Decimal(value) for name, value in WEIGHTS[kind].items()}
        for record in pd.DataFrame(json.loads(file.read_text("utf-8"))).itertuples():
            due, published, current = record.allPlacedDatasetsCount, record.placedDatasetsCount, record.actualPlacedDatasetsCount  # fmt: skip
            earned = 2 * (_parameter(weight["sets"], due, published) + _parameter(weight["dates"], published, current))
            measured, whole = 2 * (weight["sets"] + weight["dates"]), 2 * sum(weight.values())
            answers[bodies[spelling(str(record.nameRu))], f"B2.{kind}.O1.1"] = (
                earned,
                measured,
                quotient(20 * earned, measured),
                quotient(20 * earned, Decimal(whole)),
                quotient(20 * (earned + whole - measured), Decimal(whole)),
            )
    return answers


def _parameter(weight: Decimal, expected: object, reached: object) -> Decimal:
    if int(str(reached)) == 0:
        return Decimal(0)
    defects = max(int(str(expected)) - int(str(reached)), 0)
    return weight - min(Decimal("0.1") * defects, Decimal("0.75") * weight)


def register(archive: Path) -> pd.DataFrame:
    """The usable rows of the register, with dates as dates."""
    with zipfile.ZipFile(archive) as zipped:
        text = zipped.read(zipped.namelist()[0]).decode("utf-8")
    records = list(csv.reader(text.splitlines(keepends=True)))
    columns = ["id", "name", "applicant", "kind", "channel", "received", "due", "extended", "answered", "status", "outcome", "flag",
               "upheld_by", "upheld_on", "postal_code", "region", "topic"]  # fmt: skip
    rows = pd.DataFrame([record for record in records[1:] if len(record) == len(columns)], columns=columns)
    bodies = crosswalk("appeals_register")
    rows["body"] = rows["name"].map(lambda name: bodies.get(spelling(name)))
    usable = ~rows["id"].duplicated() & rows["body"].notna()
    usable &= rows["kind"].isin({"жалоба", "заявление", "предложение", "запрос"}) & rows["status"].isin(STATUSES)
    usable &= rows["outcome"].isin(OUTCOMES) | ((rows["outcome"] == "") & (rows["status"] != "рассмотрено"))
    usable &= (rows["answered"].str.strip() != "") | (rows["status"] != "рассмотрено")
    for column in ("received", "due", "extended", "answered", "upheld_on"):
        read = rows[column].map(day)
        usable &= (rows[column].str.strip() == "") | read.notna()
        rows[column] = read
    usable &= rows["received"].notna()
    rows = rows[usable]
    before_receipt = [bool(a) and a < r for a, r in zip(rows["answered"], rows["received"], strict=True)]
    return rows[~pd.Series(before_receipt, index=rows.index)]


def complaints(archive: Path, bodies: dict[str, str]) -> dict[tuple[str, str], Answer]:
    """A1 to A3 of every body from the register."""
    rows = register(archive)
    rows = rows[rows["kind"].isin({"жалоба", "заявление"})]
    in_year = rows["answered"].map(lambda when: when is not None and not pd.isna(when) and when.year == YEAR)
    handled = rows[(rows["status"] == "рассмотрено") & in_year]
    upheld = rows[rows["upheld_on"].map(lambda when: when is not None and not pd.isna(when) and when.year == YEAR)]
    upheld = upheld[upheld["upheld_by"].isin({"суд", "вышестоящий орган"})]
    answers: dict[tuple[str, str], Answer] = {}
    for body, kind in bodies.items():
        own = handled[handled["body"] == body]
        answers[body, f"B2.{kind}.A1"] = _timeliness(own)
        answers[body, f"B2.{kind}.A2"] = _upheld(len(own), int((upheld["body"] == body).sum()))
        answers[body, f"B2.{kind}.A3"] = _satisfied(own)
    return answers


def _timeliness(own: pd.DataFrame) -> Answer:
    deadlines = own["extended"].where(own["extended"].notna(), own["due"])
    known = own[deadlines.notna()]
    late = sum(a > d for a, d in zip(known["answered"], deadlines[deadlines.notna()], strict=True))
    counted, unknown = Decimal(late), len(own) - len(known)
    if not len(own):
        return Decimal(0), Decimal(0), Decimal(40), Decimal(40), Decimal(40)
    points, lowest, highest = (
        max(40 - quotient(100 * Decimal(f), Decimal(p)), Decimal(0))
        for f, p in ((late, len(known)), (late + unknown, len(own)), (late, len(own)))
    )
    return counted, Decimal(len(known)), points, lowest, highest


def _upheld(handled: int, upheld: int) -> Answer:
    if not handled:
        return Decimal(0), Decimal(0), Decimal(40), Decimal(40), Decimal(40)
    capped, coefficient = min(upheld, handled), 10 if handled < 1000 else 100 if handled < 5000 else 1000
    points = max(40 - quotient(Decimal(coefficient * capped), Decimal(handled)), Decimal(0))
    return Decimal(capped), Decimal(handled), points, points, points


def _satisfied(own: pd.DataFrame) -> Answer:
    if not len(own):
        return Decimal(0), Decimal(0), Decimal(20), Decimal(20), Decimal(20)
    satisfied = int(own["outcome"].isin({"удовлетворено", "частично удовлетворено"}).sum())
    explained = int((own["outcome"] == "разъяснено").sum())
    earned, base = Decimal(20 * satisfied + 10 * explained), Decimal(len(own))
    points = min(quotient(earned, base), Decimal(20))
    return earned, base, points, points, points


@pytest.fixture(scope="module")
def second_opinion(rehearsal_run: int, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Answer]:
    """Every scored criterion of every body, as this file reckons it."""
    archive = appeals_register.write(YEAR, tmp_path_factory.mktemp("register"))
    answers = open_data()
    bodies = {body: code.split(".")[1] for body, code in answers}
    return answers | complaints(archive, bodies)


def test_pandas_gives_the_same_numbers_for_every_body(
    rehearsal_run: int, second_opinion: dict[tuple[str, str], Answer]
) -> None:
    with warehouse.connect("auditor") as connection:
        found: dict[tuple[str, str], Answer] = {
            (row[0], row[1]): row[2:]
            for row in connection.execute(
                "select body_code, criterion_code, numerator, denominator, points, lowest_points, highest_points "
                "from marts.fct_criterion_score where run_id = %s and status = 'scored'",
                [rehearsal_run],
            )
        }
    assert len(second_opinion) == 52 * 4
    assert set(found) == set(second_opinion)
    different = {key: (found[key], second_opinion[key]) for key in found if found[key] != second_opinion[key]}
    assert different == {}


def test_the_second_opinion_meets_every_volume_band_and_bodies_without_events(
    second_opinion: dict[tuple[str, str], Answer],
) -> None:
    handled = [answer[1] for (_, criterion), answer in second_opinion.items() if criterion.endswith("A2")]
    assert min(handled) == 0
    assert any(0 < count < 10 for count in handled)
    assert any(10 <= count < 1000 for count in handled)
    assert any(1000 <= count < 5000 for count in handled)
    assert any(count >= 5000 for count in handled)
