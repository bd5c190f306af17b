"""Whether bytes are UTF-8, and if not, what they probably are: Kazakh and Russian offices still write one-byte text, and
spreadsheets UTF-16 where they are asked for “Unicode text”.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

READ_BYTES = 1 << 20
HIGHEST_GARBLED_PCT = 1.0
HEAD_BYTES = 1 << 8
WIDE_BYTES = {0x00, 0x04, 0x20, 0x21}  # of two bytes the higher one: Latin letters and marks, Cyrillic ones, – and №
KAZAKH_ONLY = set("ӘәҒғҚқҢңӨөҰұҮүҺһ")
# KZ-1048 text that somebody read as Windows-1251 and saved as UTF-8: these letters are in no Russian or Kazakh word
GARBLED = re.compile("[ЌќЋћЎўЈјҐґЄєЇїЅѕ]")


@dataclass(frozen=True)
class EncodingDefect:
    """The first byte that is not UTF-8, what is wrong in words, and the encoding to go on with."""

    message: str
    likely: str

    @property
    def is_utf_16(self) -> bool:
        """Whether a letter takes two bytes, so that no line end can be found among them."""
        return self.likely.startswith("utf-16")


def find_defect(stream: BinaryIO, *, shows_text: bool = True) -> EncodingDefect | None:
    """Read a stream to its end. Returns what is wrong with it as UTF-8, or nothing; `shows_text` lets the message quote it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, row, before = 0, 0, b""
    for chunk in _chunks(stream):
        wide = "" if offset else _utf_16(chunk[:HEAD_BYTES])
        if wide:
            return EncodingDefect("the text is UTF-16, not UTF-8. Ask for the file in UTF-8", wide)
        pending = decoder.getstate()[0]
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            place = offset - len(pending) + error.start
            text = pending + chunk
            row += text[: error.start].count(b"\n")
            around = (before + text)[max(0, len(before) + error.start - 60) :][:160]
            return _explain(place, row, text[error.start :], around, shows_text)
        row += (pending + chunk).count(b"\n") - decoder.getstate()[0].count(b"\n")
        offset += len(chunk)
        before = chunk[-200:]
    return None


def is_garbled(text: str) -> bool:
    """Whether a text holds letters that only a wrong reading of Kazakh bytes produces."""
    return GARBLED.search(text) is not None


def _utf_16(head: bytes) -> str:
    """The name of the kind of UTF-16 that a text begins in; an empty one for any other text. Its mark may be missing."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for name, higher, lower in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if 0 in higher and 0 not in lower and set(higher) <= WIDE_BYTES:
            return name
    return ""


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(READ_BYTES):
        yield chunk
    yield b""


def _explain(offset: int, row: int, rest: bytes, around: bytes, shows_text: bool) -> EncodingDefect:
    """`rest` begins with the byte that is wrong: Kazakh letters may stand far behind the first Russian one."""
    likely, name = _guess(rest)
    byte, where = rest[0], f"at byte {offset:,}, row {row} (0 is the header)"
    if not name:
        return EncodingDefect(f"the text is not UTF-8: byte 0x{byte:02X} {where}. Ask for the file in UTF-8.", likely)
    sample = around.decode(likely, errors="replace").strip().splitlines()
    shown = f": “{max(sample, key=len)[:60]}”" if sample and shows_text else ""
    return EncodingDefect(
        f"the text is not UTF-8: byte 0x{byte:02X} {where}. It reads as {name}{shown}. "
        "Ask for the file in UTF-8; do not convert it by hand, a conversion under the wrong name damages Kazakh letters for good.",
        likely,
    )


def _guess(text: bytes) -> tuple[str, str]:
    """The likeliest one-byte encoding and its name for people; no name when the bytes read as nothing sensible."""
    if text.count(b"\x00") > len(text) // 4:
        return "latin-1", "UTF-16 or binary data"
    high = sum(byte >= 0x80 for byte in text)
    if text.decode("utf-8", errors="replace").count("\ufffd") * 4 < high:
        return "utf-8", ""  # UTF-8 that was damaged in places
    kazakh, russian = text.decode("kz1048", errors="replace"), text.decode("cp1251", errors="replace")
    letters = sum("А" <= letter <= "я" or letter in "Ёё" for letter in russian)
    if letters * 4 < high * 3:
        return ("kz1048", "KZ-1048 (the Kazakh form of Windows-1251)") if KAZAKH_ONLY & set(kazakh) else ("latin-1", "")
    if KAZAKH_ONLY & set(kazakh):
        return "kz1048", "KZ-1048 (the Kazakh form of Windows-1251)"
    return "cp1251", "Windows-1251"
