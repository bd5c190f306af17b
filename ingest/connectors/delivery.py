"""What every connector hands over: the bytes in a file, their origin, and the supplier's own statement about them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Manifest:
    """What the supplier says of a file: records without the header, hash of the file as delivered, year or month.

    `defects` holds what is wrong with the statement itself.
    """

    row_count: int | None = None
    sha256: str | None = None
    period: str | None = None
    defects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivery:
    """One delivered file, copied to `path`; `origin` says where it came from in words that hold on every machine."""

    path: Path
    file_name: str
    origin: str
    manifest: Manifest | None


def read_manifest(text: bytes) -> Manifest:
    """Read a manifest. What cannot be understood becomes a defect of the delivery, not an exception."""
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Manifest(defects=(f"the manifest is not JSON: {error}",))
    if not isinstance(document, dict):
        return Manifest(defects=("the manifest is not an object with `rows`, `sha256` and `period`",))
    rows, sha256, period = document.get("rows"), document.get("sha256"), document.get("period")
    defects = []
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        defects.append(f"the manifest's `rows` is {rows!r}; expected the number of records as a whole number")
        rows = None
    if not isinstance(sha256, str):
        defects.append("the manifest does not state the `sha256` of the file")
        sha256 = None
    if not isinstance(period, str):
        defects.append("the manifest does not state its `period`")
        period = None
    return Manifest(rows, sha256, period, tuple(defects))
