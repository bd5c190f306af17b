"""Pseudonyms: the HMAC of the standard, the same with and without spaces, nothing for nothing, and no load without a key."""

from __future__ import annotations

import csv
import hmac
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import pseudonyms
from ingest.contracts import contract_of
from ingest.errors import KeyUnfit
from ingest.personal_fields import replace_personal_fields
from ingest.pseudonyms import DEMONSTRATION_KEY, PseudonymKey, key_for
from ingest.records import Shape, split

REGISTER = contract_of("appeals_register")
SECRET = b"a key of thirty-two bytes or more"
KEY = PseudonymKey(SECRET)
SHAPE = Shape(3, b",", b"<unreadable>,,\n")


def test_a_pseudonym_is_the_hmac_of_rfc_4231() -> None:
    # test case 2 of the RFC
    assert (
        PseudonymKey(b"Jefe").digest(b"what do ya want for nothing?")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_a_key_longer_than_a_block_is_the_hmac_of_rfc_4231_too() -> None:
    # test case 6 of the RFC
    assert (
        PseudonymKey(b"\xaa" * 131).digest(b"Test Using Larger Than Block-Size Key - Hash Key First")
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    )


def test_spaces_around_a_value_make_no_other_person() -> None:
    assert KEY.pseudonym("\u00a0 880101300127 \t") == KEY.pseudonym("880101300127")


@pytest.mark.parametrize("cell", [None, ""])
def test_an_empty_cell_stays_as_empty_as_it_was(cell: str | None) -> None:
    assert KEY.pseudonym(cell) == cell


def test_a_cell_of_spaces_is_nobody() -> None:
    assert KEY.pseudonym("  ") == ""


def test_two_keys_have_two_names_and_no_name_holds_its_key() -> None:
    other = PseudonymKey(SECRET + b"!")
    assert KEY.key_id != other.key_id
    assert SECRET.decode()[:4] not in KEY.key_id
    assert len(KEY.key_id) == 16


def test_what_is_invented_gets_the_public_key_whatever_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pseudonyms.VARIABLE, SECRET.decode())
    key = key_for(REGISTER, is_demonstration=True)
    assert key is not None
    assert key.key_id == PseudonymKey(DEMONSTRATION_KEY.encode()).key_id


def test_what_is_not_invented_gets_the_key_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pseudonyms.VARIABLE, SECRET.decode())
    key = key_for(REGISTER, is_demonstration=False)
    assert key is not None
    assert key.key_id == KEY.key_id


def test_a_source_without_personal_columns_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(pseudonyms.VARIABLE, raising=False)
    assert key_for(contract_of("budget_execution"), is_demonstration=False) is None


@pytest.mark.parametrize(
    ("secret", "found"),
    [("", "is not set"), ("short", "has 5 bytes"), (DEMONSTRATION_KEY, "is the public key of the demonstration")],
)
def test_a_key_that_protects_nobody_is_refused_with_what_to_set(
    monkeypatch: pytest.MonkeyPatch, secret: str, found: str
) -> None:
    monkeypatch.setenv(pseudonyms.VARIABLE, secret)
    with pytest.raises(
        KeyUnfit, match=f"OLSHEM_HMAC_KEY {found}.*Set OLSHEM_HMAC_KEY to a secret of at least 32 bytes"
    ):
        key_for(REGISTER, is_demonstration=False)


def replaced(text: bytes, places: tuple[int, ...] = (1,), block_bytes: int = 1 << 18) -> bytes:
    blocks = split(io.BytesIO(text), SHAPE, block_bytes)
    return b"".join(bytes(replace_personal_fields(block, SHAPE, places, KEY).text) for block in blocks)


def of(value: str) -> bytes:
    return hmac.digest(SECRET, value.encode(), "sha256").hex().encode()


def test_only_the_personal_field_of_a_record_changes() -> None:
    assert replaced(b'1,880101300127,"a, ""b"""\n') == b"1," + of("880101300127") + b',"a, ""b"""\n'


def test_the_first_and_the_last_field_can_be_personal() -> None:
    assert replaced(b"7,x,8\n", places=(0, 2)) == of("7") + b",x," + of("8") + b"\n"


def test_a_quoted_field_is_taken_out_of_its_marks_before_hashing() -> None:
    assert replaced(b'1," a ""b"", c ",x\n') == b"1," + of('a "b", c') + b",x\n"


def test_no_value_and_empty_text_stay_apart() -> None:
    assert replaced(b'1,,x\n2,"",x\n3,  ,x\n') == b'1,,x\n2,"",x\n3,"",x\n'


def test_a_record_that_cannot_be_read_leaves_its_placeholder_alone() -> None:
    assert replaced(b"1,7,x\n2,cut\n3,8,x\n") == b"1," + of("7") + b",x\n<unreadable>,,\n3," + of("8") + b",x\n"


cells = st.text(st.sampled_from('a1 ,"\n\u00a0қ'), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12), st.integers(1, 200), st.booleans())
def test_of_any_table_the_personal_column_is_hashed_and_the_rest_is_as_it_was(
    table: list[tuple[str, str, str]], block_bytes: int, is_quoted: bool
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL).writerows(table)
    found = list(csv.reader(io.StringIO(replaced(text.getvalue().encode(), (1,), block_bytes).decode(), newline="")))
    assert found == [
        [first, of(second.strip()).decode() if second.strip() else "", third] for first, second, third in table
    ]
