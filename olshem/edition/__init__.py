"""The rules of a year: read as data, checked, shown to a person, and closed once they served a publication."""

from olshem.edition.check import defects, refuse_invalid
from olshem.edition.closed import close
from olshem.edition.data import Edition, Row, copy, known_editions, read_edition

__all__ = ["Edition", "Row", "close", "copy", "defects", "known_editions", "read_edition", "refuse_invalid"]
