"""Checks that look into the cells of a delivery: its period, its keys, its totals, its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from ingest.contracts import NOT_SHOWN, Contract, Totals
from ingest.encoding import HIGHEST_GARBLED_PCT, is_garbled
from ingest.rows import Row

SHOWN = 5
LARGEST_EXPONENT = 40  # beyond it nothing that is counted here has a meaning, and sums of it overflow


class _Some:
    """The first few of a list that may be as long as the delivery."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[str] = []

    def add(self, text: str) -> None:
        self.count += 1
        if len(self._first) < SHOWN:
            self._first.append(text)

    def __str__(self) -> str:
        more = self.count - len(self._first)
        return "; ".join(self._first) + (f"; and {more:,} more" if more else "")


class RowChecks:
    """Takes every readable record once, then tells all that is wrong with them together.

    Checks whose columns are missing from the file are left out: the missing column is reported by itself.
    """

    def __init__(self, contract: Contract, present: Sequence[str], year: int) -> None:
        self._contract = contract
        self._place = {name: index for index, name in enumerate(present)}
        self._row_count = 0
        self._garbled, self._repeated, self._of_other_periods = _Some(), _Some(), _Some()
        self._keys: dict[tuple[str | None, ...], int | str] = {}
        self._period = (
            re.compile(contract.period.pattern.format(year=year)) if contract.period.kind == "column" else None
        )
        self._year = year
        self._of_period = 0
        totals = contract.totals
        has_totals = totals and {totals.row_column, totals.per, *totals.sums} <= self._place.keys()
        self._sums = _Sums(totals, self._place) if totals and has_totals else None
        wants_keys = contract.keys.duplicates == "refuse_delivery" and set(contract.keys.columns) <= self._place.keys()
        self._key_places = [self._place[name] for name in contract.keys.columns] if wants_keys else []
        self._period_place = self._place.get(contract.period.column)

    def add(self, row: Row) -> None:
        """Look at one record; its values are in the order of the columns that are present."""
        self._row_count += 1
        if self._period and self._period_place is not None:
            if self._period.search(row.values[self._period_place] or ""):
                self._of_period += 1
            elif self._contract.period.least_pct:
                value = self._contract.quoted(row.values[self._period_place])
                self._of_other_periods.add(f"{_place_of(row)}: {value}")
        if any(value and not value.isascii() and is_garbled(value) for value in row.values):
            self._garbled.add(_place_of(row))
        if self._key_places:
            self._add_key(row, tuple(row.values[place] for place in self._key_places))
        if self._sums:
            self._sums.add(row)

    def defects(self) -> list[str]:
        """All defects of the records, in words."""
        found = [*self._period_defects(), *self._key_defects(), *self._garbled_defects()]
        return found + (self._sums.defects() if self._sums else [])

    def _add_key(self, row: Row, key: tuple[str | None, ...]) -> None:
        first = self._keys.setdefault(key, row.place or row.row_number)
        if first != (row.place or row.row_number):
            named = ", ".join(
                f"{name} {NOT_SHOWN if name in self._contract.personal_columns else repr(value)}"
                for name, value in zip(self._contract.keys.columns, key, strict=True)
            )
            before = first if isinstance(first, str) else f"row {first}"
            self._repeated.add(f"{_place_of(row)} repeats {before} ({named})")

    def _key_defects(self) -> list[str]:
        count = self._repeated.count
        if not count:
            return []
        return [
            f"{count:,} {'record repeats' if count == 1 else 'records repeat'} a key: {self._repeated}. Each may stand once"
        ]

    def _period_defects(self) -> list[str]:
        period = self._contract.period
        if not self._period or self._period_place is None or not self._row_count:
            return []
        pct = 100 * self._of_period / self._row_count
        if self._of_period >= period.least_rows and pct >= period.least_pct:
            return []
        asked = f"at least {period.least_pct:g} % of them" if period.least_pct else f"at least {period.least_rows}"
        others = f"; not so {self._of_other_periods}" if self._of_other_periods.count else ""
        return [
            f"the file is of another year than {self._year}: of {self._row_count:,} records {self._of_period:,} have a "
            f"`{self._contract.source_name_of(period.column)}` of {self._year}, expected {asked} ({period.meaning}){others}. "
            "Check that the right file was delivered"
        ]

    def _garbled_defects(self) -> list[str]:
        count = self._garbled.count
        if not self._row_count or 100 * count / self._row_count <= HIGHEST_GARBLED_PCT:
            return []
        return [
            f"{count:,} of {self._row_count:,} records hold letters such as ќ, є, ј ({self._garbled}): Kazakh text in KZ-1048 "
            "that was read as Windows-1251 before it was saved. Ask for the file in UTF-8, made from the original"
        ]


def _place_of(row: Row) -> str:
    return row.place or f"row {row.row_number}"


class _Sums:
    """A total row among the details, per group: it must stand once and equal the sum of the others. Decimal, never float."""

    def __init__(self, totals: Totals, place: dict[str, int]) -> None:
        self._totals = totals
        self._row, self._per = place[totals.row_column], place[totals.per]
        self._summed = [(name, place[name]) for name in totals.sums]
        self._details: dict[str, list[Decimal]] = {}
        self._stated: dict[str, list[tuple[str, list[Decimal]]]] = {}
        self._unreadable = _Some()

    def add(self, row: Row) -> None:
        group = row.values[self._per] or ""
        numbers = [self._number(row, name, row.values[place]) for name, place in self._summed]
        details = self._details.setdefault(group, [Decimal(0)] * len(numbers))
        if row.values[self._row] == self._totals.row_value:
            self._stated.setdefault(group, []).append((_place_of(row), numbers))
        else:
            self._details[group] = [total + number for total, number in zip(details, numbers, strict=True)]

    def defects(self) -> list[str]:
        count = self._unreadable.count
        found = [f"{count:,} cell(s) of the columns to sum hold no number: {self._unreadable}"] if count else []
        for group, details in self._details.items():
            stated = self._stated.get(group, [])
            label = f"the total row (`{self._totals.row_column}` = {self._totals.row_value!r}) of {group}"
            if not stated:
                found.append(f"{label} is missing: without it nobody knows whether the details are complete")
            elif len(stated) > 1:
                places = ", ".join(place for place, _ in stated[:SHOWN])
                found.append(f"{label} stands {len(stated)} times ({places}); expected once")
            else:
                found += self._differences(label, stated[0], details)
        return found

    def _differences(self, label: str, stated: tuple[str, list[Decimal]], details: list[Decimal]) -> list[str]:
        place, totals = stated
        return [
            f"{label}, {place}: `{name}` is {total}, the others add up to {added} "
            f"(difference {total - added}, allowed {self._totals.tolerance})"
            for (name, _), total, added in zip(self._summed, totals, details, strict=True)
            if abs(total - added) > self._totals.tolerance
        ]

    def _number(self, row: Row, name: str, value: str | None) -> Decimal:
        try:
            number = Decimal((value or "").strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
            self._unreadable.add(f"{_place_of(row)}, `{name}`: {value!r}")
            return Decimal(0)
        return number
