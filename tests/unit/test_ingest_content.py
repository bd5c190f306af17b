"""Archives: one file in a zip or gzip is read as if it lay there by itself; everything else is refused."""

from __future__ import annotations

import errno
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from ingest.content import open_content
from ingest.errors import PackingRefused

TEXT = b"id,name\n" + b"".join(b"%d,Astana\n" % number for number in range(500))


def zipped(packing: int = zipfile.ZIP_DEFLATED, /, **entries: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", packing) as archive:
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
    with pytest.raises(PackingRefused, match="is damaged"):
        read(tmp_path, zipped(zipfile.ZIP_STORED, a=TEXT).replace(b"17,Astana", b"71,Astana"))


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_was_damaged_inside_is_refused_however_it_is_packed(tmp_path: Path, packing: int) -> None:
    packed = zipped(packing, a=TEXT)
    middle = len(packed) // 2
    with pytest.raises(PackingRefused, match="The archive `delivery` is damaged"):
        read(tmp_path, packed[:middle] + b"\xff" * 8 + packed[middle + 8 :])


def test_a_zip_with_a_file_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackingRefused, match=r"is damaged \(a file in it has no name\)"):
        read(tmp_path, zipped(zipfile.ZIP_STORED, NAME=TEXT).replace(b"NAME", b"\0AME"))


def test_a_disk_that_cannot_be_read_is_not_taken_for_a_damaged_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(zipfile.ZipExtFile, "read", fail)
    with pytest.raises(OSError, match="Input/output error"):
        read(tmp_path, zipped(a=TEXT))
