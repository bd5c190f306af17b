"""The approval of a run: what the approver is told, and whose answer counts."""

from __future__ import annotations

import pytest

from olshem import warehouse
from olshem.cycle.approval import describe, record
from olshem.cycle.yearly import DEMONSTRATION_APPROVER, Partition, latest_assessed_run
from olshem.warehouse import Terminal
from tests.support.fabricate import frozen_run, write_artefact

pytestmark = pytest.mark.usefixtures("running_warehouse")


def assessed_run(profile: str, year: int) -> int:
    run_id = frozen_run(profile, year)
    with warehouse.connect("builder") as connection:
        connection.execute(
            "insert into marts.rpt_run (run_id, profile, reporting_year, edition, input_digest, result_digest, "
            "contains_demonstration_data, central_body_count, local_body_count, index_row_count, scored_row_count, "
            "not_applicable_row_count, missing_row_count) values (%s, %s, %s, '2017', 'inputs', 'results', %s, 32, 20, 1000, 100, 200, 700)",
            [run_id, profile, year, profile != "real"],
        )
    return run_id


def decisions(run_id: int) -> list[tuple[str, str, str, bool]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(
            "select event, actor, detail, is_demonstration from ledger.run_event where run_id = %s order by event_id",
            [run_id],
        ).fetchall()


def test_the_approver_is_told_what_is_evaluated_how_much_of_it_and_by_which_files() -> None:
    run_id = assessed_run("rehearsal", 2041)
    write_artefact(run_id, f"rehearsal/2041/{run_id}.pdf", b"report")
    told = describe(run_id)
    assert "rehearsal/2041" in told["subject"]
    assert "12.5 %" in told["subject"]  # 100 of 1000 - 200
    assert "DEMONSTRATION DATA" in told["subject"]
    for part in ("`inputs`", "`results`", f"rehearsal/2041/{run_id}.pdf", "700 have no data"):
        assert part in told["body"]


def test_a_run_of_real_data_is_not_called_a_demonstration() -> None:
    assert "DEMONSTRATION" not in describe(assessed_run("real", 2041))["subject"]


def test_a_run_without_report_tables_is_not_put_to_anybody() -> None:
    with pytest.raises(Terminal, match="build_report"):
        describe(frozen_run("rehearsal", 2041))


def test_a_persons_answer_to_a_rehearsal_is_not_labelled_as_a_demonstration() -> None:
    run_id = assessed_run("rehearsal", 2041)
    assert record(run_id, is_approved=True, approver="approver", remark="seen", told=describe(run_id)) is True
    assert decisions(run_id) == [("approved", "approver", "seen", False)]


def test_the_demonstration_approvers_answer_is_labelled() -> None:
    run_id = frozen_run("rehearsal", 2041)
    assert record(run_id, is_approved=False, approver=DEMONSTRATION_APPROVER, remark="", told={}) is False
    assert decisions(run_id) == [("refused", DEMONSTRATION_APPROVER, "", True)]


def test_the_demonstration_approver_cannot_answer_for_a_real_evaluation() -> None:
    run_id = frozen_run("real", 2041)
    with pytest.raises(Terminal, match="approved by a person"):
        record(run_id, is_approved=True, approver=DEMONSTRATION_APPROVER, remark="", told={})
    assert decisions(run_id) == []


def test_results_that_changed_while_the_question_was_waiting_are_not_approved() -> None:
    run_id = assessed_run("rehearsal", 2041)
    told = describe(run_id)
    with warehouse.connect("builder") as connection:
        connection.execute("update marts.rpt_run set result_digest = 'others' where run_id = %s", [run_id])
    with pytest.raises(Terminal, match="made again while the question was waiting"):
        record(run_id, is_approved=True, approver="approver", remark="", told=told)
    assert decisions(run_id) == []


def test_a_report_that_was_written_anew_while_the_question_was_waiting_is_not_approved() -> None:
    run_id = assessed_run("rehearsal", 2041)
    write_artefact(run_id, f"rehearsal/2041/{run_id}.pdf", b"report")
    told = describe(run_id)
    write_artefact(run_id, f"rehearsal/2041/{run_id}.pdf", b"another report")
    with pytest.raises(Terminal, match="made again while the question was waiting"):
        record(run_id, is_approved=True, approver="approver", remark="", told=told)


def test_a_conclusion_that_is_started_by_hand_finds_the_youngest_assessed_run() -> None:
    assessed_run("rehearsal", 2042)
    youngest = assessed_run("rehearsal", 2042)
    frozen_run("rehearsal", 2042)  # frozen, not assessed
    assert latest_assessed_run(Partition("rehearsal", 2042)) == youngest


def test_a_conclusion_of_nothing_is_refused_with_advice() -> None:
    with pytest.raises(Terminal, match="Start DAG `collect`"):
        latest_assessed_run(Partition("rehearsal", 2043))
