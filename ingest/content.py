"""The content of a delivered file: as it is, or unpacked from a zip of one file or from gzip, under caps.

A cap on the unpacked bytes comes from the contract. The caps on ratio and entries are ours: a register of text packs
about tenfold, an archive that grows two hundredfold is built to harm.
"""

from __future__ import annotations

import gzip
import io
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
_watcher: ContextVar[Callable[[int], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(advance: Callable[[int], None]) -> Iterator[None]:
    """Tell `advance` of the bytes that this thread reads from here on, as they lie on the disk: packed, if they are."""
    before = _watcher.set(advance)
    try:
        yield
    finally:
        _watcher.reset(before)


class _Capped(io.RawIOBase):
    """A stream that stops with an explanation once more comes out than is allowed, or the packing proves damaged."""

    def __init__(self, inner: BinaryIO, packed: BinaryIO, file: Path, most_bytes: int, why: str) -> None:
        self._inner, self._packed, self._file, self._left, self._why = inner, packed, file, most_bytes, why
        self._watcher, self._seen = _watcher.get(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise PackingRefused(
                f"The archive `{self._file.name}` is damaged ({error}). It was probably cut off on the way: deliver it again."
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise PackingRefused(f"`{self._file.name}` {self._why}.")
        buffer[: len(data)] = data
        self._tell()
        return len(data)

    def _tell(self) -> None:
        """Report how far the file itself was read. An archive's list of entries, at its end, is no progress."""
        position = self._packed.tell()
        if self._watcher and position > self._seen:
            self._watcher(position - self._seen)
            self._seen = position


@contextmanager
def open_content(file: Path, most_bytes: int) -> Iterator[BinaryIO]:
    """The unpacked bytes of a file as a buffered stream. Raises `PackingRefused` for a bad or oversized archive."""
    size = file.stat().st_size
    with ExitStack() as stack:
        packed = stack.enter_context(file.open("rb"))
        magic = packed.read(4)
        packed.seek(0)
        inner: BinaryIO = packed
        is_packed = True
        if magic in (ZIP_MAGIC, EMPTY_ZIP_MAGIC):
            inner = stack.enter_context(_only_entry(packed, file))
        elif magic[:2] == GZIP_MAGIC:
            inner = cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=packed)))
        else:
            is_packed = False
        most, why = most_bytes, f"holds more than the {most_bytes:,} bytes that its contract allows (`max_bytes`)"
        highest = max(size * HIGHEST_RATIO, RATIO_MATTERS_FROM_BYTES)
        if is_packed and highest < most:
            most, why = highest, f"unpacks to more than {HIGHEST_RATIO} times its size: no table of text does"
        yield stack.enter_context(io.BufferedReader(_Capped(inner, packed, file, most, why), 1 << 18))


@contextmanager
def _only_entry(packed: BinaryIO, file: Path) -> Iterator[BinaryIO]:
    try:
        archive = zipfile.ZipFile(packed)
    except zipfile.BadZipFile as error:
        raise PackingRefused(f"The archive `{file.name}` is damaged ({error}). Deliver it again.") from error
    with archive:
        entries = archive.infolist()
        if len(entries) != 1 or entries[0].is_dir():
            names = ", ".join(f"`{entry.filename}`" for entry in entries[:5]) or "nothing"
            raise PackingRefused(
                f"The archive `{file.name}` must hold exactly one file; it holds {len(entries)}: {names}."
            )
        if entries[0].flag_bits & 0x1:
            raise PackingRefused(f"The archive `{file.name}` asks for a password. Deliver it without one.")
        try:
            entry = archive.open(entries[0])
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise PackingRefused(
                f"The archive `{file.name}` cannot be unpacked ({error}). Deliver it again."
            ) from error
        with entry:
            yield cast(BinaryIO, entry)
