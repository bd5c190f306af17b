"""Start and stop, run an evaluation from sources to report, log in, back up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from olshem import warehouse
from olshem.airflow import follow, processes
from olshem.airflow.environment import login_password
from olshem.airflow.rest import Api
from olshem.cli.terminal import app, console, explained, say
from olshem.cycle.notices import notices_of
from olshem.cycle.progress import Display
from olshem.cycle.yearly import (
    DEMONSTRATION_PROFILES,
    INVENTED_YEAR,
    Partition,
    Summary,
    published_summary,
    usual_profile,
)
from olshem.settings import home
from olshem.warehouse import Role, cluster

# A run nobody looks at needs no triggerer: no task of ours defers to one.
NEEDED_FOR_A_RUN = ("api-server", "scheduler", "dag-processor")


@app.command()
@explained
def up() -> None:
    """Start Postgres and Airflow on this machine's own address, and print how to log in."""
    warehouse.ensure_running()
    api, _ = processes.start(say)
    processes.keep()
    say(f"\nAirflow       {api.address}")
    say(f"  to run      user engineer   password {login_password('engineer')}")
    say(f"  to approve  user approver   password {login_password('approver')}")
    say()
    _print_login("analyst")
    say("\nStart DAG `collect` there, or `olshem run` here. `make down` stops everything.")


@app.command()
@explained
def down() -> None:
    """Stop what was started here: Airflow, then the embedded Postgres."""
    stopped = processes.stop()
    say(f"Stopped {', '.join(stopped)}." if stopped else "Airflow was not running.")
    say("Stopped Postgres." if warehouse.stop() else "Postgres was not running here.")


@app.command()
@explained
def status() -> None:
    """Say what is running, and list the latest runs."""
    services = processes.running()
    api = processes.api_of(services)
    say(f"Folder    {home()}")
    say(f"Airflow   {', '.join(services) or 'not running'}" + (f" at {api.address}" if api else ""))
    is_up = bool(os.environ.get("OLSHEM_WAREHOUSE_URL")) or cluster.is_running()
    say(f"Postgres  {'running' if is_up else 'not running'}")
    if is_up:
        _print_runs()


@app.command()
@explained
def login(role: Annotated[str, typer.Argument(help="analyst or auditor")] = "analyst") -> None:
    """Print how psql and DBeaver log in to the warehouse."""
    if role not in ("analyst", "auditor"):
        raise warehouse.Terminal(f"Nobody logs in as `{role}` by hand. Expected analyst or auditor.")
    warehouse.ensure_running()
    _print_login("auditor" if role == "auditor" else "analyst")


@app.command()
@explained
def run(
    year: Annotated[int, typer.Option(help="the reporting year")] = INVENTED_YEAR,
    profile: Annotated[
        str | None,
        typer.Option(help="real, demo or rehearsal; if left out, demo for 2017 and rehearsal for other years"),
    ] = None,
    refuse: Annotated[bool, typer.Option(help="refuse the approval instead of giving it (demo, rehearsal)")] = False,
) -> None:
    """Evaluate a year: collect, assess, conclude through Airflow, with what is not running yet started and stopped."""
    partition = Partition(profile or usual_profile(year), year)
    is_demonstration = partition.profile in DEMONSTRATION_PROFILES
    if refuse and not is_demonstration:
        raise warehouse.Terminal("The approval of a real evaluation is answered by a person, in the UI.")
    warehouse.ensure_running()
    with processes.borrowed(say, only=NEEDED_FOR_A_RUN) as loan:
        answer = ("Refuse" if refuse else "Approve") if is_demonstration else None
        journey = _travel(loan.api, partition, answer, alone=loan.was_started_here)
        loan.keep_running = journey.waiting is not None
    _print_outcome(loan.api, partition, journey, refused=refuse)


@app.command()
@explained
def backup(file: Annotated[Path, typer.Argument(help="the file to write")]) -> None:
    """Write the warehouse, snapshots and reports into one file that its owner alone can read."""
    from olshem.warehouse.backup import backup as write_backup

    warehouse.ensure_running()
    say(f"Written: {write_backup(file)}")


@app.command()
@explained
def restore(
    file: Annotated[Path, typer.Argument(help="a file that `olshem backup` wrote")],
    replace: Annotated[bool, typer.Option("--replace", help="replace the runs that are here")] = False,
) -> None:
    """Put a backup in place of the warehouse here: all of it or nothing."""
    from olshem.warehouse.backup import restore as read_backup

    if processes.running():
        raise warehouse.Terminal("Airflow is running and may be writing. Stop it with `make down`, then restore.")
    warehouse.ensure_running()
    read_backup(file, replace=replace)
    say(f"Restored from {file}.")


def _travel(api: Api, partition: Partition, answer: str | None, *, alone: bool) -> follow.Journey:
    """Start `collect` and follow it to the end."""
    api.wait_for_dag("conclude")
    if alone:
        for left in follow.set_aside_unfinished(api, partition.key):
            say(f"Set aside what an interrupted attempt left: {left}")
    conf: dict[str, object] = {"profile": partition.profile, "year": partition.reporting_year}
    collect_run_id = api.trigger("collect", partition.key, conf)
    say(f"Evaluating {partition.key}. Airflow: {api.address}")
    needed = set(NEEDED_FOR_A_RUN)
    with Display(console, partition.key) as display:
        return follow.follow(
            api,
            collect_run_id,
            partition.key,
            show=lambda journey: display.show(journey.tasks),
            is_alive=lambda: needed <= processes.running().keys(),
            answer=answer,
        )


def _print_outcome(api: Api, partition: Partition, journey: follow.Journey, *, refused: bool) -> None:
    if journey.failed_dag is not None:
        _explain_failure(journey)
        raise typer.Exit(1)
    if journey.waiting is not None:
        say(f"\n{partition.key} is assessed and waits for a person's approval: {api.address}/required_actions")
        say(
            f"Airflow keeps running for it. Log in as `approver`, password {login_password('approver')}; then `make down`."
        )
    elif refused:
        say(f"\nThe approval of {partition.key} was refused: nothing was published.")
    else:
        _print_summary(partition, published_summary(partition))


def _explain_failure(journey: follow.Journey) -> None:
    """What failed, in its own words, and where its log is."""
    notices = notices_of(set(journey.run_ids.values()))
    for notice in notices:
        say(f"\nFailed: {notice.dag_id} · {notice.task_id}\n{notice.message}\nLog: {notice.log_file}")
    if not notices:
        failed = [f"{task.dag_id} · {task.task_id} {task.label}" for task in journey.tasks if task.state == "failed"]
        say(
            f"\nFailed: {', '.join(failed)}\nIts process ended without an explanation. Logs: {home() / 'logs' / 'airflow'}"
        )
    say("\nNothing was published by this run; what was published before stands.")


def _print_summary(partition: Partition, summary: Summary) -> None:
    say(f"\nPublished: {partition.key}, run {summary.run_id}")
    if summary.contains_demonstration_data:
        say("It contains DEMONSTRATION DATA: it says nothing about any real body.")
    say(f"Input digest {summary.input_digest}\nResult digest {summary.result_digest}")
    say("\nReports")
    for file in summary.report_files:
        say(f"  {file}")
    for title, bodies in (("Best covered", summary.best_covered), ("Worst covered", summary.worst_covered)):
        say(f"\n{title} (share of the applicable points that could be scored)")
        for body in bodies:
            say(f"  {body.coverage_pct:6} %  {body.name}")
    say(
        f"\nIndex rows: {summary.scored_row_count} scored, {summary.not_applicable_row_count} not applicable, "
        f"{summary.missing_row_count} missing. Missing sources: {len(summary.missing_sources)}"
    )
    for source, reason in summary.missing_sources:
        say(f"  {source}: {reason}")


def _print_login(role: Role) -> None:
    to = warehouse.connection_parameters(role)
    say(f"Warehouse as {role}")
    say(f"  psql        psql postgresql://{to['user']}:{to['password']}@{to['host']}:{to['port']}/{to['dbname']}")
    say(
        f"  DBeaver     PostgreSQL, host {to['host']}, port {to['port']}, database {to['dbname']}, "
        f"user {to['user']}, password {to['password']}"
    )


def _print_runs() -> None:
    with warehouse.connect("auditor") as connection:
        rows = connection.execute(
            "select run.run_id, run.profile, run.reporting_year, run.created_at, event.event, published_run.run_id is not null "
            "from ledger.run inner join lateral (select event from ledger.run_event where run_event.run_id = run.run_id "
            "order by event_id desc limit 1) as event on true "
            "left join marts.published_run on published_run.run_id = run.run_id "
            "where not exists (select from ledger.what_if where what_if.run_id = run.run_id) order by run.run_id desc limit 10"
        ).fetchall()
    say("\nLatest runs" if rows else "\nNo runs yet.")
    for run_id, profile, year, created_at, event, is_published in rows:
        say(
            f"  {run_id:>5}  {profile}/{year}  {created_at:%Y-%m-%d %H:%M}  {event}{'  (published)' if is_published else ''}"
        )
