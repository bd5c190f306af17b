"""Publishing: only what is approved, checked and on paper; one year at a time; and never half."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from olshem import warehouse
from olshem.cycle import what_if
from olshem.cycle.build import build
from olshem.cycle.publish import publish
from olshem.cycle.selection import Stage
from olshem.settings import home
from olshem.warehouse.errors import Terminal
from olshem.warehouse.ledger import record_event, require_unpublished
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


@pytest.mark.parametrize("stage", ["criteria", "marts", "report"])
def test_what_is_published_is_never_built_again(stage: Stage) -> None:
    run_id = fabricate.publishable_run("demo", 2012)
    publish(run_id)
    before = builds(run_id)
    with pytest.raises(Terminal, match=f"run {run_id} of demo/2012 on .*Freeze a new run"):
        build([fabricate.frozen_run("demo", 2012), run_id], stage)
    assert builds(run_id) == before


def test_what_was_published_and_replaced_is_not_built_again_either() -> None:
    old, new = fabricate.publishable_run("demo", 2013), fabricate.publishable_run("demo", 2013)
    publish(old)
    publish(new)
    with pytest.raises(Terminal, match="does not change"):
        build([old], "marts")


def test_a_what_if_of_a_published_run_may_be_built() -> None:
    run_id = fabricate.publishable_run("demo", 2013)
    publish(run_id)
    other = what_if.freeze(run_id, "A-10")
    with warehouse.connect("builder") as connection:
        require_unpublished(connection, [other])


def test_a_build_that_begins_while_its_run_is_being_published_is_refused() -> None:
    run_id = fabricate.publishable_run("demo", 2014)
    with warehouse.connect("publisher") as publishing, ThreadPoolExecutor() as other:
        publishing.execute("select pg_advisory_xact_lock(hashtext('olshem publish'))")
        building = other.submit(build, [run_id], "criteria")
        while not waits_for_a_lock():
            assert not building.done(), building.exception()
        publishing.execute(
            "insert into ledger.publication (profile, reporting_year, run_id) values ('demo', 2014, %s)", [run_id]
        )
        publishing.commit()
        with pytest.raises(Terminal, match="does not change"):
            building.result()


# What a run goes through once its marts are built, in its order.
COURSE = ("build marts", "gate", "build report", "report", "approve")


@pytest.mark.parametrize(
    ("repeated", "advice"),
    [
        ("build marts", "`gate_marts` of DAG `assess`"),
        ("build report", "`write_report` of DAG `conclude`"),
        ("report", "`describe` of DAG `conclude`"),
    ],
)
def test_what_was_made_again_after_it_was_looked_at_is_not_published(repeated: str, advice: str) -> None:
    run_id = fabricate.publishable_run("demo", 2015)
    for step in (*COURSE, repeated):
        go_through(run_id, step)
    with pytest.raises(Terminal, match=f"Clear task {advice}"):
        publish(run_id)
    for step in COURSE[COURSE.index(repeated) + 1 :]:
        go_through(run_id, step)
    assert publish(run_id) is True


def test_a_report_that_was_being_written_while_the_one_before_was_approved_is_not_published() -> None:
    run_id = fabricate.publishable_run("demo", 2016)
    for step in COURSE:
        go_through(run_id, step)
    with warehouse.connect("builder") as writing:
        writing.execute("select now()")
        go_through(run_id, "approve")
        record_event(writing, run_id, "reported", actor="a test")
    with pytest.raises(Terminal, match="nobody has approved it since its report was written"):
        publish(run_id)


def test_tables_of_the_report_that_are_older_than_the_marts_are_not_published() -> None:
    run_id = fabricate.publishable_run("demo", 2016)
    for step in (*COURSE, "build marts", "gate", "report", "approve"):
        go_through(run_id, step)
    with pytest.raises(Terminal, match="`build_report` of DAG `assess`"):
        publish(run_id)


def go_through(run_id: int, step: str) -> None:
    {
        "build marts": lambda: fabricate.begin_build(run_id, "marts"),
        "build report": lambda: fabricate.begin_build(run_id, "report"),
        "gate": lambda: fabricate.pass_gates(run_id, ("marts",)),
        "report": lambda: fabricate.report(run_id),
        "approve": lambda: fabricate.decide(run_id),
    }[step]()


def builds(run_id: int) -> list[tuple[str]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute("select stage from ledger.build where %s = any(run_ids)", [run_id]).fetchall()


def waits_for_a_lock() -> bool:
    with warehouse.connect("auditor") as connection:
        return bool(connection.execute("select from pg_locks where locktype = 'advisory' and not granted").fetchall())


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
