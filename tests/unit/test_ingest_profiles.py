"""Profiles: every source of the edition is an input or a gap with a reason in three languages; nothing is silent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from ingest.errors import ProfileInvalid
from ingest.profiles import (
    FOLDER,
    LANGUAGES,
    FolderPlace,
    edition_sources,
    load_profile,
    profile_names,
    read_profile,
)
from olshem.edition.formula_kinds import CERTAINTIES
from olshem.settings import project_root


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_rehearsal_answers_for_every_source_of_the_edition(year: int) -> None:
    profile = load_profile("rehearsal")
    assert profile.undeclared(year) == ()
    assert {*profile.inputs(year), *profile.gaps(year)} == set(edition_sources())


def test_the_rehearsal_of_2024_has_three_sources_and_only_the_register_is_invented() -> None:
    profile = load_profile("rehearsal")
    assert list(profile.inputs(2024)) == ["appeals_register", "budget_execution", "open_data_statistics"]
    assert [source for source in profile.inputs(2024) if profile.is_demonstration(source)] == ["appeals_register"]
    assert [part.name for part in profile.inputs(2024)["open_data_statistics"].parts] == ["cgo", "mio"]


def test_the_statistics_of_2025_are_no_input_of_2023() -> None:
    profile = load_profile("rehearsal")
    assert "open_data_statistics" not in profile.inputs(2023)
    assert "March 2025" in profile.gaps(2023)["open_data_statistics"]["en"]


def test_another_year_of_the_rehearsal_ends_in_a_clear_error() -> None:
    with pytest.raises(ProfileInvalid, match=r"no inputs for the year 2019; it knows 2023, 2024"):
        load_profile("rehearsal").inputs(2019)


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ProfileInvalid, match="Choose one of: demo, real, rehearsal"):
        load_profile("exercise")


@pytest.mark.parametrize("name", profile_names())
def test_every_gap_has_a_reason_in_three_languages(name: str) -> None:
    profile = load_profile(name)
    for source, reason in profile.gaps(2017 if name == "demo" else 2024).items():
        for language in LANGUAGES:
            assert reason[language].endswith("."), f"{source} in {language} is a sentence"
        assert set("әғқңөұүһі") & set(reason["kk"].lower()), f"{source}: the Kazakh reason is Kazakh"
        assert reason["ru"] != reason["kk"]


def test_the_demonstration_has_every_source_of_the_edition_and_invents_all_of_them() -> None:
    profile = load_profile("demo")
    assert set(profile.inputs(2017)) == set(edition_sources())
    assert all(profile.is_demonstration(source) for source in edition_sources())
    assert dict(profile.invented(2017)) == {"deliveries/demo/2017": tuple(sorted(edition_sources()))}


def test_only_the_register_of_the_rehearsal_has_to_be_written() -> None:
    assert dict(load_profile("rehearsal").invented(2024)) == {"deliveries/rehearsal/2024": ("appeals_register",)}
    assert dict(load_profile("real").invented(2024)) == {}


def test_the_real_profile_invents_nothing_and_takes_files_from_the_folder_of_deliveries() -> None:
    profile = load_profile("real")
    assert not any(profile.is_demonstration(source) for source in profile.inputs(2024))
    places = [part.place for source in profile.inputs(2024).values() for part in source.parts]
    assert {place.root for place in places if isinstance(place, FolderPlace)} == {"$OLSHEM_DELIVERIES"}


def test_the_real_profile_asks_the_real_systems_over_https_within_their_limit() -> None:
    systems = {system.name: system for system in load_profile("real").systems()}
    assert {name: system.address for name, system in systems.items()} == {
        "open_data_portal": "https://data.egov.kz",
        "budgets": "https://budget.egov.kz",
    }
    assert {system.requests_per_minute for system in systems.values()} == {40}
    assert not any(system.allows_private_addresses or system.shelf for system in systems.values())


def test_the_real_profile_names_where_its_key_is_and_holds_none() -> None:
    keys = {system.name: system.key_variable for system in load_profile("real").systems()}
    assert keys == {"open_data_portal": "OLSHEM_OPEN_DATA_PORTAL_KEY", "budgets": ""}
    document = yaml.safe_load((FOLDER / "real.yml").read_text("utf-8"))
    assert {name for system in document["systems"].values() for name in system} == {
        "address", "key_variable", "requests_per_minute",
    }  # fmt: skip
    options = [part for source in document["years"]["any"]["inputs"].values() for part in source["parts"].values()]
    assert {name for part in options for name in part} == {
        "system",
        "kind",
        "list",
        "budget",
        "region",
        "root",
        "file",
        "period",
    }


def test_the_page_of_real_systems_says_of_every_input_how_far_it_is_known() -> None:
    page = (project_root() / "docs/real-systems.md").read_text("utf-8")
    known = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \| [^|]+ \| (\w+) \|", page, re.MULTILINE)
    told = {(source, part) for source, parts, _ in known for part in parts.split(", ")}
    inputs = load_profile("real").inputs(2024).values()
    assert told == {(source.source, part.name or "whole") for source in inputs for part in source.parts}
    assert {certainty for _, _, certainty in known} <= set(CERTAINTIES)


def test_what_the_portal_shows_of_today_is_of_the_month_in_which_it_is_asked() -> None:
    parts = load_profile("real").inputs(2017)["open_data_statistics"].parts
    assert all(part.shows_today for part in parts)
    assert {part.period for part in parts} == {f"{datetime.now(UTC):%Y-%m}"}


def test_a_profile_with_several_mistakes_names_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "rehearsal.yml"
    part = {"whole": {"root": "/etc", "file": "x"}}
    file.write_text(
        yaml.safe_dump(
            {
                "name": "rehearsal",
                "edition": "2017",
                "years": {
                    2024: {
                        "inputs": {"budget_execution": {"parts": part}},
                        "gaps": {"budget_execution": {"en": "No.", "ru": "Нет.", "kk": ""}},
                    }
                },
            },
            allow_unicode=True,
        )
    )
    with pytest.raises(ProfileInvalid) as caught:
        read_profile(file)
    message = str(caught.value)
    for expected in ("is_demonstration", "project, home or a $VARIABLE", "an input and a gap at once", "missing in kk"):
        assert expected in message
