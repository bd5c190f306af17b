"""How real portals misbehave, each way by name, so that each can be switched on alone or all at once.

Two kinds: a *trait* is always there when it is on (ten records without `source`); a *fault* spoils an answer now and then.
A fault strikes the first time that a question is asked, and the question after it is answered: whoever asks again gets it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

TRAITS = {
    "ten_rows_without_source": "a question without `source` gets ten records and no word about the others",
    "capped_at_10000": "a size above 10,000 gives 10,000",
    "search_after_refused": "`search_after` is answered with 400",
    "lost_tail": "`from` beyond 10,000 silently lacks records",
    "changed_columns": "older versions of a data set have other columns",
    "v10_after_v9": "versions are listed as text, so v10 stands before v9",
    "duplicated_epochs": "some records stand twice, from an old and a new load",
    "forty_a_minute": "more than 40 requests in a minute are answered with 429",
    "pages_only_for_browsers": "lists of the portal's pages come as a page for people unless asked for as the pages do",
}
FAULTS = {
    "error_in_200": "an error message with status 200",
    "database_error_in_200": "an error of the database behind the portal, with status 200",
    "status_403": "403 that passes",
    "status_500": "500",
    "status_501": "501 that passes",
    "status_502": "502 with a page of the server in front",
    "status_503": "503 with Retry-After",
    "web_page": "a page about maintenance with status 200",
    "captcha": "a page with a CAPTCHA with status 200",
    "login_page": "a login page with status 200",
    "cut_off": "an answer that ends in the middle",
    "silence": "a connection that is accepted and then says nothing",
}
ALL = (*TRAITS, *FAULTS)
QUIET = ("ten_rows_without_source", "capped_at_10000", "search_after_refused", "pages_only_for_browsers")


@dataclass
class Mood:
    """What is switched on, and which question is spoilt next. Safe to ask from several threads."""

    switched_on: frozenset[str] = frozenset(QUIET)
    _asked: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, names: Iterable[str]) -> Mood:
        """A mood with these ways switched on; `all` and `quiet` stand for the lists."""
        wanted: set[str] = set()
        for name in names:
            wanted |= set(ALL) if name == "all" else set(QUIET) if name == "quiet" else {name}
        unknown = wanted - set(ALL)
        if unknown:
            raise ValueError(f"Unknown misbehaviour {', '.join(sorted(unknown))}. Known: {', '.join(ALL)}.")
        return cls(frozenset(wanted))

    def has(self, trait: str) -> bool:
        """Whether a trait is on."""
        return trait in self.switched_on

    def fault_of(self, question: str) -> str | None:
        """The fault that spoils this question now, if any: the first time only, and another one for another question."""
        faults = [name for name in FAULTS if name in self.switched_on]
        if not faults:
            return None
        with self._lock:
            first = question not in self._asked
            self._asked.setdefault(question, len(self._asked))
            return faults[self._asked[question] % len(faults)] if first else None
