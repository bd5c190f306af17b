"""Replaces the personal fields in the text of CSV records by their pseudonyms, a block of records at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from ingest.pseudonyms import PseudonymKey
from ingest.records import QUOTE, Block, Shape, field_ends

SPACE, FIRST_BEYOND_ASCII = 0x20, 0x80


def replace_personal_fields(block: Block, shape: Shape, places: Sequence[int], key: PseudonymKey) -> Block:
    """A block in which the fields at `places` (columns of the file, from 0) are pseudonyms; the rest stays byte by byte.

    Every record of `block.text` has all columns: unreadable ones are placeholders there, whose personal fields are empty.
    """
    text = bytes(block.text)
    data = np.frombuffer(text, dtype=np.uint8)
    ends = field_ends(data, shape)
    begins = np.concatenate([[0], ends[:-1] + 1])
    wanted = np.arange(len(ends)).reshape(-1, shape.column_count)[:, sorted(places)].ravel()
    begins, ends = begins[wanted], ends[wanted]
    first, last = data[begins], data[ends - 1]
    is_plain = (begins < ends) & (first > SPACE) & (last > SPACE) & (first != QUOTE)
    is_plain &= (first < FIRST_BEYOND_ASCII) & (last < FIRST_BEYOND_ASCII)  # a letter or a space that ASCII lacks
    parts, copied = [], 0
    for begin, end, plain in zip(begins.tolist(), ends.tolist(), is_plain.tolist(), strict=True):
        parts.append(text[copied:begin])
        field = text[begin:end]
        parts.append(key.digest(field).encode() if plain else _pseudonym(field, key))
        copied = end
    parts.append(text[copied:])
    return dataclasses.replace(block, text=b"".join(parts))


def _pseudonym(field: bytes, key: PseudonymKey) -> bytes:
    """The pseudonym of a field that may be quoted, have spaces around its value, or hold none."""
    is_quoted = field[:1] == b'"'
    cell = field[1:-1].replace(b'""', b'"') if is_quoted else field
    pseudonym = key.pseudonym(cell.decode("utf-8", "surrogateescape"))
    return pseudonym.encode() if pseudonym else b'""' if field else b""
