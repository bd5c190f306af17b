"""The words of the report: one file of strings per language, the same keys and placeholders in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml

from olshem.warehouse.errors import Terminal

Code = Literal["ru", "kk"]
CODES: tuple[Code, ...] = get_args(Code)
FOLDER = Path(__file__).parent
BOUND = re.compile(r"(is (?:below|above)) (-?[0-9.]+)")
UNIT = re.compile(r'is in "(.*)"(?:; a bare number is expected|, not in one of: (.*))')


@dataclass(frozen=True)
class Language:
    """The strings of one language, under keys such as `results.score`."""

    code: Code
    strings: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The string of a key with its placeholders filled."""
        if key not in self.strings:
            raise Terminal(
                f"report/languages/{self.code}.yml has no string `{key}`. Add it there and in the other languages."
            )
        return self.strings[key].format(**values)

    def rejection(self, reason: str) -> str:
        """Why a cell was rejected. Staging says it in English, with the accepted values or the bound behind it."""
        of_unit = UNIT.fullmatch(reason)
        if of_unit:
            unit, accepted = of_unit.groups()
            if accepted is None:
                return self("rejection.has a unit", unit=unit)
            return self("rejection.has another unit", unit=unit, values=accepted)
        kind, _, values = reason.partition(": ")
        bound = BOUND.fullmatch(reason)
        if bound:
            kind, values = bound.groups()
        key = f"rejection.{kind}"
        return self(key, values=values) if key in self.strings else reason

    def reason(self, status_reason: str) -> str:
        """What a model says of a criterion without a score; empty where it says no more than the general sentence.

        The models speak English; the strings hold their sentences with `#` for each number.
        """
        digits = re.compile(r"\d+(?:\.\d+)?")
        words = self.strings.get(f"reason.{digits.sub('#', status_reason)}", "")
        for number in digits.findall(status_reason):
            words = words.replace("#", number.replace(".", ","), 1)
        return words

    def known(self, group: str, code: str) -> str:
        """The words for a code of a closed list, or the code itself where a source brings one of its own."""
        return self.strings.get(f"{group}.{code}", code)

    def choose(self, ru: str, kk: str) -> str:
        """The text in this language, of a value that the marts hold in both."""
        return ru if self.code == "ru" else kk


@cache
def load(code: Code) -> Language:
    """Read the strings of a language: its own file, and those of its chapters beside it."""
    strings: dict[str, str] = {}
    for file in (FOLDER / f"{code}.yml", *sorted(FOLDER.glob(f"{code}_*.yml"))):
        strings |= _flatten(yaml.safe_load(file.read_text(encoding="utf-8")))
    return Language(code, strings)


def banner(language: Language) -> str:
    """The words that mark demonstration data, in both languages and this one first: nobody may overlook them."""
    others = [load(code) for code in CODES if code != language.code]
    return " / ".join(one("demonstration.banner") for one in (language, *others))


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        pairs += _flatten(value, f"{prefix}{key}.") if isinstance(value, Mapping) else [(f"{prefix}{key}", str(value))]
    return pairs
