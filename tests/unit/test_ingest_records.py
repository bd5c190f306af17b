"""The splitter: whole-array operations must find the records that a plain reader finds, and lose nothing of the rest."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import records
from ingest.errors import RecordTooLong
from ingest.records import Block, Shape, Unreadable, split

MARK = b"<unreadable>"


def cut(text: bytes, columns: int = 3, block_bytes: int = 1 << 18) -> list[Block]:
    shape = Shape(columns, b",", MARK + b"," * (columns - 1) + b"\n")
    return list(split(io.BytesIO(text), shape, block_bytes))


def good_rows(blocks: list[Block]) -> list[list[str]]:
    text = b"".join(bytes(block.text) for block in blocks).decode("utf-8", "replace")
    return list(csv.reader(io.StringIO(text, newline="")))


def bad_rows(blocks: list[Block]) -> list[Unreadable]:
    return [record for block in blocks for record in block.unreadable]


def count(blocks: list[Block]) -> int:
    return sum(block.record_count for block in blocks)


def test_good_records_pass_unchanged() -> None:
    text = b'1,a,b\n2,"x, y","line\nbreak"\n3,"say ""hi""",\n'
    blocks = cut(text)
    assert b"".join(bytes(block.text) for block in blocks) == text
    assert count(blocks) == 3


def test_a_last_record_without_line_end_is_a_record() -> None:
    assert good_rows(cut(b"1,a,b\n2,c,d")) == [["1", "a", "b"], ["2", "c", "d"]]


def test_blank_lines_are_no_records_and_take_no_number() -> None:
    blocks = cut(b"\n1,a,b\n\r\n\n2,c\n\n")
    assert count(blocks) == 2
    assert [record.row_number for record in bad_rows(blocks)] == [2]


def test_windows_line_ends_are_made_plain_outside_quotation_marks_only() -> None:
    assert good_rows(cut(b'1,a,"b\r\nc"\r\n2,d,e\r\n')) == [["1", "a", "b\r\nc"], ["2", "d", "e"]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"2,x", "it has 2 columns instead of 3"),
        (b"2", "it has 1 column instead of 3"),
        (b"2,x,y,z", "it has 4 columns instead of 3"),
        (b"2,x\x00,y", records.ZERO_BYTE),
        (b"2,x\ry,z", records.BARE_RETURN),
        (b'2,x "Nord",y', records.STRAY_QUOTE),
        (b'2,"x" y,z', records.STRAY_QUOTE),
        (b'2,"x,y', records.UNCLOSED_QUOTE),
    ],
)
def test_a_bad_record_costs_itself_alone_and_keeps_its_number(line: bytes, reason: str) -> None:
    blocks = cut(b"1,a,b\n" + line + b"\n3,c,d\n4,e,f\n")
    assert bad_rows(blocks) == [Unreadable(2, reason, line)]
    assert [row[0] for row in good_rows(blocks)] == ["1", MARK.decode(), "3", "4"]


def test_a_stray_mark_far_from_the_next_one_costs_one_line() -> None:
    lines = [b"%d,a,b" % number for number in range(30_000)]
    lines[7] = b'7,"a,b'
    lines[20_000] = b'20000,"fine, too",b'
    blocks = cut(b"\n".join(lines) + b"\n")
    assert [record.row_number for record in bad_rows(blocks)] == [8]
    assert count(blocks) == 30_000


def test_a_quotation_mark_that_never_closes_does_not_fill_the_memory() -> None:
    lines = [b'1,"a,b'] + [b"2,%s,c" % (b"x" * 1000)] * 5_000
    blocks = cut(b"\n".join(lines) + b"\n")
    assert [record.row_number for record in bad_rows(blocks)] == [1]
    assert max(len(block.text) for block in blocks) < 4 * records.LONGEST_RECORD_BYTES


def test_a_line_without_end_is_refused_with_its_row() -> None:
    with pytest.raises(RecordTooLong, match="Row 2 is longer than"):
        cut(b"1,a,b\n" + b"x" * (records.LONGEST_LINE_BYTES + 2 * records.BLOCK_BYTES))


def test_ten_times_the_stray_marks_cost_no_more_than_ten_times_the_work() -> None:
    def processor_seconds(mark_count: int) -> float:
        began = time.process_time()
        blocks = cut(b'1,a "b" c,d\n2,e,f\n' * mark_count)
        assert (count(blocks), len(bad_rows(blocks))) == (2 * mark_count, mark_count)
        return time.process_time() - began

    assert processor_seconds(20_000) < 30 * processor_seconds(2_000)


cell = st.text(st.sampled_from('a,"\n\r;жІ '), max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=12),
    st.integers(1, 64),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_any_table_that_csv_can_write_is_read_back_whole_in_blocks_of_any_size(
    table: list[tuple[str, str, str]], block_bytes: int, line_end: str, is_quoted: bool
) -> None:
    if not is_quoted:  # the csv module of Python 3.11 writes a carriage return without quotation marks
        table = [(one.replace("\r", ""), two.replace("\r", ""), three.replace("\r", "")) for one, two, three in table]
    text = io.StringIO(newline="")
    if is_quoted:
        csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(table)
    else:
        csv.writer(text, lineterminator=line_end).writerows(table)
    blocks = cut(text.getvalue().encode(), block_bytes=block_bytes)
    assert bad_rows(blocks) == []
    assert good_rows(blocks) == [list(row) for row in table]
    assert count(blocks) == len(table)


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r\x00'), max_size=60), st.integers(1, 64))
def test_of_any_bytes_each_record_is_good_or_named_and_no_letter_is_lost(text: str, block_bytes: int) -> None:
    blocks = cut(text.encode(), block_bytes=block_bytes)
    rows = good_rows(blocks)
    assert len(rows) == count(blocks), "a good record or a placeholder for each"
    assert all(len(row) == 3 for row in rows)
    marked = [number for number, row in enumerate(rows, start=1) if row[0] == MARK.decode()]
    assert marked == [record.row_number for record in bad_rows(blocks)]
    kept = "".join("".join(row) for row in rows if row[0] != MARK.decode())
    named = b"".join(record.raw for record in bad_rows(blocks)).decode()
    for letter in "ab\x00":
        assert (kept + named).count(letter) == text.count(letter)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r\x00'), max_size=60), st.integers(1, 64))
def test_the_size_of_the_blocks_changes_nothing(text: str, block_bytes: int) -> None:
    small, whole = cut(text.encode(), block_bytes=block_bytes), cut(text.encode())
    assert good_rows(small) == good_rows(whole)
    assert bad_rows(small) == bad_rows(whole)
