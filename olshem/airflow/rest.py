"""The part of Airflow's REST API that a run needs: start, watch, answer, read what went wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx

from olshem.airflow.environment import login_password
from olshem.warehouse import Terminal

TIMEOUT_SECONDS = 30
DONE = frozenset({"success", "failed"})
# Airflow's name for the health of each service; the API server is healthy when it answers.
_HEALTH_NAMES = {"scheduler": "scheduler", "dag-processor": "dag_processor", "triggerer": "triggerer"}


@dataclass(frozen=True)
class TaskState:
    """A task of a DAG run as Airflow sees it now. `label` tells the instances of a mapped task apart."""

    dag_id: str
    dag_run_id: str
    task_id: str
    map_index: int
    label: str
    state: str
    try_number: int
    seconds: float | None


class Api:
    """A session with a running Airflow, as one of its users."""

    def __init__(self, address: str, user: str = "engineer") -> None:
        self.address = address
        self.user = user
        self._client = httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS, trust_env=False)
        self._token_is_from: float | None = None

    def unhealthy(self, services: set[str]) -> list[str]:
        """The services that do not answer or did not beat lately."""
        try:
            answer = self._client.get("/api/v2/monitor/health")
            answer.raise_for_status()
        except httpx.HTTPError:
            return sorted(services)
        health = answer.json()
        return sorted(
            service
            for service in services & _HEALTH_NAMES.keys()
            if health[_HEALTH_NAMES[service]]["status"] != "healthy"
        )

    def wait_for_dag(self, dag_id: str, *, seconds: float = 120) -> None:
        """Wait until a DAG has been read. Raises `Terminal` with the import error of its file, if there is one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._request("GET", f"/api/v2/dags/{dag_id}", allow=(404,)).status_code == 200:
                return
            errors = self._get("/api/v2/importErrors")["import_errors"]
            if errors:
                raise Terminal(f"{errors[0]['filename']} cannot be imported:\n{errors[0]['stack_trace']}")
            time.sleep(0.5)
        raise Terminal(
            f"Airflow did not read DAG `{dag_id}` in {seconds:.0f} seconds. Read the log of its dag-processor."
        )

    def trigger(self, dag_id: str, partition_key: str, conf: dict[str, object]) -> str:
        """Start a DAG for a partition. Returns the id of the DAG run."""
        body = {"logical_date": None, "partition_key": partition_key, "conf": conf}
        return str(self._request("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body).json()["dag_run_id"])

    def dag_runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The hundred youngest runs of a DAG, youngest first."""
        return list(self._get(f"/api/v2/dags/{dag_id}/dagRuns", order_by="-run_after", limit=100)["dag_runs"])

    def state(self, dag_id: str, dag_run_id: str) -> str:
        """The state of a DAG run."""
        return str(self._get(f"/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}")["state"])

    def followers(self, dag_id: str, partition_key: str, source_run_id: str) -> list[str]:
        """The started runs of a DAG, of a partition, that an asset event of `source_run_id` caused.

        A run that is still queued, behind another one, is not among them yet: Airflow answers the question for the
        events of such a run with an internal error (3.3.2).
        """
        found = []
        for run in self.dag_runs(dag_id):
            if run["run_type"] != "asset_triggered" or run["partition_key"] != partition_key or not run["start_date"]:
                continue
            events = self._get(f"/api/v2/dags/{dag_id}/dagRuns/{run['dag_run_id']}/upstreamAssetEvents")["asset_events"]
            if source_run_id in {event["source_run_id"] for event in events}:
                found.append(str(run["dag_run_id"]))
        return found

    def tasks(self, dag_id: str, dag_run_id: str) -> list[TaskState]:
        """The tasks of a DAG run, in the order of their start."""
        answer = self._get(f"/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances", limit=1000)
        return [
            TaskState(
                dag_id,
                dag_run_id,
                task["task_id"],
                task["map_index"],
                task["rendered_map_index"] or (str(task["map_index"]) if task["map_index"] >= 0 else ""),
                task["state"] or "waiting",
                task["try_number"],
                task["duration"],
            )
            for task in sorted(
                answer["task_instances"], key=lambda task: (task["start_date"] or "9", task["map_index"])
            )
        ]

    def answer(self, task: TaskState, option: str, remark: str) -> bool:
        """Answer a task that waits for a person. Returns False when somebody was faster."""
        path = f"/api/v2/dags/{task.dag_id}/dagRuns/{task.dag_run_id}/taskInstances/{task.task_id}/-1/hitlDetails"
        body = {"chosen_options": [option], "params_input": {"remark": remark}}
        return self._request("PATCH", path, allow=(409,), json=body).status_code == 200

    def set_aside(self, dag_id: str, dag_run_id: str) -> None:
        """Mark an unfinished DAG run as failed, so that nothing continues it."""
        self._request("PATCH", f"/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}", json={"state": "failed"})

    def _get(self, path: str, **query: str | int) -> Any:
        return self._request("GET", path, params=query).json()

    def _request(self, method: str, path: str, *, allow: tuple[int, ...] = (), **arguments: Any) -> httpx.Response:
        self._log_in()
        try:
            answer = self._client.request(method, path, **arguments)
        except httpx.HTTPError as error:
            raise Terminal(
                f"Airflow at {self.address} does not answer ({error}). `olshem status` says what runs."
            ) from error
        if answer.is_success or answer.status_code in allow:
            return answer
        raise Terminal(f"Airflow refused {method} {path} with {answer.status_code}: {answer.text[:500]}")

    def _log_in(self) -> None:
        """Tokens live a day; ask for a new one every hour."""
        now = time.monotonic()
        if self._token_is_from is not None and now - self._token_is_from < 3600:
            return
        try:
            answer = self._client.post(
                "/auth/token", json={"username": self.user, "password": login_password(self.user)}
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Terminal(f"Airflow at {self.address} did not let `{self.user}` in: {error}") from error
        self._client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self._token_is_from = now
