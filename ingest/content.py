"""The content of a delivered file: as it is, or unpacked from a zip or from gzip, under caps.

A cap on the unpacked bytes comes from the contract. The cap on the ratio is ours: a register of text packs about
tenfold, a workbook up to hundredfold; an archive that grows two hundredfold is built to harm.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO, cast

from ingest.errors import PackingRefused

ZIP_MAGIC, GZIP_MAGIC = b"PK\x03\x04", b"\x1f\x8b"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 1 << 20
DAMAGE = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
IS_ENCRYPTED = 0x1
NEWS_BYTES = 1 << 12
_watcher: ContextVar[Callable[[int], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(advance: Callable[[int], None]) -> Iterator[None]:
    """Tell `advance` of the bytes that this thread reads from here on, as they lie on the disk: packed, if they are."""
    before = _watcher.set(advance)
    try:
        yield
    finally:
        _watcher.reset(before)


@contextmanager
def share(byte_count: int) -> Iterator[Callable[[int, int], None]]:
    """Work on so many bytes of the disk that is not done in their order. What is yielded takes how many of how many
    steps are done; the watcher is told of the bytes in proportion, and of all of them when the work has ended.
    """
    watcher, told = _watcher.get(), 0

    def stand_at(done: int, of: int) -> None:
        nonlocal told
        now = byte_count * done // max(of, 1)
        if watcher and (now - told >= NEWS_BYTES or done == of):
            watcher(now - told)
            told = now

    try:
        yield stand_at
    finally:
        stand_at(1, 1)


class _Capped(io.RawIOBase):
    """A stream that stops with an explanation once more comes out than is allowed, or the packing proves damaged."""

    def __init__(self, inner: BinaryIO, name: str, most_bytes: int, why: str, packed: BinaryIO | None = None) -> None:
        self._inner, self._name, self._left, self._why = inner, name, most_bytes, why
        self._packed, self._watcher, self._seen = packed, _watcher.get(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except (*DAMAGE, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:  # the disk's; the one of bzip2 has no number
                raise
            raise PackingRefused(
                f"The archive `{self._name}` is damaged ({error}). It was probably cut off on the way: deliver it again."
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise PackingRefused(f"`{self._name}` {self._why}.")
        buffer[: len(data)] = data
        self._tell()
        return len(data)

    def _tell(self) -> None:
        """Report how far the file itself was read. An archive's list of entries, at its end, is no progress."""
        if self._packed and self._watcher:
            position = self._packed.tell()
            self._watcher(max(0, position - self._seen))
            self._seen = max(self._seen, position)


@contextmanager
def open_content(file: Path, most_bytes: int) -> Iterator[BinaryIO]:
    """The unpacked bytes of a file as a buffered stream. Raises `PackingRefused` for a bad or oversized archive."""
    with ExitStack() as stack:
        packed = stack.enter_context(file.open("rb"))
        magic = packed.read(4)
        packed.seek(0)
        inner: BinaryIO = packed
        most, why = _most_unpacked(file.stat().st_size, most_bytes)
        if magic in (ZIP_MAGIC, EMPTY_ZIP_MAGIC):
            inner = stack.enter_context(_only_entry(packed, file.name))
        elif magic[:2] == GZIP_MAGIC:
            inner = cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=packed)))
        else:
            most, why = most_bytes, _too_many_bytes(most_bytes)
        content = stack.enter_context(io.BufferedReader(_Capped(inner, file.name, most, why, packed), 1 << 18))
        if inner is not packed and content.peek(4).startswith((ZIP_MAGIC, EMPTY_ZIP_MAGIC, GZIP_MAGIC)):
            raise PackingRefused(f"The archive `{file.name}` holds an archive. Deliver the file in one packing only.")
        yield content


@contextmanager
def open_archive(packed: BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    """A zip whose directory can be read. Raises `PackingRefused` for one that is damaged or asks for a password."""
    try:
        archive = zipfile.ZipFile(packed)
    except (*DAMAGE, ValueError) as error:  # a damaged directory may also hold impossible numbers
        raise PackingRefused(f"The archive `{name}` is damaged ({error}). Deliver it again.") from error
    with archive:
        if not all(entry.filename for entry in archive.infolist()):
            raise PackingRefused(f"The archive `{name}` is damaged (a file in it has no name). Deliver it again.")
        if any(entry.flag_bits & IS_ENCRYPTED for entry in archive.infolist()):
            raise PackingRefused(f"The archive `{name}` asks for a password. Deliver it without one.")
        yield archive


def check_directory(archive: zipfile.ZipFile, name: str, packed_bytes: int, most_bytes: int) -> int:
    """The unpacked bytes of a whole archive as its directory states them, before any is unpacked.

    Raises `PackingRefused` when they are more than `most_bytes`, or more than any honest packing saves.
    """
    stated = sum(entry.file_size for entry in archive.infolist())
    most, why = _most_unpacked(packed_bytes, most_bytes)
    if stated > most:
        raise PackingRefused(f"`{name}` {why}.")
    return stated


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """One entry of an archive whose directory was checked: never more bytes than the directory states for it."""
    with _opened(archive, entry, name) as inner:
        capped = _Capped(inner, name, entry.file_size, f"unpacks `{entry.filename}` to more than it states")
        return io.BufferedReader(capped, 1 << 18).read()


def _most_unpacked(packed_bytes: int, most_bytes: int) -> tuple[int, str]:
    """How many bytes may come out of an archive, and what to say when more do."""
    highest = max(packed_bytes * HIGHEST_RATIO, RATIO_MATTERS_FROM_BYTES)
    if highest < most_bytes:
        return highest, f"unpacks to more than {HIGHEST_RATIO} times its size: no table of text does"
    return most_bytes, _too_many_bytes(most_bytes)


def _too_many_bytes(most_bytes: int) -> str:
    return f"holds more than the {most_bytes:,} bytes that its contract allows (`max_bytes`)"


@contextmanager
def _only_entry(packed: BinaryIO, name: str) -> Iterator[BinaryIO]:
    with open_archive(packed, name) as archive:
        entries = archive.infolist()
        if len(entries) != 1 or entries[0].is_dir():
            names = ", ".join(f"`{entry.filename}`" for entry in entries[:5]) or "nothing"
            raise PackingRefused(f"The archive `{name}` must hold exactly one file; it holds {len(entries)}: {names}.")
        with _opened(archive, entries[0], name) as entry:
            yield entry


@contextmanager
def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[BinaryIO]:
    try:
        inner = archive.open(entry)
    except (*DAMAGE, ValueError, OSError, RuntimeError) as error:
        raise PackingRefused(f"The archive `{name}` cannot be unpacked ({error}). Deliver it again.") from error
    with inner:
        yield cast(BinaryIO, inner)
