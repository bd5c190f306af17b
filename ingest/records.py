"""Cuts the text of a CSV file into records, a block at a time, by whole-array operations on its bytes.

Postgres parses the fields; this module only finds where records end and whether each has the right number of columns.
Good records pass on as they are. A record that cannot be split is taken out with a reason and keeps its number.

Records follow RFC 4180: a quotation mark opens a field only at its beginning and closes it only at its end. One that
breaks this costs its own line, not the rest of the file: reading begins anew after the line. Blank lines are no records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ingest.errors import RecordTooLong

QUOTE, NEWLINE, RETURN, ZERO = 0x22, 0x0A, 0x0D, 0x00
BLOCK_BYTES = 1 << 18  # bigger ones fall out of the processor cache and load slower
SMALL_WINDOW_BYTES = 1 << 14  # after a stray quotation mark: what it spoils is usually near
LONGEST_RECORD_BYTES = 1 << 20
LONGEST_LINE_BYTES = 1 << 24

STRAY_QUOTE = "a quotation mark stands inside a field, or text follows the closing one"
UNCLOSED_QUOTE = f"a quotation mark is not closed within {LONGEST_RECORD_BYTES:,} bytes or before the end of the file"
BARE_RETURN = "a carriage return stands in the middle of the line"
ZERO_BYTE = "it holds a zero byte, which Postgres cannot store"

Positions = NDArray[np.int64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Unreadable:
    """A record that cannot be split into the columns. `row_number` counts records from 1, the header not counted."""

    row_number: int
    reason: str
    raw: bytes


@dataclass(frozen=True)
class Block:
    """Consecutive records: the text of the good ones, with the placeholder, if any, where an unreadable one stood."""

    text: bytes | memoryview
    record_count: int
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What a record looks like, and what to leave in the place of one that does not."""

    column_count: int
    delimiter: bytes
    placeholder: bytes = b""

    def wrong_count(self, found: int) -> str:
        """The reason for refusing a record with `found` columns."""
        return f"it has {found} {'column' if found == 1 else 'columns'} instead of {self.column_count}"


def split(stream: BinaryIO, shape: Shape, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """Cut what is left of `stream` (the header is already read) into blocks of records, in order.

    Memory stays within a few blocks and the longest record. Raises `RecordTooLong` for a line of more than 16 MiB.
    """
    carried = b""
    row_number = 1
    while True:
        chunk = stream.read(block_bytes)
        is_last = not chunk
        buffer = carried + chunk if carried else chunk
        if is_last and buffer and not buffer.endswith(b"\n"):
            buffer += b"\n"
        used = 0
        for block, end in _blocks(buffer, is_last, shape, row_number):
            used = end
            row_number += block.record_count
            yield block
        carried = buffer[used:]
        if is_last:
            return
        if len(carried) > LONGEST_LINE_BYTES:
            raise RecordTooLong(
                f"Row {row_number} is longer than {LONGEST_LINE_BYTES:,} bytes and still without an end. "
                "This is not a table with one record a line: ask for the file again."
            )


def _blocks(buffer: bytes, is_last: bool, shape: Shape, row_number: int) -> Iterator[tuple[Block, int]]:
    """Blocks of one buffer that begins with a record, each with the number of bytes used up after it."""
    view = memoryview(buffer)
    used, window = 0, len(buffer)
    while used < len(buffer):
        piece = view[used : used + window]
        is_end = used + len(piece) == len(buffer)
        block, consumed, is_spoiled = _scan(piece, is_last and is_end, shape, row_number)
        if consumed == 0 and is_end:
            return
        window = SMALL_WINDOW_BYTES if is_spoiled else max(window * 2, SMALL_WINDOW_BYTES)
        used += consumed
        row_number += block.record_count
        if consumed:
            yield block, used


def _scan(piece: memoryview, is_last: bool, shape: Shape, row_number: int) -> tuple[Block, int, bool]:
    """Read the complete records at the beginning of `piece`.

    Returns their block, how many bytes they take, and whether reading stopped at a misplaced quotation mark.
    """
    data = np.frombuffer(piece, dtype=np.uint8)
    quotes = np.flatnonzero(data == QUOTE)
    separators = _field_ends(data, quotes, shape)
    stray = _first_stray(data, quotes, shape.delimiter[0]) if len(quotes) else None
    is_end = data[separators] == NEWLINE
    ends = separators[is_end]
    if stray is not None:
        ends = ends[: np.searchsorted(ends, stray)]
    if stray is None and _is_flawless(data, separators, is_end, ends, shape):
        return Block(piece[: ends[-1] + 1], len(ends)), int(ends[-1]) + 1, False
    fields = np.diff(np.flatnonzero(is_end)[: len(ends)], prepend=-1)
    block, consumed = _pick(piece, data, quotes, ends, fields, shape, row_number)
    if stray is None and (consumed or not (is_last or len(piece) > LONGEST_RECORD_BYTES)):
        return block, consumed, False
    line = _cut_line(piece, consumed)
    if line is None:
        return block, consumed, False
    reason = UNCLOSED_QUOTE if stray is None else STRAY_QUOTE
    bad = Unreadable(row_number + block.record_count, reason, bytes(line).rstrip(b"\r\n"))
    joined = Block(bytes(block.text) + shape.placeholder, block.record_count + 1, (*block.unreadable, bad))
    return joined, consumed + len(line), True


def field_ends(data: Bytes, shape: Shape) -> Positions:
    """Where the fields of whole records end: at the delimiters and line ends that stand outside quotation marks."""
    return _field_ends(data, np.flatnonzero(data == QUOTE), shape)


def _field_ends(data: Bytes, quotes: Positions, shape: Shape) -> Positions:
    separators = np.flatnonzero((data == shape.delimiter[0]) | (data == NEWLINE))
    return separators[~_inside(quotes, separators)] if len(quotes) else separators


def _inside(quotes: Positions, separators: Positions) -> NDArray[np.bool_]:
    """Which separators stand between an opening and a closing quotation mark."""
    change = np.bincount(np.searchsorted(separators, quotes), minlength=len(separators) + 1)[: len(separators)]
    inside: NDArray[np.bool_] = (np.cumsum(change) & 1).astype(bool)
    return inside


def _first_stray(data: Bytes, quotes: Positions, delimiter: int) -> int | None:
    """The first quotation mark that opens a field elsewhere than at its beginning, or closes it before its end.

    A mark at the last byte is not judged: what follows it is not read yet.
    """
    opening, closing = quotes[0::2], quotes[1::2]
    before = data[opening - 1]  # of the first byte: the last one, which does not matter below
    opens = (opening == 0) | (before == delimiter) | (before == NEWLINE) | (before == QUOTE)
    closing = closing[closing < len(data) - 1]
    after = data[closing + 1]
    closes = (after == delimiter) | (after == NEWLINE) | (after == RETURN) | (after == QUOTE)
    wrong = np.concatenate([opening[~opens], closing[~closes]])
    return int(wrong.min()) if len(wrong) else None


def _is_flawless(data: Bytes, separators: Positions, is_end: NDArray[np.bool_], ends: Positions, shape: Shape) -> bool:
    """Whether every complete record has the right number of columns and no byte that needs a closer look."""
    count = len(ends)
    if not count:
        return False
    whole = is_end[: count * shape.column_count]
    return (
        len(whole) == count * shape.column_count
        and bool(whole[shape.column_count - 1 :: shape.column_count].all())
        and not bool((data == RETURN).any())
        and not bool((data == ZERO).any())
    )


def _pick(
    piece: memoryview,
    data: Bytes,
    quotes: Positions,
    ends: Positions,
    fields: Positions,
    shape: Shape,
    row_number: int,
) -> tuple[Block, int]:
    """Separate the good records of a piece from blank lines and from records that cannot be split."""
    if not len(ends):
        return Block(b"", 0), 0
    starts = np.concatenate([[0], ends[:-1] + 1])
    returns = _returns_outside_quotes(data, quotes)
    is_crlf = (returns + 1 < len(data)) & (data[np.minimum(returns + 1, len(data) - 1)] == NEWLINE)
    crlf = returns[is_crlf]
    lengths = ends - starts - np.isin(ends - 1, crlf)
    is_blank = lengths == 0
    reasons: dict[int, str] = {}
    for position in np.flatnonzero((fields != shape.column_count) & ~is_blank):
        reasons[int(position)] = shape.wrong_count(int(fields[position]))
    for positions, reason in ((returns[~is_crlf], BARE_RETURN), (np.flatnonzero(data == ZERO), ZERO_BYTE)):
        for position in np.unique(np.searchsorted(ends, positions[positions < ends[-1]])):
            reasons[int(position)] = reason
    numbers = row_number - 1 + np.cumsum(~is_blank)
    unreadable = tuple(
        Unreadable(
            int(numbers[position]), reasons[position], bytes(piece[starts[position] : ends[position]]).rstrip(b"\r")
        )
        for position in sorted(reasons)
    )
    left_out = sorted({*reasons, *np.flatnonzero(is_blank).tolist()})
    text = _text(data, starts, ends, left_out, reasons, crlf, shape)
    return Block(text, int((~is_blank).sum()), unreadable), int(ends[-1]) + 1


def _returns_outside_quotes(data: Bytes, quotes: Positions) -> Positions:
    returns = np.flatnonzero(data == RETURN)
    return returns[~_inside(quotes, returns)] if len(quotes) and len(returns) else returns


def _text(
    data: Bytes,
    starts: Positions,
    ends: Positions,
    left_out: list[int],
    reasons: dict[int, str],
    crlf: Positions,
    shape: Shape,
) -> bytes:
    """The good records with plain line ends, and a placeholder for each unreadable one."""
    keep = np.ones(len(data), dtype=bool)
    keep[crlf] = False

    def cut(begin: int, end: int) -> bytes:
        return bytes(data[begin:end][keep[begin:end]].tobytes())

    parts, begin = [], 0
    for position in left_out:
        parts.append(cut(begin, int(starts[position])))
        if position in reasons:
            parts.append(shape.placeholder)
        begin = int(ends[position]) + 1
    parts.append(cut(begin, int(ends[-1]) + 1))
    return b"".join(parts)


def _cut_line(piece: memoryview, begin: int) -> memoryview | None:
    """The physical line that begins at `begin`, if its end has been read."""
    rest = piece[begin:]
    for size in (SMALL_WINDOW_BYTES, len(rest)):
        end = bytes(rest[:size]).find(b"\n")
        if end >= 0:
            return rest[: end + 1]
    return None
