"""An array read through a window: the same elements and the same defects as from the whole text, in the memory of one record."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import json_stream
from ingest.contracts import load_contract
from ingest.errors import RecordTooLong
from ingest.inspect import inspect
from ingest.json_stream import TOO_DEEP, NotAnArray, Pairs, elements
from ingest.readers import open_delivery
from tests.support.deliveries import FIXTURES

STATISTICS = load_contract(FIXTURES / "contracts/company_statistics.yml")
many = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)


def of_the_whole_text(content: bytes) -> Any:
    """What the standard library makes of the text at once: the elements, or where it breaks."""
    try:
        return json.loads(
            content.decode("utf-8-sig", "replace"),
            object_pairs_hook=Pairs, parse_float=str, parse_int=str, parse_constant=str,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno} ({error.msg})"


def through_a_window(content: bytes, read_bytes: int) -> Any:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_stream, "READ_BYTES", read_bytes)
        try:
            return list(elements(io.BytesIO(content)))
        except NotAnArray as error:
            return str(error)


@many
@given(st.lists(values, max_size=5), st.sampled_from([None, 1]), st.booleans(), st.integers(1, 40))
def test_an_array_gives_the_elements_of_its_text(
    array: list[Any], indent: int | None, is_ascii: bool, read_bytes: int
) -> None:
    content = json.dumps(array, ensure_ascii=is_ascii, indent=indent).encode("utf-8", "replace")
    assert through_a_window(content, read_bytes) == of_the_whole_text(content)


GOOD = '[{"a": "Құж\\ud83d\\ude00", "b": -Infinity},\n {"a": 1.50e-3, "b": [true, null]},\n\n 12, "x"]\n'.encode()


@many
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 4),
    st.sampled_from([b"", b'"', b"]", b"[", b"{", b",", b"\\", b"\n", b"\xff", b"9", b"-", b"]]", b" "]),
    st.integers(1, 40),
)
def test_a_damaged_array_breaks_where_its_text_breaks(place: int, cut: int, inserted: bytes, read_bytes: int) -> None:
    content = GOOD[:place] + inserted + GOOD[place + cut :]
    expected, found = of_the_whole_text(content), through_a_window(content, read_bytes)
    if isinstance(expected, str):
        assert found == f"the JSON ends or breaks at {expected}: probably cut off on the way"
    elif isinstance(expected, Pairs):
        assert "found an object" in found
    else:
        assert found == expected


@pytest.mark.parametrize("text", ["null", "12", '"text"'])
def test_a_value_in_place_of_an_array_is_named(text: str) -> None:
    with pytest.raises(NotAnArray, match="expected a JSON array of records, found"):
        list(elements(io.BytesIO(text.encode())))


def test_an_array_without_end_of_depth_is_no_table() -> None:
    with pytest.raises(NotAnArray, match="nested too deeply"):
        list(elements(io.BytesIO(b"[" * 100_000)))


@pytest.mark.parametrize("depth", [101, 600, 900, 3_000])
@pytest.mark.parametrize("beginning", ['[{"nameRu": ', "[1, ", '{"error": '], ids=["cell", "record", "no array"])
def test_what_nests_deeply_is_a_defect_and_not_an_error(tmp_path: Path, beginning: str, depth: int) -> None:
    end = {"[{": "}]", "[1": "]", '{"': "}"}[beginning[:2]]
    file = tmp_path / "statistics.json"
    file.write_text(beginning + "[" * depth + "]" * depth + end)
    assert inspect(file, STATISTICS, 2024).defects == [TOO_DEEP]


def test_a_cell_that_nests_a_little_makes_its_record_unreadable(tmp_path: Path) -> None:
    record = json.dumps({column.source_name: "1" for column in STATISTICS.columns})
    file = tmp_path / "statistics.json"
    file.write_text("[" + record.replace('"1"', "[" * 90 + "]" * 90, 1) + "]")
    assert "holds a nested value" in inspect(file, STATISTICS, 2024).defects[0]


class Endless(io.RawIOBase):
    """A stream that begins somehow and then repeats one letter for ever."""

    def __init__(self, beginning: bytes, letter: bytes) -> None:
        self._left, self._letter = beginning, letter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = (self._left + self._letter * len(buffer))[: len(buffer)]
        self._left = self._left[len(buffer) :]
        buffer[:] = data
        return len(data)


def test_an_element_without_end_is_refused_by_its_number() -> None:
    with pytest.raises(RecordTooLong, match=r"Record 2 is longer than 4,194,304 characters"):
        list(elements(io.BufferedReader(Endless(b'[{"a": 1}, {"a": "', b"x"))))


def test_an_object_without_end_is_refused_in_words() -> None:
    with pytest.raises(NotAnArray, match=r"found one value of more than 4,194,304 characters"):
        list(elements(io.BufferedReader(Endless(b'{"data": [', b"1"))))


def records(count: int) -> Iterator[str]:
    for number in range(count):
        body = {column.source_name: f"{number:,} {'Қазақстан ' * 5}" for column in STATISTICS.columns}
        yield json.dumps(body, ensure_ascii=False)


def written(file: Path, count: int) -> Path:
    """An array of so many records, a kilobyte each."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write("[\n")
        for number, record in enumerate(records(count)):
            stream.write((",\n" if number else "") + record)
        stream.write("\n]\n")
    return file


def read_whole(file: Path) -> tuple[int, int]:
    """The number of records, and the most bytes that were needed to read them one after the other."""
    tracemalloc.start()
    try:
        with open_delivery(file, STATISTICS) as delivered:
            count = sum(1 for _ in delivered.records)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return count, most


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    few, needed_for_few = read_whole(written(tmp_path / "few.json", 1_000))
    many_more, needed_for_many = read_whole(written(tmp_path / "many.json", 8_000))
    assert (few, many_more) == (1_000, 8_000)
    assert needed_for_many < needed_for_few * 2


def test_a_large_array_is_looked_through_to_its_last_record(tmp_path: Path) -> None:
    findings = inspect(written(tmp_path / "statistics.json", 8_000), STATISTICS, 2024)
    assert (findings.defects, findings.row_count) == ([], 8_000)
