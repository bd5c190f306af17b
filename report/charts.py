"""The pictures of the report, as SVG with fixed measures: the same data give the same bytes on every machine."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import vl_convert

from report import numbers
from report.languages import Language
from report.read import Result

FONT = "Libertinus Serif"  # embedded in Typst, which draws the letters
LABEL_WIDTH, PLOT_WIDTH, COVERAGE_WIDTH = 272, 192, 38  # points
LABEL_CHARACTERS = 61  # of a name in small letters; capitals are about a third wider
LINE_HEIGHT, LABEL_SIZE, THICKNESS = 8.8, 8, 8
BETWEEN, LEAST_BAND = 3.6, 16.0  # points between the names of neighbours, and the least height of a body's band
TOP, BOTTOM = 34, 6
HIGHEST_PICTURE = 625  # points: what a page leaves below the heading
TRACK, BAR, DOT = "#e6eaee", "#2f6690", "#16324f"


@dataclass(frozen=True)
class Bar:
    """A body in the picture: its name in lines, and the middle and height of its band in points."""

    result: Result
    label: list[str]
    middle: float
    height: float


def ranges(results: Sequence[Result], language: Language) -> list[str]:
    """Where the overall score of each body can lie, a bar from lowest to highest, best covered first.

    Returns one SVG per page: as many bodies as fit.
    """
    ordered = sorted(results, key=lambda result: -result.coverage_pct)
    return [_picture(page, language) for page in _pages(ordered, language)]


def _pages(results: Sequence[Result], language: Language) -> list[list[Bar]]:
    labels = [
        _lines(language.choose(one.name_ru, one.name_kk) + ("\u00a0†" if one.is_demonstration else ""))
        for one in results
    ]
    heights = [max(len(label) * LINE_HEIGHT + BETWEEN, LEAST_BAND) for label in labels]
    room = HIGHEST_PICTURE - TOP - BOTTOM
    share = sum(heights) / max(1, math.ceil(sum(heights) / room))  # pages are filled evenly
    pages: list[list[Bar]] = []
    filled = share
    for result, label, height in zip(results, labels, heights, strict=True):
        if filled >= share or filled + height > room:
            pages.append([])
            filled = 0.0
        pages[-1].append(Bar(result, label, filled + height / 2, height))
        filled += height
    return pages


def _lines(name: str) -> list[str]:
    capitals = sum(letter.isupper() for letter in name) / max(len(name), 1)
    return textwrap.wrap(name, int(LABEL_CHARACTERS * (1 - capitals / 3)), break_on_hyphens=False)


def _picture(bars: Sequence[Bar], language: Language) -> str:
    height = sum(bar.height for bar in bars)
    room = {"left": LABEL_WIDTH, "right": COVERAGE_WIDTH, "top": TOP, "bottom": BOTTOM}
    chart = (
        alt.layer(*_layers([_row(bar) for bar in bars], height, language))
        .properties(width=PLOT_WIDTH, height=height)
        .configure(font=FONT, padding=room, autosize=alt.AutoSizeParams(type="none"))
        .configure_text(fontSize=LABEL_SIZE, baseline="middle")
        .configure_view(stroke=None)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def _row(bar: Bar) -> dict[str, object]:
    result = bar.result
    known = result.lowest_score is not None and result.highest_score is not None
    return {
        "middle": bar.middle,
        "first_line": bar.middle - (len(bar.label) - 1) * LINE_HEIGHT / 2,
        "label": bar.label,
        "lowest": float(result.lowest_score or 0) if known else None,
        "highest": float(result.highest_score or 0) if known else None,
        "score": None if result.score is None else float(result.score),
        "coverage": numbers.decimal(result.coverage_pct, 1),
        "start": 0,
        "end": 100,
    }


def _layers(rows: list[dict[str, object]], height: float, language: Language) -> list[alt.Chart]:
    base = alt.Chart({"values": rows})
    heading = alt.Chart({"values": [{"text": language("glance.figure_coverage")}]})
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)
    middle, first_line = alt.Y("middle:Q", axis=None, scale=down), alt.Y("first_line:Q", axis=None, scale=down)
    along = alt.Scale(domain=[0, 100], nice=False)
    track = alt.X("start:Q", axis=_axis(language), scale=along)
    beyond = alt.value(PLOT_WIDTH + COVERAGE_WIDTH - 6)
    names = base.mark_text(align="left", lineHeight=LINE_HEIGHT)
    return [
        base.mark_bar(height=THICKNESS, color=TRACK).encode(track, alt.X2("end:Q"), middle),
        base.mark_bar(height=THICKNESS, color=BAR).encode(alt.X("lowest:Q", scale=along), alt.X2("highest:Q"), middle),
        base.mark_point(filled=True, size=46, color=DOT, opacity=1).encode(alt.X("score:Q", scale=along), middle),
        names.encode(first_line, alt.Text("label:N"), x=alt.value(6 - LABEL_WIDTH)),
        base.mark_text(align="right").encode(middle, alt.Text("coverage:N"), x=beyond),
        heading.mark_text(align="right").encode(alt.Text("text:N"), x=beyond, y=alt.value(-20)),
    ]


def _axis(language: Language) -> alt.Axis:
    return alt.Axis(
        orient="top",
        values=[0, 25, 50, 75, 100],
        title=language("glance.figure_scale"),
        titleFontWeight="normal",
        titleFontSize=LABEL_SIZE,
        titlePadding=3,
        labelFontSize=LABEL_SIZE,
        labelFlush=False,
        domain=False,
        ticks=False,
        grid=True,
        gridColor="#c9d1d9",
        gridDash=[2, 2],
        zindex=1,
    )
