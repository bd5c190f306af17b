"""Invented identification numbers (ИИН, БИН): right in form, wrong in the control digit, so that none can be anybody's."""

from __future__ import annotations

import random
from datetime import date, timedelta

LENGTH = 12
FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MODULUS, NOT_A_DIGIT = 11, 10
PERSON_SHARE = 0.85
FIRST_BIRTHDAY, BIRTHDAYS = date(1935, 1, 1), 25_000  # to 2003: grown up in every year that is told
CENTURY_DIGITS = {19: "34", 20: "56"}  # man, woman


def invented_identifier(chance: random.Random) -> str:
    """A number of 12 digits of a person or, less often, of an organisation. Uses `chance.random()` alone."""
    stem = _person(chance) if chance.random() < PERSON_SHARE else _organisation(chance)
    right = control_digit(stem)
    wrong = int(chance.random() * 10) if right is None else (right + 1 + int(chance.random() * 9)) % 10
    return f"{stem}{wrong}"


def control_digit(stem: str) -> int | None:
    """The twelfth digit that the first eleven ask for; None for a stem that is never given out."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        found = sum(weight * int(digit) for weight, digit in zip(weights, stem, strict=True)) % MODULUS
        if found != NOT_A_DIGIT:
            return found
    return None


def _person(chance: random.Random) -> str:
    """Date of birth, century and sex, a number in the order of registration."""
    born = FIRST_BIRTHDAY + timedelta(days=int(chance.random() * BIRTHDAYS))
    sex = CENTURY_DIGITS[born.year // 100][int(chance.random() * 2)]
    return f"{born:%y%m%d}{sex}{int(chance.random() * 10_000):04d}"


def _organisation(chance: random.Random) -> str:
    """Year and month of registration, kind (4 to 6), place in the organisation (0 to 2), a number in order."""
    month = int(chance.random() * 240)
    kind, place = 4 + int(chance.random() * 3), int(chance.random() * 3)
    return f"{(97 + month // 12) % 100:02d}{month % 12 + 1:02d}{kind}{place}{int(chance.random() * 100_000):05d}"
