"""Publishing: only what is approved, checked and on paper; one year at a time; and never half."""

from __future__ import annotations

import threading

import pytest

from olshem import warehouse
from olshem.cycle.publish import publish
from olshem.settings import home
from olshem.warehouse.errors import Terminal
from tests.support import fabricate

pytestmark = pytest.mark.usefixtures("running_warehouse")


def published_runs(profile: str) -> dict[int, int]:
    with warehouse.connect("auditor") as connection:
        return dict(
            connection.execute(
                "select reporting_year, run_id from marts.published_run where profile = %s", [profile]
            ).fetchall()
        )


def test_publishing_one_year_leaves_the_others_published() -> None:
    first, second = fabricate.publishable_run("demo", 2001), fabricate.publishable_run("demo", 2002)
    publish(first)
    publish(second)
    assert {2001: first, 2002: second}.items() <= published_runs("demo").items()


def test_publishing_twice_is_one_event() -> None:
    run_id = fabricate.publishable_run("demo", 2003)
    assert publish(run_id) is True
    assert publish(run_id) is False
    with warehouse.connect("auditor") as connection:
        count = connection.execute("select count(*) from ledger.publication where run_id = %s", [run_id]).fetchone()
    assert count == (1,)


def test_the_history_names_the_run_that_was_replaced() -> None:
    old, new = fabricate.publishable_run("demo", 2004), fabricate.publishable_run("demo", 2004)
    publish(old)
    publish(new)
    with warehouse.connect("auditor") as connection:
        history = connection.execute(
            "select run_id, previous_run_id from ledger.publication where profile = 'demo' and reporting_year = 2004 "
            "order by publication_id"
        ).fetchall()
    assert history == [(old, None), (new, old)]


def test_nothing_is_published_without_an_approval() -> None:
    run_id = fabricate.frozen_run("demo", 2005)
    with pytest.raises(Terminal, match="nobody has approved"):
        publish(run_id)


def test_a_refused_run_is_not_published_even_if_it_was_approved_before() -> None:
    run_id = fabricate.publishable_run("demo", 2005)
    fabricate.decide(run_id, "refused")
    with pytest.raises(Terminal, match="refused"):
        publish(run_id)
    assert 2005 not in published_runs("demo")


@pytest.mark.parametrize("outcome", ["failed", "error"])
def test_a_run_whose_last_attempt_at_a_gate_did_not_pass_is_not_published(outcome: str) -> None:
    run_id = fabricate.publishable_run("demo", 2006)
    fabricate.pass_gates(run_id, ("values",), outcome=outcome)
    with pytest.raises(Terminal, match="gate values"):
        publish(run_id)


def test_a_gate_that_failed_first_and_passed_later_is_enough() -> None:
    run_id = fabricate.publishable_run("demo", 2007)
    fabricate.pass_gates(run_id, ("values",), outcome="failed")
    fabricate.pass_gates(run_id, ("values",))
    assert publish(run_id) is True


def test_a_run_without_its_report_file_is_not_published() -> None:
    run_id = fabricate.publishable_run("demo", 2008)
    (home() / "reports" / f"demo/2008/{run_id}.txt").unlink()
    with pytest.raises(Terminal, match="no file"):
        publish(run_id)


def test_a_report_that_was_altered_after_writing_is_not_published() -> None:
    run_id = fabricate.publishable_run("demo", 2009)
    (home() / "reports" / f"demo/2009/{run_id}.txt").write_bytes(b"another report")
    with pytest.raises(Terminal, match="expected SHA-256"):
        publish(run_id)


def test_readers_across_the_flip_never_see_two_runs_in_one_statement() -> None:
    runs = [fabricate.publishable_run("demo", 2010) for _ in range(2)]
    for run_id in runs:
        fabricate.overall_score(run_id, "X", coverage_pct=10)
    publish(runs[0])
    stop = threading.Event()
    seen: list[tuple[int, int, str]] = []

    def read() -> None:
        with warehouse.connect("analyst", autocommit=True) as connection:
            while not stop.is_set():
                seen.extend(
                    connection.execute(
                        "select score.run_id, body.run_id, body.name_ru from published_demo.fct_overall_score as score "
                        "inner join published_demo.dim_body as body using (body_code, reporting_year) where reporting_year = 2010"
                    ).fetchall()
                )

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(30):
        fabricate.decide(runs[turn % 2])
        publish(runs[turn % 2])
    stop.set()
    for reader in readers:
        reader.join()
    assert {row[0] for row in seen} == set(runs), "the readers were not there during a flip"
    assert all(score_run == body_run == int(name) for score_run, body_run, name in seen)


def test_an_analyst_of_the_real_results_never_meets_demonstration_data() -> None:
    run_id = fabricate.publishable_run("demo", 2011)
    fabricate.overall_score(run_id, "X", coverage_pct=10)
    publish(run_id)
    with warehouse.connect("analyst") as connection:
        assert (
            connection.execute("select 1 from published.fct_overall_score where run_id = %s", [run_id]).fetchone()
            is None
        )
        assert connection.execute(
            "select 1 from published_demo.fct_overall_score where run_id = %s", [run_id]
        ).fetchone()
