"""What can be wrong with the numbers of an edition: weights, bands, degrees, deductions, divisors, full points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from olshem.edition.data import Edition, Row, number
from olshem.edition.tree import row_name

# Columns that hold numbers; a criterion, a band or a cap may leave some of them empty.
NUMBERS = {
    "criteria": ("max_points",),
    "formula_parameters": ("value", "alternative_value"),
    "point_bands": ("from_value", "to_value", "points", "alternative_points"),
    "openness_parameters": ("weight_per_language", "languages", "defect_points", "defect_cap_share"),
    "penalties": ("points_per_unit", "group_cap_points"),
    "block_weights": ("weight", "alternative_weight"),
    "overall_weights": ("weight", "alternative_weight"),
    "degrees": ("from_value", "to_value"),
}
MUST_BE_FILLED = {"value", "points", "weight_per_language", "languages", "weight"}
WHOLE_NUMBERS = ("volume_coefficient", "search_position")
POINTS_TABLES = ("points", "mode", "blog_answers")
HUNDREDTH = Decimal("0.01")


def defects_of_numbers(edition: Edition) -> Iterator[str]:
    """Cells that hold no number, or a negative one: the edition writes deductions as positive numbers."""
    for table, columns in NUMBERS.items():
        for row in edition.tables[table]:
            for column in columns:
                yield from _defects_of_cell(table, row, column)


def _defects_of_cell(table: str, row: Row, column: str) -> Iterator[str]:
    text, value = row[column], number(row[column])
    if value is None and (text or column in MUST_BE_FILLED):
        yield f"{table}.csv: {row_name(table, row)} has `{text}` in {column}, which is no number."
    elif value is not None and value < 0:
        yield f"{table}.csv: {row_name(table, row)} has the negative number {value} in {column}."


def defects_of_weights(edition: Edition) -> Iterator[str]:
    """The weights of the directions of a block make 1 for each kind of body and variant, and no direction is left out."""
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in edition.tables["block_weights"]:
        sums[row["block_code"], row["body_kind"], row["variant"]] += number(row["weight"]) or 0
    for (block, kind, variant), total in sums.items():
        if total != 1:
            yield f"block_weights.csv: the weights of {block} for {kind} bodies ({variant}) make {total}, not 1."
    weighted = {row["direction_code"] for row in edition.tables["block_weights"]}
    directions = {row["criterion_code"] for row in edition.rows("criteria", is_direction="true")}
    for code in sorted(directions - weighted):
        yield f"block_weights.csv: direction {code} has no weight in its block."
    for code in sorted(weighted - directions):
        yield f"block_weights.csv: {code} has a weight, but is no direction of the edition."
    blocks = {row["criterion_code"] for row in edition.rows("criteria", criterion_role="block")}
    weighted = {row["block_code"] for row in edition.tables["overall_weights"]}
    for code in sorted(blocks ^ weighted):
        what = (
            "has no weight in the overall evaluation"
            if code in blocks
            else "has a weight, but is no block of the edition"
        )
        yield f"overall_weights.csv: {code} {what}."


def defects_of_bands(edition: Edition) -> Iterator[str]:
    """Tables of numbers: every value that can be looked up falls into exactly one band, and points fit the maximum."""
    tables: dict[tuple[str, str], list[Row]] = defaultdict(list)
    maxima = {row["criterion_code"]: number(row["max_points"]) for row in edition.tables["criteria"]}
    for row in edition.tables["point_bands"]:
        tables[row["criterion_code"], row["band_table"]].append(row)
        points, maximum = number(row["points"]), maxima.get(row["criterion_code"])
        if row["band_table"] in POINTS_TABLES and points is not None and maximum is not None and points > maximum:
            yield f"point_bands.csv: a band of {row['criterion_code']} gives {points} points, more than its maximum {maximum}."
    for (code, table), rows in tables.items():
        bands = sorted((row for row in rows if not row["category"]), key=_lower)
        for band in bands:
            if _lower(band)[0] > _upper(band):
                yield f"point_bands.csv: {code} {table}: the band {band_text(band)} ends before it begins."
        for below, above in pairwise(bands):
            yield from _defects_between(code, table, below, above, _step(edition, code, table))


def _step(edition: Edition, code: str, table: str) -> Decimal:
    """The least distance between two values that are looked up: 0 where the value is not rounded before."""
    if table in WHOLE_NUMBERS:
        return Decimal(1)
    above = [row["parent_code"] for row in edition.rows("criteria", criterion_code=code)]
    for row in edition.tables["formula_parameters"]:
        if table == "points" and row["criterion_code"] in (code, *above) and row["parameter"].endswith("_decimals"):
            decimals = number(row["value"])
            return Decimal(1).scaleb(-int(decimals)) if decimals is not None else Decimal(0)
    return Decimal(0)


def _defects_between(code: str, table: str, below: Row, above: Row, step: Decimal) -> Iterator[str]:
    top, bottom = _upper(below), _lower(above)[0]
    top_belongs, bottom_belongs = below["is_to_inclusive"] == "true", above["is_from_inclusive"] == "true"
    where = f"point_bands.csv: {code} {table}: between {band_text(below)} and {band_text(above)}"
    if bottom < top or (bottom == top and top_belongs and bottom_belongs):
        yield f"{where} the bands overlap."
    elif bottom == top and (top_belongs or bottom_belongs):
        return
    elif not (step and bottom - top == step and top_belongs and bottom_belongs):
        yield f"{where} there is a hole."


def _lower(band: Row) -> tuple[Decimal, bool]:
    value = number(band["from_value"])
    return (Decimal("-Infinity") if value is None else value, band["is_from_inclusive"] != "true")


def _upper(band: Row) -> Decimal:
    value = number(band["to_value"])
    return Decimal("Infinity") if value is None else value


def band_text(band: Row) -> str:
    """A band as people write it: `from 5.1 to 9.9`, `above 184`, `below 4`."""
    lower = (
        f"{'from' if band['is_from_inclusive'] == 'true' else 'above'} {band['from_value']}"
        if band["from_value"]
        else ""
    )
    upper = f"{'to' if band['is_to_inclusive'] == 'true' else 'below'} {band['to_value']}" if band["to_value"] else ""
    return " ".join(part for part in (lower, upper) if part) or band["category"].replace("_", " ") or "any value"


def defects_of_degrees(edition: Edition) -> Iterator[str]:
    """Degrees are read on results of two decimals: from 0 to 100, each hundredth in exactly one of them."""
    scales: dict[str, list[Row]] = defaultdict(list)
    for row in edition.tables["degrees"]:
        scales[row["block_code"]].append(row)
    blocks = [row["criterion_code"] for row in edition.rows("criteria", criterion_role="block")]
    for block in [*blocks, "OVERALL"]:
        yield from _defects_of_scale(block, scales.get(block, []))


def _defects_of_scale(block: str, rows: Sequence[Row]) -> Iterator[str]:
    edges = sorted((number(row["from_value"]) or Decimal(0), number(row["to_value"]) or Decimal(0)) for row in rows)
    if not edges:
        yield f"degrees.csv: {block} has no degrees."
        return
    if edges[0][0] != 0 or edges[-1][1] != 100:
        yield f"degrees.csv: the degrees of {block} go from {edges[0][0]} to {edges[-1][1]}, not from 0 to 100."
    for (_, top), (bottom, _) in pairwise(edges):
        if bottom > top + HUNDREDTH:
            yield f"degrees.csv: {block}: there is a hole between {top} and {bottom}."
        elif bottom <= top:
            yield f"degrees.csv: {block}: the degrees overlap between {bottom} and {top}."


def defects_of_penalties(edition: Edition) -> Iterator[str]:
    """Targets, sources, cap groups and points of deductions."""
    caps: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in edition.tables["penalties"]:
        who, points, cap = row["penalty_code"], number(row["points_per_unit"]), number(row["group_cap_points"])
        if not row["cap_group"]:
            yield f"penalties.csv: {who} belongs to no cap group; a deduction without a cap has a group of its own."
        if points is not None and points == 0:
            yield f"penalties.csv: {who} takes nothing: points_per_unit is 0."
        if points is not None and cap is not None and points > cap:
            yield f"penalties.csv: {who} takes {points} points, more than the cap {cap} of its group {row['cap_group']}."
        if row["target_code"] not in edition.codes:
            yield f"penalties.csv: {who} is taken from the unknown code `{row['target_code']}`."
        if row["source"] not in edition.sources:
            yield f"penalties.csv: {who} is counted in the unknown source `{row['source']}`."
        caps[row["cap_group"], row["target_code"], row["body_kind"]].add(row["group_cap_points"])
    for (group, target, _), found in caps.items():
        if len(found) > 1:
            yield f"penalties.csv: the group {group} on {target} has several caps: {', '.join(sorted(found))}."


def defects_of_parameters(edition: Edition) -> Iterator[str]:
    """Full points are the maximum of the criterion; the divisor of openness is the sum of its weights."""
    maxima = {row["criterion_code"]: number(row["max_points"]) for row in edition.tables["criteria"]}
    for row in edition.tables["formula_parameters"]:
        code, value = row["criterion_code"], number(row["value"])
        if row["parameter"] == "full_points" and value is not None and code in maxima and value != maxima[code]:
            yield f"formula_parameters.csv: {code} has {value} full points, but the maximum {maxima[code]}."
        if row["parameter"].endswith("_month") and value is not None and value not in range(1, 13):
            yield f"formula_parameters.csv: {code} {row['parameter']} is {value}, which is no month from 1 to 12."
        if row["parameter"] == "divisor" and value is not None:
            weights = [
                (number(item["weight_per_language"]) or 0) * (number(item["languages"]) or 0)
                for item in edition.rows("openness_parameters", criterion_code=code)
            ]
            if sum(weights) != value:
                yield f"openness_parameters.csv: the weights of {code} make {sum(weights)}, its divisor is {value}."
