"""Numbers as they are printed in Kazakhstan: a decimal comma, and a space that never breaks between thousands."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


def count(value: int) -> str:
    """A whole number."""
    return _localised(f"{value:,d}")


def decimal(value: Decimal, places: int = 2) -> str:
    """A number with a fixed count of decimals, halves rounded away from zero."""
    return _localised(f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}")


def signed(value: Decimal, places: int = 2) -> str:
    """A change: what grew carries a plus, and nothing that stayed as it was carries a sign."""
    return f"+{decimal(value, places)}" if value > 0 else decimal(value, places)


def quantity(value: Decimal, places: int = 4) -> str:
    """A number with at most `places` decimals and no zeros at its end: a count of things stays a count.

    What is smaller than a hundredth has four decimals more: points hang on the last ones of a small share.
    """
    places += 4 if abs(value) < Decimal("0.01") else 0
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return _localised(text.rstrip("0").rstrip(".") if "." in text else text)


def natural(identifier: str) -> list[tuple[str, int]]:
    """The order in which people count: A-42 comes before A-109."""
    return [(word, int(digits or 0)) for word, digits in re.findall(r"(\D*)(\d*)", identifier)]


def _localised(text: str) -> str:
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",").replace("-", MINUS)
