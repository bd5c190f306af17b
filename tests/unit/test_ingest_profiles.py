"""Profiles: every source of the edition is an input or a gap with a reason in three languages; nothing is silent."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ingest.errors import ProfileInvalid
from ingest.profiles import LANGUAGES, FolderPlace, edition_sources, load_profile, profile_names, read_profile


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


def test_the_real_profile_invents_nothing_and_names_no_address() -> None:
    profile = load_profile("real")
    assert not any(profile.is_demonstration(source) for source in profile.inputs(2024))
    places = [part.place for source in profile.inputs(2024).values() for part in source.parts]
    assert {place.root for place in places if isinstance(place, FolderPlace)} == {"$OLSHEM_DELIVERIES"}


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
