"""Every input taken away in turn: first each source as a whole, then each source as it speaks of two bodies.

The demonstration is the complete year. Each run is like it but for one thing, all of them share its loads, and one build
makes them all. What an input decides is read from the edition (`criterion_source.csv`), so a new criterion is covered as soon
as the edition names what it needs, and one that nobody computes yet is held to the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from olshem import warehouse
from olshem.cycle.build import build
from olshem.settings import project_root
from tests.support.crafted import GAP
from tests.support.missing_inputs import run_without_bodies, run_without_source

YEAR, EDITION = 2017, "2017"
ABSENT = ("MOES", "KARAGANDA")  # bodies of which everything came
NOT_COMPUTED = "the formula of this criterion is not computed by this version"
LEVELS = ("direction", "block", "overall")
SERVICES = ("B2.C.S", "B2.M.S")
# Lists that are whole: of a body that does not stand in them they say something, and the criterion may be scored by it.
SAYS_BY_ABSENCE = {
    "appeals_register": "no appeal was handled: full points (A-07)",
    "composite_services": "no service came into the list: 0 as printed (A-89)",
    "hidden_services": "there is no conclusion that nothing is to be added: 0 as printed (A-89)",
    "satisfaction_survey": "none of its services was surveyed: the mean of the others (A-36)",
    "services_inspections": "nobody inspected it: what it reports counts (paragraph 44)",
    "services_monitoring": "it has no connected service: what it reports counts (paragraph 36)",
}
Row = dict[str, Any]
Key = tuple[str, str]  # body, and criterion, direction, block or nothing


def _seed(name: str) -> list[dict[str, str]]:
    with (project_root() / f"dbt_project/seeds/{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("edition", EDITION) == EDITION]


TITLES = {row["source"]: row for row in _seed("decree/sources")}
SOURCES = tuple(TITLES)
READS = _seed("editions/criterion_source")
# criteria with two sources of which either will do
EITHER = {
    (row["criterion_code"], source)
    for row in READS
    if row["alternative_to"]
    for source in (row["source"], row["alternative_to"])
}
REQUIRES = {
    (row["criterion_code"], kind, row["source"])
    for row in READS
    if row["is_required"] == "true"
    for kind in (("central", "local") if row["body_kind"] == "both" else (row["body_kind"],))
}
NEEDS = {(code, kind, source) for code, kind, source in REQUIRES if (code, source) not in EITHER}
NEEDED = [source for source in SOURCES if source in {source for *_, source in NEEDS}]
DIRECTIONS = {row["criterion_code"]: row["direction_code"] for row in _seed("editions/criteria")}


class Results(NamedTuple):
    """What the marts hold of one run, numbers exact."""

    criteria: Mapping[Key, Row]
    scores: Mapping[str, Mapping[Key, Row]]  # by level
    not_scored: Mapping[Key, list[Row]]  # by kind of body and criterion


class Years(NamedTuple):
    """The complete year, and what is left of it without each source, and without what a source says of the absent bodies."""

    complete: Results
    without_source: Mapping[str, Results]
    without_bodies: Mapping[str, Results]


def groups_of_sources() -> Iterator[list[str]]:
    """All sources, in groups of which no two bear upon the same direction: one run tells of a whole group."""
    directions = {
        source: {DIRECTIONS[row["criterion_code"]] for row in READS if row["source"] == source} for source in SOURCES
    }
    left = [source for source in SOURCES if directions[source]]
    while left:
        group: list[str] = []
        for source in left:
            if all(directions[source].isdisjoint(directions[other]) for other in group):
                group.append(source)
        yield group
        left = [source for source in left if source not in group]


@pytest.fixture(scope="module")
def years(demonstration_run: int) -> Years:
    """All the runs, in one build to the marts of the report."""
    without = {source: run_without_source(demonstration_run, source) for source in SOURCES}
    thinned = {}
    for group in groups_of_sources():
        run_id = run_without_bodies(demonstration_run, group, ABSENT, YEAR)
        thinned |= dict.fromkeys(group, run_id)
    build([demonstration_run, *without.values(), *set(thinned.values())], "report")
    return Years(
        _results(demonstration_run),
        {source: _results(run_id) for source, run_id in without.items()},
        {source: _results(run_id) for source, run_id in thinned.items()},
    )


def _results(run_id: int) -> Results:
    criteria = _rows("fct_criterion_score", run_id)
    scores = {level: _rows(f"fct_{level}_score", run_id) for level in LEVELS}
    keys = {"direction": "direction_code", "block": "block_code"}
    not_scored: dict[Key, list[Row]] = {}
    for row in _rows("rpt_not_scored", run_id):
        not_scored.setdefault((row["body_kind"], row["criterion_code"]), []).append(row)
    return Results(
        {(row["body_code"], row["criterion_code"]): row for row in criteria},
        {
            level: {(row["body_code"], row[keys[level]] if level in keys else ""): row for row in rows}
            for level, rows in scores.items()
        },
        not_scored,
    )


def _rows(mart: str, run_id: int) -> list[Row]:
    with warehouse.connect("auditor") as connection:
        found = connection.execute(f"select * from marts.{mart} where run_id = %s".encode(), [run_id])
        assert found.description is not None
        names = [column.name for column in found.description]
        return [{name: value for name, value in zip(names, row, strict=True) if name != "run_id"} for row in found]


def _needing(results: Results, source: str) -> dict[Key, Row]:
    """What the edition says cannot be answered without a source."""
    return {key: row for key, row in results.criteria.items() if (key[1], row["body_kind"], source) in NEEDS}


def _may_differ(code: str, source: str) -> bool:
    # without the Register nobody knows which bodies have services, and that bears upon the whole direction
    reads = any((row["criterion_code"], row["source"]) == (code, source) for row in READS)
    return reads or (source == "services_register" and DIRECTIONS[code] in SERVICES)


@pytest.mark.parametrize("source", SOURCES)
def test_what_needs_a_source_waits_for_it_and_is_never_zero(years: Years, source: str) -> None:
    wrong = {}
    for key, row in _needing(years.without_source[source], source).items():
        complete = years.complete.criteria[key]
        if complete["status"] == "not_applicable":
            # a body outside the scope, or without services; only the Register could have said the latter
            fits = row["status"] in ("not_applicable", "no_data_source")
        else:
            fits = row["status"] == "no_data_source" and row["evidence_source"] == source
        bounds = (
            (None, None) if row["status"] == "not_applicable" or row["max_points"] is None else (0, row["max_points"])
        )
        if not fits or row["points"] is not None or (row["lowest_points"], row["highest_points"]) != bounds:
            wrong[key] = row
    assert wrong == {}


@pytest.mark.parametrize("source", SOURCES)
def test_what_does_not_read_a_source_stays_as_it_was(years: Years, source: str) -> None:
    missing = years.without_source[source].criteria
    assert missing.keys() == years.complete.criteria.keys()
    assert {
        key: (row, missing[key])
        for key, row in years.complete.criteria.items()
        if missing[key] != row and not _may_differ(key[1], source)
    } == {}


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_that_another_stands_in_for_leaves_its_criteria_answered(years: Years, source: str) -> None:
    assert {
        key: row
        for key, row in years.without_source[source].criteria.items()
        if (key[1], source) in EITHER and row["status"] == "no_data_source"
    } == {}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("source", SOURCES)
def test_a_missing_source_widens_bounds_around_the_score(years: Years, source: str, level: str) -> None:
    stood_in_for = {
        DIRECTIONS[code] for code, one in EITHER if one == source
    }  # the other source may say something else
    concerned = {
        "direction": stood_in_for,
        "block": {one[:2] for one in stood_in_for},
        "overall": {"" for _ in stood_in_for},
    }
    wrong = {}
    for key, row in years.complete.scores[level].items():
        missing = years.without_source[source].scores[level][key]
        if row["status"] == "not_applicable" or key[1] in concerned[level]:
            continue
        is_wider = missing["lowest_score"] <= row["lowest_score"] and missing["highest_score"] >= row["highest_score"]
        is_around = row["score"] is None or missing["lowest_score"] <= row["score"] <= missing["highest_score"]
        if not is_wider or not is_around:
            wrong[key] = (row, missing)
    assert wrong == {}


@pytest.mark.parametrize("source", NEEDED)
def test_the_report_names_the_source_that_is_missing_in_every_language(years: Years, source: str) -> None:
    results = years.without_source[source]
    waiting = {
        (row["body_kind"], code)
        for (_, code), row in _needing(results, source).items()
        if row["status"] == "no_data_source"
    }
    assert waiting
    for key in waiting:
        (row,) = [one for one in results.not_scored[key] if one["status"] == "no_data_source"]
        for language in ("ru", "kk", "en"):
            assert TITLES[source][f"title_{language}"] in row[f"reason_{language}"]
            assert GAP[language] in row[f"reason_{language}"]


@pytest.mark.parametrize("source", [*NEEDED, "appeals_register"])  # which goes before the form, where it came
def test_a_body_that_a_source_does_not_name_is_scored_only_where_that_says_something(years: Years, source: str) -> None:
    wrong = {}
    for key, row in years.without_bodies[source].criteria.items():
        if key[0] not in ABSENT or (key[1], row["body_kind"], source) not in REQUIRES:
            continue
        complete = years.complete.criteria[key]
        if row["status"] == "scored":
            # a 0 is reckoned from what the other sources say, or names the reading of absence that it rests on
            is_explained = row["points"] > 0 or row["numerator"] is not None or "A-89" in row["assumption_ids"].split()
            fits = source in SAYS_BY_ABSENCE and is_explained
        elif row["status"] == "not_applicable":
            fits = complete["status"] == "not_applicable" or source == "services_register"
        else:
            fits = (
                row["status"] in ("no_data_body", "manual_check_needed")
                and row["points"] is None
                and _spans(row, complete)
            )
        if not fits:
            wrong[key] = (complete, row)
    assert wrong == {}


def _spans(row: Row, complete: Row) -> bool:
    """Whether the bounds of a row leave room for what the complete year gives."""
    points: Decimal | None = complete["points"]
    return points is None or row["lowest_points"] <= points <= row["highest_points"]


def test_everything_came_of_the_bodies_that_are_taken_away(years: Years) -> None:
    assert {
        (body, code): row
        for (body, code), row in years.complete.criteria.items()
        if body in ABSENT and row["status"] not in ("scored", "not_applicable") and row["status_reason"] != NOT_COMPUTED
    } == {}


def test_other_bodies_keep_their_points_where_a_source_does_not_name_one(years: Years) -> None:
    changed = {
        (source, body, code)
        for source, results in years.without_bodies.items()
        for (body, code), row in results.criteria.items()
        if body not in ABSENT and (row["points"], row["status"]) != _points(years.complete.criteria[body, code])
    }
    # the mean of the surveyed bodies stands for one that was not surveyed
    assert {code[5:] for _, _, code in changed} <= {"S1.P1"}


def _points(row: Row) -> tuple[Decimal | None, str]:
    return row["points"], row["status"]
