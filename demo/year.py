"""The deliveries of an invented year: every source that `demo/` can write, put where a profile looks for it.

    python -m demo.year --year 2017 --factor 1 --to FOLDER [--source appeals_register ...]

A source that was written by the same recipe, and whose files are still what was written, is left as it is. The recipe is
the year, the factor, the seed and everything that the writers are made from, so a changed contract or a changed name of a
body makes the files anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from demo import (
    appeals_register,
    form_1ol,
    goals,
    information_systems,
    openness,
    reports,
    services,
    staff,
    survey,
    territories,
)
from demo.world import SEED, World, Writer
from olshem.settings import project_root
from olshem.warehouse.errors import Terminal

WRITERS: Mapping[str, Writer] = {
    **appeals_register.WRITERS, **form_1ol.WRITERS, **goals.WRITERS, **information_systems.WRITERS, **openness.WRITERS,
    **reports.WRITERS, **services.WRITERS, **staff.WRITERS, **survey.WRITERS, **territories.WRITERS,
}  # fmt: skip
MADE_FROM = ("demo/*.py", "demo/*.csv", "dbt_project/seeds/*/*.csv", "ingest/sources/*.yml")
MANIFEST = ".manifest.json"


def write(
    world: World, folder: Path, sources: Iterable[str] | None = None, say: Callable[[str], None] = print
) -> list[Path]:
    """Write the deliveries of these sources (default: all) into a folder. Returns their files, manifests left out.

    Raises `Terminal` for a source that nobody writes. A kill leaves a source whole or to be written again, never half.
    """
    wanted = sorted(WRITERS if sources is None else sources)
    unknown = [source for source in wanted if source not in WRITERS]
    if unknown:
        raise Terminal(
            f"Nothing in `demo/` writes {', '.join(f'`{source}`' for source in unknown)}. It writes {', '.join(sorted(WRITERS))}. "
            "Add a writer to the WRITERS of a module there, and the module to `demo/year.py`."
        )
    files: list[Path] = []
    for source in wanted:
        began = time.monotonic()
        written, is_new = _write_source(world, folder, source, WRITERS[source])
        size = sum(file.stat().st_size for file in written)
        done = f"{time.monotonic() - began:.1f} s" if is_new else "was there already"
        say(f"prepare {source} of {world.year}: {len(written)} file(s), {size / 1e6:,.2f} MB, {done}")
        files += [file for file in written if not file.name.endswith(MANIFEST)]
    return files


def _write_source(world: World, folder: Path, source: str, writer: Writer) -> tuple[list[Path], bool]:
    """The files of a source, and whether they had to be written."""
    note = folder / ".recipes" / f"{source}.json"
    wanted = {"year": world.year, "factor": world.factor, "seed": world.seed, "recipe": _recipe()}
    kept = json.loads(note.read_text("utf-8")) if note.exists() else {}
    if kept and {name: kept[name] for name in wanted} == wanted and _are_whole(folder, kept["files"]):
        return [folder / name for name in kept["files"]], False
    note.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    draft = folder / f".draft-{source}-{os.getpid()}"
    draft.mkdir()
    try:
        names = _with_manifests(draft, writer(world, draft))
        files = {name: _sha256(draft / name) for name in names}
        for name in names:
            (draft / name).replace(folder / name)
        (draft / note.name).write_text(json.dumps(wanted | {"files": files}, indent=1) + "\n", "utf-8")
        (draft / note.name).replace(note)
    finally:
        shutil.rmtree(draft)
    return [folder / name for name in names], True


def _with_manifests(draft: Path, names: Sequence[str]) -> list[str]:
    """The files in the order in which they are put in place: a manifest first, so that no reader finds a file without."""
    manifests = [file.name for file in draft.iterdir() if file.name.endswith(MANIFEST)]
    return sorted(manifests) + sorted({*names} - {*manifests})


def _are_whole(folder: Path, files: dict[str, str]) -> bool:
    return all((folder / name).is_file() and _sha256(folder / name) == sha256 for name, sha256 in files.items())


@cache
def _recipe() -> str:
    """The identity of what the files are made from."""
    digest = hashlib.sha256()
    for pattern in MADE_FROM:
        for file in sorted(project_root().glob(pattern)):
            digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main() -> None:
    """Command line: write the deliveries and print a line for each source."""
    parser = argparse.ArgumentParser(description="Write the deliveries of an invented year: demonstration data.")
    parser.add_argument("--year", type=int, default=2017)
    parser.add_argument("--factor", type=float, default=1, help="multiplies the numbers of records")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--source", nargs="+", choices=sorted(WRITERS), help="only these; all when left out")
    given = parser.parse_args()
    write(World(given.year, given.factor, given.seed), given.to, given.source)


if __name__ == "__main__":
    main()
