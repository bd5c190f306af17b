"""What makes a record unusable beyond its cells: the rules of the contracts, said again in the words of Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

Row = dict[str, Any]  # typed cells by column; `body` holds the code of the body that is named
Bad = Callable[[Row], bool]
Rule = tuple[str, Bad]
HANDLED, ISSUED, TOTAL = "рассмотрено", ("оказана", "отказано"), "всего"


def _filled(row: Row, *names: str) -> bool:
    return all(row[name] is not None for name in names)


def _not_of_the_year(column: str) -> Rule:
    return column, lambda r: r[column] is not None and r[column] != r["_year"]


def _missing_from_a_list(column: str) -> Rule:
    """Empty though something is listed: the record is no nil return."""
    return column, lambda r: r["is_nil_return"] is False and r[column] is None


def _above(column: str, most: str) -> Rule:
    return column, lambda r: _filled(r, column, most) and r[column] > r[most]


KINDS_OF_VIOLATIONS = (
    "financial_thousand_kzt",
    "procedural_thousand_kzt",
    "accounting_thousand_kzt",
    "procurement_thousand_kzt",
)


def _differs_from_kinds(row: Row) -> bool:
    return _filled(row, "violations_thousand_kzt", *KINDS_OF_VIOLATIONS) and (
        abs(row["violations_thousand_kzt"] - sum(row[kind] for kind in KINDS_OF_VIOLATIONS)) > 1
    )


# column, and when its cell makes the record unusable
RULES: Mapping[str, list[Rule]] = {
    "appeals_register": [
        ("outcome", lambda r: r["status"] == HANDLED and r["outcome"] is None),
        ("answered_on", lambda r: r["status"] == HANDLED and r["answered_on"] is None),
        ("answered_on", lambda r: _filled(r, "answered_on", "received_on") and r["answered_on"] < r["received_on"]),
        ("upheld_on", lambda r: r["upheld_by"] is not None and r["upheld_on"] is None),
    ],
    "services_monitoring": [
        ("rendered_on", lambda r: r["result"] in ISSUED and r["rendered_on"] is None),
        ("rendered_on", lambda r: _filled(r, "rendered_on", "received_on") and r["rendered_on"] < r["received_on"]),
        ("due_on", lambda r: r["result"] in ISSUED and r["due_on"] is None),
    ],
    "services_register": [("excluded_on", lambda r: _filled(r, "excluded_on", "included_on") and r["excluded_on"] < r["included_on"])],
    "hidden_services": [
        ("included_on", lambda r: r["is_included_in_register"] is True and r["included_on"] is None),
        ("conclusion_document", lambda r: r["conclusion"] is not None and r["conclusion_document"] is None),
    ],
    "optimisation_plan": [
        ("rendering_way", lambda r: r["is_rendered_by_local_bodies"] is False and r["is_standard_approved"] is True and r["rendering_way"] is None),
        ("documents_receivable_count", lambda r: r["is_rendered_by_local_bodies"] is False and r["is_standard_approved"] is True and r["documents_receivable_count"] is None),
        ("documents_received_count", lambda r: (r["documents_receivable_count"] or 0) > 0 and r["documents_received_count"] is None),
        ("commission_decided_on", lambda r: r["commission_decision"] is not None and r["commission_decided_on"] is None),
        ("commission_decision", lambda r: r["commission_decision"] is None and r["commission_decided_on"] is not None),
    ],
    "open_data": [("defect_count", lambda r: r["is_present"] is True and r["defect_count"] is None)],
    "open_dialogue": [
        ("is_present", lambda r: r["item_code"] != "4.2" and r["is_present"] is None),
        ("asked_count", lambda r: r["item_code"] == "4.2" and r["asked_count"] is None),
        ("answered_count", lambda r: r["item_code"] == "4.2" and r["answered_count"] is None),
        ("answered_count", lambda r: _filled(r, "answered_count", "asked_count") and r["answered_count"] > r["asked_count"]),
    ],
    "site_mobile_versions": [("has_link_back", lambda r: r["loading"] not in (None, "нет") and r["has_link_back"] is None)],
    "site_assessment": [
        ("points", lambda r: r["indicator"] == "доступность" and r["points"] is None),
        ("is_present", lambda r: r["indicator"] not in (None, "доступность") and r["is_present"] is None and (r["indicator"] != "полнота" or r["has_message"] is not True)),
        ("defect_count", lambda r: r["indicator"] not in (None, "доступность") and r["is_present"] is True and r["defect_count"] is None),
        ("language_code", lambda r: _filled(r, "indicator", "language_code") and (r["indicator"] == "доступность") != (r["language_code"] == "обе")),
        ("quarter", lambda r: r["quarter"] is not None and r["quarter"] not in (2, 4)),
    ],
    "recheck_records": [
        ("report_year", lambda r: r["report_year"] is not None and r["report_year"] != r["_year"]),
        ("direction", lambda r: r["block"] is not None and (r["block"] == "2") != (r["direction"] is not None)),
        ("fact_text", lambda r: r["fact_kind"] not in (None, "не выявлено") and r["fact_text"] is None),
    ],
    "strategic_plan_indicators": [
        _not_of_the_year("plan_year"),
        ("is_left_out_ranking", lambda r: r["is_left_out_ranking"] is True and r["direction"] not in (None, "рейтинг")),
    ],
    "territory_programme_indicators": [_not_of_the_year("plan_year")],
    "programme_execution": [_not_of_the_year("budget_year")],
    "programme_planning": [
        _not_of_the_year("budget_year"),
        ("planning_defects", lambda r: r["has_no_planning_defect"] is False and r["planning_defects"] is None),
        ("planning_defects", lambda r: r["has_no_planning_defect"] is True and r["planning_defects"] is not None),
    ],
    "audit_results": [
        _above("audited_in_year_thousand_kzt", "audited_thousand_kzt"),
        ("audited_in_year_thousand_kzt", lambda r: r["is_held"] is True and r["audited_in_year_thousand_kzt"] is None),
        ("violations_thousand_kzt", lambda r: r["is_held"] is True and r["violations_thousand_kzt"] is None),
        ("violations_thousand_kzt", _differs_from_kinds),
        ("is_held", lambda r: r["is_held"] is False and r["audited_thousand_kzt"] is not None),
    ],
    "report_arrivals": [
        _not_of_the_year("report_year"),
        ("arrived_on", lambda r: r["is_present"] is True and r["arrived_on"] is None),
        ("arrived_on", lambda r: r["is_present"] is False and r["arrived_on"] is not None),
        ("missing_parts_count", lambda r: r["is_present"] is True and r["missing_parts_count"] is None),
        ("missing_parts", lambda r: (r["missing_parts_count"] or 0) > 0 and r["missing_parts"] is None),
    ],
    "staff_posts": [
        ("total_posts_count", lambda r: r["total_posts_count"] is None and not _filled(r, "head_posts_count", "other_posts_count")),
        ("total_posts_count", lambda r: _filled(r, "total_posts_count", "head_posts_count", "other_posts_count")
         and r["total_posts_count"] != r["head_posts_count"] + r["other_posts_count"]),
    ],
    "staff_records": [_above("first_year_dismissed_count", "dismissed_count")],
    "long_serving_staff": [
        _missing_from_a_list("servant_name_hmac"),
        _missing_from_a_list("service_years"),
        ("service_years", lambda r: r["service_years"] is not None and r["service_years"] <= 3),
    ],
    "exit_interviews": [
        _above("interviewed_count", "left_count"),
        ("reason_count", lambda r: r["reason"] is not None and r["reason_count"] is None),
        ("is_negative", lambda r: r["reason"] is not None and r["is_negative"] is None),
    ],
    "competitions": [_missing_from_a_list(column) for column in ("protocol_number", "has_observer", "competition_group")],
    "promotions": [_missing_from_a_list(column) for column in ("servant_name_hmac", "is_own_servant", "is_lowest_post")],
    "information_systems": [
        ("system_name", lambda r: r["system_owner"] not in (None, "нет") and r["system_name"] is None),
        ("system_kind", lambda r: r["system_owner"] not in (None, "нет") and r["system_kind"] is None),
        ("left_out_reason", lambda r: r["is_left_out"] is True and r["left_out_reason"] is None),
    ],
    "system_registration": [
        _missing_from_a_list(column)
        for column in ("system_name", "has_description", "has_trial_operation_act", "has_technical_documentation")
    ],
}  # fmt: skip
MARKED: list[Rule] = [
    ("is_present", lambda r: r["is_present"] is None and r["mark"] is None),
    ("defect_count", lambda r: r["is_present"] is True and r["defect_count"] is None and r["mark"] is None),
]  # fmt: skip

# columns that together name what is listed: who or what stands there a second time is rejected under the first of them
LISTED_ONCE: Mapping[str, tuple[str, ...]] = {
    "long_serving_staff": ("servant_name_hmac", "order_number"),
    "promotions": ("servant_name_hmac", "order_number"),
    "competitions": ("protocol_number", "competition_group"),
    "system_registration": ("system_name",),
}
# columns of the total of a form, which must be the sum of its units
TOTALS: Mapping[str, tuple[str, ...]] = {
    "exit_interviews": ("left_count", "interviewed_count"),
    "man_hours": ("working_day_hours", "day_off_hours", "mean_staff_count"),
}


def rules_of(source: str) -> list[Rule]:
    """The rules that look at one record alone."""
    return RULES.get(source, MARKED if source in ("open_budgets", "open_npa") else [])


def reject_repeated(source: str, rows: Collection[Row]) -> None:
    """Mark who or what stands a second time in the list of a body."""
    names, seen = LISTED_ONCE.get(source, ()), Counter[tuple[Any, ...]]()
    for row in rows if names else []:
        key = (
            row["body"],
            *(row[name].lower() if name == "system_name" and row[name] else row[name] for name in names),
        )
        seen[key] += 1
        if seen[key] > 1 and row["is_nil_return"] is False:
            row["defects"].append(names[0])


def reject_wrong_totals(source: str, rows: Collection[Row]) -> None:
    """Mark the totals that are not the sum of the units of their body."""
    for name in TOTALS.get(source, ()):
        sums: Counter[str | None] = Counter()
        for row in rows:
            if row["unit"] is not None and row["unit"].lower() != TOTAL and row[name] is not None:
                sums[row["body"]] += row[name]
        for row in rows:
            is_total = row["unit"] is not None and row["unit"].lower() == TOTAL
            if is_total and row["body"] in sums and row[name] is not None and row[name] != sums[row["body"]]:
                row["defects"].append(name)
