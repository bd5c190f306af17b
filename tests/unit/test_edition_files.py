"""Files of an edition that a spreadsheet or a slip has spoilt: each is told by its name, with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from olshem.edition import read_edition
from olshem.edition.data import seeds_folder
from olshem.warehouse import Terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files of all editions."""
    return Path(shutil.copytree(seeds_folder(), tmp_path / "editions"))


def told(folder: Path) -> str:
    with pytest.raises(Terminal) as refusal:
        read_edition("2017", folder)
    return str(refusal.value)


def test_the_mark_that_spreadsheets_put_before_utf_8_changes_nothing(folder: Path) -> None:
    file = folder / "criteria.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_edition("2017", folder) == read_edition("2017")


def test_another_encoding_is_named_with_its_line(folder: Path) -> None:
    file = folder / "degrees.csv"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], "2017,B9,высокая\n".encode("cp1251"), *lines[2:]]))
    assert told(folder) == f"{file} is not in UTF-8 (line 3). Save it as “CSV UTF-8”."


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "degrees.csv").unlink()
    assert (
        told(folder) == f"There is no file {folder / 'degrees.csv'}. Bring it back: an edition needs all of its files."
    )


@pytest.mark.parametrize("content", ["", "edition,penalty_code\n2017,W2\n"], ids=["empty", "too few"])
def test_columns_that_are_missing_are_named_with_those_expected(folder: Path, content: str) -> None:
    (folder / "penalties.csv").write_text(content, "utf-8")
    sentence = told(folder)
    assert sentence.startswith(
        f"{folder / 'penalties.csv'} has the columns {'edition, penalty_code' if content else '(none)'}; "
    )
    assert "expected are edition, penalty_code, penalty_level, " in sentence


def test_a_comma_that_parts_a_text_is_told_by_its_line(folder: Path) -> None:
    file = folder / "block_weights.csv"
    count = file.read_bytes().count(b"\n")
    with file.open("a", encoding="utf-8") as stream:
        stream.write("2017,B2,B2.C.S,central,usual,0,5,,B2 para 9,verified,,too,many,cells\n")
    assert f"{file}, line {count + 1}: the row has more or fewer cells than the " in told(folder)
