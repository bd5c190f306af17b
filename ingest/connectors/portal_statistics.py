"""The portal's own counters per body: JSON that its pages ask for, and that it gives to its pages only."""

from __future__ import annotations

from pathlib import Path

from ingest.connectors.answers import Answer, records_of
from ingest.connectors.http import Client


def fetch(client: Client, name: str, into: Path) -> None:
    """Write the array of one list, such as `getstatisticsbycgogovagencies`, as it came.

    Without the two headers that the portal's own pages send, it answers with a page for people.
    """
    headers = {"X-Requested-With": "XMLHttpRequest", "Referer": f"{client.system.base}/statistics"}
    into.write_bytes(client.get(f"/datasets/{name}", headers=headers, read=_body_of_records))


def _body_of_records(answer: Answer) -> bytes:
    records_of(answer)
    return answer.body
