"""What one evaluation is called, and how a start says which one it means."""

from __future__ import annotations

import pytest

from olshem.airflow import environment
from olshem.cycle import yearly
from olshem.cycle.yearly import Partition, partition_of_a_start
from olshem.warehouse import Terminal


def test_a_key_names_profile_and_year() -> None:
    assert Partition.parse("rehearsal/2024") == Partition("rehearsal", 2024)
    assert Partition("real", 2025).key == "real/2025"


@pytest.mark.parametrize("key", [None, "", "rehearsal", "rehearsal/24", "rehearsal/2024/1", "2024/rehearsal"])
def test_a_malformed_key_is_refused_with_advice(key: str | None) -> None:
    with pytest.raises(Terminal, match="Start DAG `collect`"):
        Partition.parse(key)


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(Terminal, match="no profile `reel`"):
        Partition("reel", 2024)


def test_a_year_before_the_decree_is_refused() -> None:
    with pytest.raises(Terminal, match="2009"):
        Partition("real", 2009)


def test_a_person_who_starts_without_a_key_is_understood_by_profile_and_year() -> None:
    assert partition_of_a_start(None, {}, {"profile": "rehearsal", "year": 2023}) == Partition("rehearsal", 2023)


def test_a_key_wins_over_defaults_that_nobody_typed() -> None:
    defaults = {"profile": "rehearsal", "year": 2024}
    assert partition_of_a_start("real/2025", {}, defaults) == Partition("real", 2025)


def test_a_key_that_contradicts_what_was_typed_is_refused() -> None:
    typed = {"profile": "rehearsal", "year": 2023}
    with pytest.raises(Terminal, match="contradict"):
        partition_of_a_start("rehearsal/2024", typed, typed)


def test_the_demonstration_approver_has_one_name() -> None:
    assert yearly.DEMONSTRATION_APPROVER == environment.DEMONSTRATION_APPROVER
    assert yearly.DEMONSTRATION_APPROVER in environment.USERS


@pytest.mark.parametrize(("year", "profile"), [(2017, "demo"), (2016, "rehearsal"), (2024, "rehearsal")])
def test_a_year_without_a_profile_is_never_evaluated_with_real_data(year: int, profile: str) -> None:
    assert yearly.usual_profile(year) == profile
