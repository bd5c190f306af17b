"""The deliveries of an invented year: written once by a recipe, whole or not at all, where the profile looks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo import year
from demo.world import World, write_csv
from ingest.profiles import Part, RemotePlace, load_profile
from olshem.warehouse.errors import Terminal

WORLD = World(2017, 0.5)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written, by a project with one source of two files."""
    calls: list[str] = []

    def write(world: World, folder: Path) -> list[str]:
        calls.append(folder.name)
        names = [f"services_{world.year}.csv", f"services_{world.year}.csv.manifest.json"]
        write_csv(folder / names[0], ["n"], [[number] for number in range(world.sized(4))])
        (folder / names[1]).write_text("{}")
        return names[:1]

    monkeypatch.setattr(year, "WRITERS", {"services": write})
    return calls


def test_a_source_is_written_with_its_manifest_and_told_in_one_line(tmp_path: Path, written: list[str]) -> None:
    lines: list[str] = []
    files = year.write(WORLD, tmp_path, say=lines.append)
    assert [file.name for file in files] == ["services_2017.csv"]
    assert files[0].read_text() == "n\n0\n1\n"
    assert (tmp_path / "services_2017.csv.manifest.json").exists()
    assert len(lines) == 1
    assert lines[0].startswith("prepare services of 2017: 2 file(s), 0.00 MB")


def test_the_same_recipe_is_not_written_again(tmp_path: Path, written: list[str]) -> None:
    year.write(WORLD, tmp_path)
    year.write(WORLD, tmp_path)
    assert len(written) == 1


@pytest.mark.parametrize("other", [World(2017, 1), World(2017, 0.5, seed=1)])
def test_another_factor_or_seed_is_written_anew(tmp_path: Path, written: list[str], other: World) -> None:
    year.write(WORLD, tmp_path)
    year.write(other, tmp_path)
    assert len(written) == 2


def test_a_damaged_file_is_made_good(tmp_path: Path, written: list[str]) -> None:
    (file,) = year.write(WORLD, tmp_path)
    file.write_text("n\n0\n")
    year.write(WORLD, tmp_path)
    assert file.read_text() == "n\n0\n1\n"


def test_a_writer_that_fails_leaves_the_folder_without_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(world: World, folder: Path) -> list[str]:
        (folder / "half.csv").write_text("half")
        raise RuntimeError("no more paper")

    monkeypatch.setattr(year, "WRITERS", {"services": fail})
    with pytest.raises(RuntimeError, match="no more paper"):
        year.write(WORLD, tmp_path)
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_source_that_nobody_writes_is_refused_by_name(tmp_path: Path, written: list[str]) -> None:
    with pytest.raises(Terminal, match=r"Nothing in `demo/` writes `weather`\. It writes services"):
        year.write(WORLD, tmp_path, ["weather"])


@pytest.mark.parametrize("source", sorted(year.WRITERS))
def test_every_writer_gives_the_files_that_the_demonstration_looks_for(tmp_path: Path, source: str) -> None:
    parts = load_profile("demo").inputs(2017)[source].parts
    expected = {_file_of(part) for part in parts}
    assert {file.name for file in year.write(World(2017, 0.1), tmp_path, [source])} == expected


def _file_of(part: Part) -> str:
    """The file of the shelf from which the portal of the demonstration answers."""
    assert isinstance(part.place, RemotePlace)
    options = part.place.options
    return {
        "download": options.get("file", ""),
        "api_v4": f"{options.get('data_set')}.json",
        "proxy": f"{options.get('data_set')}.json",
        "statistics": f"open_data_statistics_{part.name}_{part.period}.json",
        "budget": f"budget_execution_{part.period}.csv",
    }[part.place.kind]
