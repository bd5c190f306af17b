"""Notices of failure: one to the log, one to the list of notices that the command line reads, one by e-mail if wished.

E-mail goes to `OLSHEM_NOTICE_EMAIL` (addresses separated by commas) over Airflow's connection `smtp_default`, which
`AIRFLOW_CONN_SMTP_DEFAULT` or the UI sets.
"""

from __future__ import annotations

import html
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from olshem.settings import home
from olshem.warehouse import OlshemError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """A task that failed for good: which one, of which DAG run and partition, why, and where its log is."""

    dag_id: str
    dag_run_id: str
    partition_key: str
    task_id: str
    map_index: int
    try_number: int
    message: str
    log_file: str

    @property
    def subject(self) -> str:
        """One line: what failed, and of which evaluation."""
        return f"Olshem: {self.dag_id}.{self.task_id} failed ({self.partition_key or 'no partition'})"


def notices_file() -> Path:
    """One JSON object a line, the youngest last; lines between them may be empty."""
    return home() / "logs" / "notices.jsonl"


def report_failure(context: Mapping[str, Any]) -> None:
    """Airflow's `on_failure_callback` of every task: tell the log, the list of notices, and who asked for e-mail."""
    notice = notice_of(context)
    logger.error("%s\n%s\nLog: %s", notice.subject, notice.message, notice.log_file)
    remember(notice)
    recipients = [
        address.strip() for address in os.environ.get("OLSHEM_NOTICE_EMAIL", "").split(",") if address.strip()
    ]
    if recipients:
        send(notice, recipients)


def notice_of(context: Mapping[str, Any]) -> Notice:
    """The notice of a failed task, from the context that Airflow gives to callbacks."""
    task_instance, dag_run = context["ti"], context.get("dag_run")
    exception = context.get("exception")
    return Notice(
        dag_id=task_instance.dag_id,
        dag_run_id=task_instance.run_id,
        partition_key=getattr(dag_run, "partition_key", None) or "",
        task_id=task_instance.task_id,
        map_index=task_instance.map_index,
        try_number=task_instance.try_number,
        message=_message(exception),
        log_file=str(log_file(task_instance)),
    )


def _message(exception: object) -> str:
    """Why a task failed. Half a character of a file's name becomes a question mark: neither log, list nor e-mail can hold it."""
    if exception is None:
        return "The task ended without an explanation: its process was killed or lost."
    is_explained = isinstance(exception, OlshemError) or type(exception).__name__ == "AirflowFailException"
    message = str(exception) if is_explained else f"{type(exception).__name__}: {exception}"
    return message.encode("utf-8", "replace").decode("utf-8")


def log_file(task_instance: Any) -> Path:
    """Where the log of an attempt lies: Airflow's own template under its log folder."""
    folder = Path(os.environ.get("AIRFLOW__LOGGING__BASE_LOG_FOLDER") or home() / "logs" / "airflow")
    folder = (
        folder
        / f"dag_id={task_instance.dag_id}"
        / f"run_id={task_instance.run_id}"
        / f"task_id={task_instance.task_id}"
    )
    if task_instance.map_index >= 0:
        folder = folder / f"map_index={task_instance.map_index}"
    return folder / f"attempt={task_instance.try_number}.log"


def remember(notice: Notice) -> None:
    """Append the notice to the list. One write, not cut up by a buffer: attempts that fail at once do not mix.

    It begins a line of its own, whatever an attempt that was killed while it wrote has left behind.
    """
    notices_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(asdict(notice), ensure_ascii=False).encode("utf-8")
    with notices_file().open("ab", buffering=0) as stream:
        stream.write(b"\n" + line + b"\n")


def notices_of(dag_run_ids: set[str]) -> list[Notice]:
    """The notices of some DAG runs, oldest first. A line that a kill has left half-written is told of and left out."""
    if not notices_file().exists():
        return []
    lines = notices_file().read_text("utf-8", errors="replace").split("\n")  # texts may hold what else ends a line
    known = [notice for line in lines if line and (notice := _read(line))]
    return [notice for notice in known if notice.dag_run_id in dag_run_ids]


def _read(line: str) -> Notice | None:
    try:
        return Notice(**json.loads(line))
    except (ValueError, TypeError):
        logger.warning("%s has a line that is no notice; it was probably cut off: %r", notices_file(), line[:100])
        return None


def send(notice: Notice, recipients: list[str]) -> None:
    """E-mail the notice. A mail server that does not answer is an error in the log; the list has the notice already."""
    from airflow.providers.smtp.hooks.smtp import SmtpHook

    body = f"<p>{html.escape(notice.message)}</p><p>Log: {html.escape(notice.log_file)}</p>"
    try:
        with SmtpHook(smtp_conn_id="smtp_default") as hook:
            hook.send_email_smtp(to=recipients, subject=notice.subject, html_content=body)
    except OSError as error:
        logger.error("The notice could not be sent to %s: %s. Check connection `smtp_default`.", recipients, error)
