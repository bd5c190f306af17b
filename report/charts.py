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
from report.records import Degree, Result

FONT = "Libertinus Serif"  # embedded in Typst, which draws the letters
LABEL_WIDTH, PLOT_WIDTH, SCORE_WIDTH, COVERAGE_WIDTH = 232, 164, 70, 40  # points
LABEL_CHARACTERS = 52  # of a name in small letters; capitals are about a third wider
LINE_HEIGHT, LABEL_SIZE, THICKNESS = 8.8, 8, 8
BETWEEN, LEAST_BAND = 3.6, 16.0  # points between the names of neighbours, and the least height of a body's band
TOP, BOTTOM = 52, 6
HIGHEST_PICTURE = 610  # points: what a page leaves below the heading
TRACK, DOT = "#eef1f4", "#16324f"
# Told apart by lightness too: a print without colour, or an eye without one of them, still reads the order.
DEGREE_COLOURS = {"high": "#1b7837", "medium": "#7fbf7b", "low": "#f0b95b", "ineffective": "#c2513f"}
UNKNOWN = "#8fa3b5"
LEGEND_LINE, LETTER_WIDTH = (
    -40,
    4.1,
)  # points: the height of the legend over the bars, and a letter at most on the average


@dataclass(frozen=True)
class Bar:
    """A body in the picture: its name in lines, and the middle and height of its band in points."""

    result: Result
    label: list[str]
    middle: float
    height: float


def ranges(results: Sequence[Result], degrees: Sequence[Degree], language: Language) -> list[str]:
    """Where the overall score of each body lies: a dot where it is known, a bar from lowest to highest, coloured by degree.

    The order is that of the tables: by place, then by coverage. Returns one SVG per page.
    """
    ordered = sorted(results, key=lambda one: (one.peer_rank is None, one.peer_rank or 0, -one.coverage_pct))
    return [_picture(page, degrees, language) for page in _pages(ordered, language)]


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


def _picture(bars: Sequence[Bar], degrees: Sequence[Degree], language: Language) -> str:
    height = sum(bar.height for bar in bars)
    room = {"left": LABEL_WIDTH, "right": SCORE_WIDTH + COVERAGE_WIDTH, "top": TOP, "bottom": BOTTOM}
    layers = [*_layers([_row(bar, language) for bar in bars], degrees, height, language), *_legend(degrees, language)]
    chart = (
        alt.layer(*layers)
        .properties(width=PLOT_WIDTH, height=height)
        .configure(font=FONT, padding=room, autosize=alt.AutoSizeParams(type="none"))
        .configure_text(fontSize=LABEL_SIZE, baseline="middle")
        .configure_view(stroke=None)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def _row(bar: Bar, language: Language) -> dict[str, object]:
    result = bar.result
    known = result.lowest_score is not None and result.highest_score is not None
    return {
        "middle": bar.middle,
        "first_line": bar.middle - (len(bar.label) - 1) * LINE_HEIGHT / 2,
        "label": bar.label,
        "lowest": float(result.lowest_score or 0) if known else None,
        "highest": float(result.highest_score or 0) if known else None,
        "colour": DEGREE_COLOURS.get(result.degree or "", UNKNOWN),
        "score": None if result.score is None else float(result.score),
        "score_words": _score_words(result, language),
        "coverage": numbers.decimal(result.coverage_pct, 1),
        "start": 0,
        "end": 100,
    }


def _score_words(result: Result, language: Language) -> str:
    if result.score is not None:
        return numbers.decimal(result.score)
    if result.lowest_score is None or result.highest_score is None:
        return language("value.absent")
    ends = (numbers.decimal(result.lowest_score), numbers.decimal(result.highest_score))
    return language("value.range", lowest=ends[0], highest=ends[1])


def _layers(
    rows: list[dict[str, object]], degrees: Sequence[Degree], height: float, language: Language
) -> list[alt.Chart]:
    base = alt.Chart({"values": rows})
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)
    middle, first_line = alt.Y("middle:Q", axis=None, scale=down), alt.Y("first_line:Q", axis=None, scale=down)
    along = alt.Scale(domain=[0, 100], nice=False)
    track = alt.X("start:Q", axis=_axis(degrees, language), scale=along)
    colour = alt.Color("colour:N", scale=None)
    beyond_scores = alt.value(PLOT_WIDTH + SCORE_WIDTH)
    beyond = alt.value(PLOT_WIDTH + SCORE_WIDTH + COVERAGE_WIDTH - 4)
    names = base.mark_text(align="left", lineHeight=LINE_HEIGHT)
    lowest = alt.X("lowest:Q", scale=along)
    headings = [
        alt.Chart({"values": [{"text": language(f"glance.figure_{key}")}]})
        .mark_text(align="right")
        .encode(alt.Text("text:N"), x=place, y=alt.value(-12))
        for key, place in (("score", beyond_scores), ("coverage", beyond))
    ]
    return [
        base.mark_bar(height=THICKNESS, color=TRACK).encode(track, alt.X2("end:Q"), middle),
        # The thin line keeps bounds that lie close together in sight.
        base.mark_bar(height=THICKNESS, strokeWidth=1).encode(
            lowest, alt.X2("highest:Q"), middle, colour, alt.Stroke("colour:N", scale=None)
        ),
        base.mark_point(filled=True, size=62, stroke=DOT, strokeWidth=1.2, opacity=1).encode(
            alt.X("score:Q", scale=along), middle, alt.Fill("colour:N", scale=None)
        ),
        names.encode(first_line, alt.Text("label:N"), x=alt.value(6 - LABEL_WIDTH)),
        base.mark_text(align="right").encode(middle, alt.Text("score_words:N"), x=beyond_scores),
        base.mark_text(align="right").encode(middle, alt.Text("coverage:N"), x=beyond),
        *headings,
    ]


def _legend(degrees: Sequence[Degree], language: Language) -> list[alt.Chart]:
    # Above the picture, from the left edge on: each colour with its degree and the scores that have it.
    entries = [(DEGREE_COLOURS.get(one.degree, UNKNOWN), _degree_words(one, language)) for one in degrees] + [
        (UNKNOWN, language("glance.figure_unknown"))
    ]
    marks: list[alt.Chart] = []
    left = float(6 - LABEL_WIDTH)
    for colour, words in entries:
        base = alt.Chart({"values": [{"text": words}]})
        height = alt.value(LEGEND_LINE)
        marks.append(base.mark_square(size=60, color=colour, opacity=1).encode(x=alt.value(left + 4), y=height))
        marks.append(base.mark_text(align="left").encode(alt.Text("text:N"), x=alt.value(left + 11), y=height))
        left += 20 + len(words) * LETTER_WIDTH
    return marks


def _degree_words(one: Degree, language: Language) -> str:
    ends = language("value.range", lowest=numbers.quantity(one.from_score), highest=numbers.quantity(one.to_score))
    return f"{language(f'degree.{one.degree}')} ({ends})"


def _axis(degrees: Sequence[Degree], language: Language) -> alt.Axis:
    # The lines stand where a degree begins: a bar that crosses one leaves the degree open.
    return alt.Axis(
        orient="top",
        values=sorted({0.0, 100.0, *(float(one.from_score) for one in degrees)}),
        title=language("glance.figure_scale"),
        titleFontWeight="normal",
        titleFontSize=LABEL_SIZE,
        titlePadding=3,
        labelFontSize=LABEL_SIZE,
        labelFlush=False,
        labelOverlap=False,
        domain=False,
        ticks=False,
        grid=True,
        gridColor="#c9d1d9",
        gridDash=[2, 2],
        zindex=1,
    )
