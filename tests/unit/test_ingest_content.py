"""Archives: one file in a zip or gzip is read as if it lay there by itself; everything else is refused."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from ingest.content import open_content
from ingest.errors import PackingRefused

TEXT = b"id,name\n" + b"".join(b"%d,Astana\n" % number for number in range(500))


def zipped(**entries: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return memory.getvalue()


def read(folder: Path, content: bytes, most_bytes: int = 1 << 30) -> bytes:
    file = folder / "delivery"
    file.write_bytes(content)
    with open_content(file, most_bytes) as stream:
        return stream.read()


@pytest.mark.parametrize("packed", [TEXT, zipped(a=TEXT), gzip.compress(TEXT)], ids=["plain", "zip", "gzip"])
def test_content_is_the_same_packed_or_not(tmp_path: Path, packed: bytes) -> None:
    assert read(tmp_path, packed) == TEXT


@pytest.mark.parametrize("packed", [TEXT, zipped(a=TEXT), gzip.compress(TEXT)], ids=["plain", "zip", "gzip"])
def test_more_than_the_contract_allows_is_refused(tmp_path: Path, packed: bytes) -> None:
    with pytest.raises(PackingRefused, match="holds more than the 1,000 bytes"):
        read(tmp_path, packed, most_bytes=1000)


@pytest.mark.parametrize("bomb", [zipped(a=b"0" * 30_000_000), gzip.compress(b"0" * 30_000_000)], ids=["zip", "gzip"])
def test_an_archive_that_grows_beyond_reason_is_refused(tmp_path: Path, bomb: bytes) -> None:
    with pytest.raises(PackingRefused, match="unpacks to more than 200 times its size"):
        read(tmp_path, bomb)


def test_a_zip_of_two_files_is_refused_by_their_names(tmp_path: Path) -> None:
    with pytest.raises(PackingRefused, match="it holds 2: `first`, `second`"):
        read(tmp_path, zipped(first=TEXT, second=TEXT))


def test_an_empty_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackingRefused, match="it holds 0: nothing"):
        read(tmp_path, zipped())


@pytest.mark.parametrize("packed", [zipped(a=TEXT), gzip.compress(TEXT)], ids=["zip", "gzip"])
def test_an_archive_that_was_cut_off_is_refused(tmp_path: Path, packed: bytes) -> None:
    with pytest.raises(PackingRefused, match="is damaged"):
        read(tmp_path, packed[: len(packed) // 2])


def test_a_zip_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a", TEXT)
    with pytest.raises(PackingRefused, match="is damaged"):
        read(tmp_path, memory.getvalue().replace(b"17,Astana", b"71,Astana"))
