"""Pseudonyms: what reaches the database in place of an identifier of a person or a firm, its keyed HMAC-SHA-256.

The key is what protects people: every identification number there can be is hashed in minutes, and without a key anyone
could look a pseudonym up. Whoever holds the key can, so it stays out of the warehouse, which knows only the `key_id`.
"""

from __future__ import annotations

import hashlib
import os

from ingest.contracts import Contract
from ingest.errors import KeyUnfit

VARIABLE = "OLSHEM_HMAC_KEY"
LEAST_KEY_BYTES = 32
KEY_ID_LENGTH = 16
BLOCK_BYTES = 64  # of SHA-256: what RFC 2104 pads the key to
INNER_PAD, OUTER_PAD = 0x36, 0x5C
NAMED = b"olshem key id"

# Public on purpose: it only ever replaces identifiers that were invented, and gives everyone the same demonstration.
DEMONSTRATION_KEY = "olshem demonstration: a public key for invented identifiers"


class PseudonymKey:
    """Makes the pseudonyms of one key. `key_id` names the key and does not reveal it."""

    def __init__(self, secret: bytes) -> None:
        padded = (hashlib.sha256(secret).digest() if len(secret) > BLOCK_BYTES else secret).ljust(BLOCK_BYTES, b"\x00")
        # The two padded keys are hashed once, and each pseudonym goes on from copies of these states: half the time of a copied
        # `hmac` object, for every personal cell of a register.
        self._inner = hashlib.sha256(bytes(byte ^ INNER_PAD for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ OUTER_PAD for byte in padded))
        self.key_id = self.digest(NAMED)[:KEY_ID_LENGTH]

    def digest(self, value: bytes) -> str:
        """HMAC-SHA-256 of bytes as they are, 64 hexadecimal digits."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(value)
        outer.update(inner.digest())
        return outer.hexdigest()

    def pseudonym(self, cell: str | None) -> str | None:
        """What to keep of a cell: the HMAC of its text without the spaces around it; nothing stays nothing."""
        text = cell.strip() if cell else cell
        return self.digest(text.encode("utf-8", "surrogateescape")) if text else text


def key_for(contract: Contract, *, is_demonstration: bool) -> PseudonymKey | None:
    """The key for a delivery of a source; none where the source has no personal columns.

    What is declared as invented gets the public key, everything else the one of the installation. Raises `KeyUnfit` when
    that is missing, too short, or the public one.
    """
    if not contract.personal_columns:
        return None
    if is_demonstration:
        return PseudonymKey(DEMONSTRATION_KEY.encode())
    secret = os.environ.get(VARIABLE, "")
    found = (
        "is not set" if not secret
        else f"has {len(secret.encode())} bytes" if len(secret.encode()) < LEAST_KEY_BYTES
        else "is the public key of the demonstration" if secret == DEMONSTRATION_KEY
        else ""
    )  # fmt: skip
    if found:
        columns = ", ".join(f"`{contract.source_name_of(name)}`" for name in contract.personal_columns)
        raise KeyUnfit(
            f"`{contract.source}` holds personal data ({columns}), which reach the database only as keyed HMACs, and "
            f"{VARIABLE} {found}. Nothing was loaded. Set {VARIABLE} to a secret of at least {LEAST_KEY_BYTES} bytes "
            "(see .env.example) and keep it apart from the warehouse; load again."
        )
    return PseudonymKey(secret.encode())
