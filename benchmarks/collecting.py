"""What collecting costs beside a loop that asks the same portal for the same pages and only writes their bytes to disk."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx

from benchmarks import YEAR, one_fetch
from benchmarks.measure import Figure, in_pairs
from benchmarks.register import PERSONAL, write_register
from olshem.settings import project_root

DATA_SET = f"appeals_{YEAR}"
KEY = "benchmark"
PAGE_SIZE = 5_000


def collections(row_count: int) -> list[Figure]:
    """A data set of appeals through the portal's API, page by page."""
    with tempfile.TemporaryDirectory(prefix="olshem-shelf-") as folder:
        cursors = _write_data_set(Path(folder) / str(YEAR), row_count)
        with _portal(Path(folder)) as address:
            into, peaks = Path(folder) / "found", list[float]()
            figure = in_pairs(
                f"collect {row_count:,} appeals over HTTP",
                partial(_collect, address, into, peaks),
                "a plain httpx loop that writes the same pages to disk",
                partial(_plain_loop, address, cursors, into),
                pairs=1,
                warm_up=False,
            )
    return [figure.with_remark(f"highest memory of its process {max(peaks):.0f} MiB")]


def _collect(address: str, into: Path, peaks: list[float]) -> float:
    fetched = one_fetch.measure(address, KEY, DATA_SET, into)
    peaks.append(fetched.peak_mib)
    return fetched.seconds


def _plain_loop(address: str, cursors: list[str | None], into: Path) -> None:
    """The same questions, known beforehand; what comes is written as it comes."""
    with httpx.Client(timeout=60, trust_env=False) as client, into.open("wb") as file:
        for after in cursors:
            source = {"size": PAGE_SIZE, "sort": [{"id": "asc"}]} | (
                {"query": {"bool": {"must": [{"range": {"id": {"gt": after}}}]}}} if after else {}
            )
            asked = {"apiKey": KEY, "source": json.dumps(source)}
            file.write(client.get(f"{address}/api/v4/{DATA_SET}/v10", params=asked).raise_for_status().content)


def _write_data_set(folder: Path, row_count: int) -> list[str | None]:
    """Appeals as the API gives them: flat objects, all values strings. Returns the cursors by which they are paged."""
    folder.mkdir()
    table = folder / "register.csv"
    write_register(table, PERSONAL, row_count)
    names = ["id", *(column.name for column in PERSONAL.columns[1:])]
    keys: list[str] = []
    with (
        table.open(encoding="utf-8", newline="") as stream,
        (folder / f"{DATA_SET}.json").open("w", encoding="utf-8") as out,
    ):
        reader = csv.reader(stream)
        next(reader)
        for number, fields in enumerate(reader):
            keys.append(fields[0])
            out.write(
                ("[" if not number else ",\n") + json.dumps(dict(zip(names, fields, strict=True)), ensure_ascii=False)
            )
        out.write("]")
    table.unlink()
    # a page that is full ends one record earlier: its last key might go on
    return [None, *keys[PAGE_SIZE - 2 :: PAGE_SIZE - 1]]


@contextmanager
def _portal(folder: Path) -> Iterator[str]:
    """The portal in a process of its own, warm: it has read the data set and brought it into order."""
    command = [sys.executable, "-m", "demo.portal", "--folder", str(folder), "--key", KEY]
    with subprocess.Popen(
        command, cwd=project_root(), stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        assert process.stdout is not None
        address = str(json.loads(process.stdout.readline())["address"])
        try:
            asked = {"apiKey": KEY, "source": json.dumps({"size": 1, "sort": [{"id": "asc"}]})}
            httpx.get(f"{address}/api/v4/{DATA_SET}/v10", params=asked, timeout=600, trust_env=False).raise_for_status()
            yield address
        finally:
            process.terminate()
