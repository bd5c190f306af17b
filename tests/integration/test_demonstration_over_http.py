"""The whole demonstration year from its portal: quiet, and with every misbehaviour at once. What comes is the same."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from demo.misbehaviour import ALL
from demo.portal import ADDRESS_VARIABLE, KEY_VARIABLE, Portal
from demo.world import World
from demo.year import write
from ingest import profiles
from ingest.collect import collect_source
from ingest.connectors import http, pace
from ingest.profiles import load_profile
from olshem import warehouse

pytestmark = pytest.mark.usefixtures("running_warehouse")
YEAR = 2017
SHORT_MINUTE_SECONDS = 3


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    write(World(YEAR, 0.05), folder / str(YEAR), say=lambda line: None)
    return folder


@pytest.fixture
def strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile with the limit of the real portal, in a minute that is short enough for a test."""
    folder = tmp_path / "profiles"
    shutil.copytree(profiles.FOLDER, folder)
    text = (folder / "demo.yml").read_text("utf-8")
    assert "requests_per_minute: 600" in text
    (folder / "demo.yml").write_text(text.replace("requests_per_minute: 600", "requests_per_minute: 40"), "utf-8")
    monkeypatch.setattr(profiles, "FOLDER", folder)
    monkeypatch.setattr("demo.portal.MINUTE_SECONDS", SHORT_MINUTE_SECONDS)
    monkeypatch.setattr(pace, "WINDOW_SECONDS", SHORT_MINUTE_SECONDS * 1.2)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many attempts as ever, each sooner after the one before: a portal on this machine need not recover."""
    monkeypatch.setattr(http, "Patience", partial(http.Patience, first_wait_seconds=0.05))


def collected(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], tuple[str, int]]:
    """The digest and the number of records of every part of the year."""
    monkeypatch.setenv(ADDRESS_VARIABLE, portal.address)
    monkeypatch.setenv(KEY_VARIABLE, portal.key)
    return {
        (source, part.part): (part.sha256, part.row_count)
        for source in load_profile("demo").inputs(YEAR)
        for part in collect_source("demo", YEAR, source).parts
    }


def test_with_every_misbehaviour_at_once_the_year_is_complete_and_equal_to_the_quiet_one(
    shelf: Path, strict: None, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Portal(shelf) as quiet:
        expected = collected(quiet, monkeypatch)
    with Portal(shelf, ["all"], silence_seconds=0.5) as loud:
        found = collected(loud, monkeypatch)
        assert loud.most_in_a_minute() <= 40
    assert set(loud.mood.switched_on) == set(ALL)
    assert found == expected
    assert len(expected) == len(profiles.edition_sources()) + 1  # the portal's counters come in two parts


def test_no_key_of_the_portal_stands_in_the_ledger(shelf: Path) -> None:
    with warehouse.connect("owner") as connection:
        told = connection.execute(
            "select string_agg(origin, ' ') from ledger.snapshot where profile = 'demo'"
        ).fetchone()
    assert told is not None
    assert "apiKey" not in str(told[0])
