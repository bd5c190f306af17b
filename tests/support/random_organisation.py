"""Random inputs of block 3: rates of exactly 0.03 and 0.09, half of the leavers, 184 hours on days off, nil returns, skipped
answers, groups and bodies without posts, objects left out or automated twice."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.support.random_rows import (
    CENTRAL,
    ORGANISED,
    SELDOM,
    YES_OR_NO,
    Row,
    Rows,
    numbered,
    of_most_bodies,
    one,
    records,
)

STATEMENTS = [f"answer_{number:02d}" for number in range(1, 26)]
OFTEN = ["никогда", "несколько раз в месяц", "несколько раз в неделю", "ежедневно и в выходные"]
GRADES = ["1", "2", "3", "4", "5", "5", "4", "3", "4", ""]
GROUPS = ["внутренний в органе", "внутренний среди всех органов", "общий"]
OWN, OTHER, NONE = "собственная", "другого органа", "нет"
SYSTEM_KINDS = ["информационная система"] * 4 + ["система электронного документооборота", "интранет-портал"]
# man-hours of ten servants: the norm of 2017, 17 200 hours, and an hour a day above it, 19 350
HOURS = ["17200", "19350", "19349", "19351", "18275", "17201", "15000", "18000"]
DAY_OFF_HOURS = ["0", "0", "0.01", "1840", "1840.01", "1850"]
UNIT, SPECIAL_UNIT, TOTAL = "Аппарат", "Служба экономических расследований", "Всего"


def _posts(draw: st.DrawFn, body: str) -> list[Row]:
    rows = []
    drawn_posts = records(head_posts_count=["100", "50", "0"], other_posts_count=["100", "150", "0"])
    posts, is_split, is_level = draw(drawn_posts), draw(st.integers(1, 5)) < 5, draw(st.booleans())
    for unit, quarter in ((unit, quarter) for unit in (UNIT, SPECIAL_UNIT) for quarter in "1234"):
        if (unit == SPECIAL_UNIT and body != CENTRAL[0]) or draw(st.integers(1, 60)) == 60:
            continue
        found = posts if is_level else draw(drawn_posts)
        total = str(int(found["head_posts_count"]) + int(found["other_posts_count"]))
        row = found | {"total_posts_count": draw(one([total, ""]))} if is_split else {"total_posts_count": total}
        rows.append(row | {"unit": unit, "quarter": quarter, "is_law_enforcement": "нет" if unit == UNIT else "да"})
    return rows


def _staff(draw: st.DrawFn, body: str) -> list[Row]:
    counts = records(
        head_leavers_count=["0", "3", "6", "9", "2"], other_leavers_count=["0", "3", "6", "9", "12", "14"],
        first_year_dismissed_count=["0", "4"], appointed_count=["0", "60", "7"], dismissed_count=["4", "50", "150"],
    )  # fmt: skip
    units = [UNIT, SPECIAL_UNIT] if body == CENTRAL[0] else [UNIT]
    return [draw(counts) | {"unit": unit, "is_law_enforcement": "нет" if unit == UNIT else "да"} for unit in units]


def _serving(draw: st.DrawFn, body: str) -> list[Row]:
    if draw(st.integers(1, 8)) == 8:
        return [{"is_nil_return": "да", "is_law_enforcement": "нет"}]
    people = draw(
        st.lists(records(service_years=["3.5", "4", "30"], is_law_enforcement=SELDOM), min_size=1, max_size=9)
    )
    return [
        row | {"is_nil_return": "нет", "unit": UNIT, "servant_name_hmac": f"Служащий {number} {body}", "order_number": "1-лс"}
        for number, row in enumerate(people)
    ]  # fmt: skip


def _sheets(draw: st.DrawFn, body: str) -> list[Row]:
    answers = dict.fromkeys(STATEMENTS, GRADES)
    asked = records(plans_to_leave_service=["да", "нет", "нет", ""], would_move_to_another_body=["да", "нет", "нет", ""],
                    overtime_frequency=[*OFTEN, ""], **answers)  # fmt: skip
    return [draw(asked) for _ in range(draw(one(["2", "5", "7", "7", "9"]).map(int)))]


def _leavers(draw: st.DrawFn, body: str) -> list[Row]:
    left = draw(one(["0", "1", "7", "10", "10"]))
    interviewed, negative, other = (str(min(int(draw(one(["0", "1", "5", "6", "8"]))), int(left))) for _ in range(3))
    counts = {"left_count": left, "interviewed_count": interviewed}
    reasons: list[Row] = [
        {"reason": "оплата труда", "reason_count": negative, "is_negative": "да"},
        {"reason": "переезд", "reason_count": other, "is_negative": "нет"},
    ] if left != "0" else [{}]  # fmt: skip
    rows = [{"unit": UNIT} | counts]
    rows += [{"unit": TOTAL} | (counts if place == 0 else {}) | reason for place, reason in enumerate(reasons)]
    return [row | {"line_code": f"{place:03d}"} for place, row in enumerate(rows, start=1)]


def _hours(draw: st.DrawFn, body: str) -> list[Row]:
    total = draw(
        records(working_day_hours=HOURS, day_off_hours=DAY_OFF_HOURS, mean_staff_count=["10", "10", "10", "7"])
    )
    return [{"line_number": "1", "unit": UNIT} | total, {"unit": TOTAL} | total]


def _held(draw: st.DrawFn, body: str) -> list[Row]:
    listed = draw(st.lists(records(has_observer=["да", "да", "нет"], competition_group=GROUPS), max_size=7))
    return [
        row | {"is_nil_return": "нет", "protocol_number": f"{number}-К", "held_on": "01.06.2017"} for number, row in enumerate(listed)
    ] or [{"is_nil_return": "да"}]  # fmt: skip


def _appointed(draw: st.DrawFn, body: str) -> list[Row]:
    listed = draw(st.lists(records(is_own_servant=YES_OR_NO, is_lowest_post=SELDOM), max_size=7))
    return [
        row | {"is_nil_return": "нет", "servant_name_hmac": f"Служащий {number} {body}", "order_number": f"{number}-лс", "appointed_on": "01.06.2017"}
        for number, row in enumerate(listed)
    ] or [{"is_nil_return": "да"}]  # fmt: skip


def _objects(draw: st.DrawFn, body: str) -> list[Row]:
    rows = []
    for kind, most in (("услуга", 3), ("функция", 5)):
        for number in range(draw(st.integers(0, most))):
            shared = draw(records(is_left_out=SELDOM, is_interdepartmental=YES_OR_NO)) | {
                "object_kind": kind, "object_code": f"О-{number}", "object_name": "Объект",
            }  # fmt: skip
            if shared["is_left_out"] == "да":
                shared |= {"left_out_reason": "нецелесообразность подтверждена"}
            for owner in draw(one(["с", "с", "д", "н", "сд", "сс", "дд"])):
                rows.append(shared | _system(draw, {"с": OWN, "д": OTHER, "н": NONE}[owner]))
    return rows or [
        {
            "object_kind": "функция",
            "object_code": "О-0",
            "object_name": "Объект",
            "is_left_out": "нет",
            "system_owner": NONE,
        }
    ]


def _system(draw: st.DrawFn, owner: str) -> Row:
    if owner == NONE:
        return {"system_owner": NONE}
    return {"system_owner": owner, "system_name": "ИС", "system_kind": draw(one(SYSTEM_KINDS))}


def _registered(draw: st.DrawFn, body: str) -> list[Row]:
    documents = records(
        has_description=YES_OR_NO, has_trial_operation_act=YES_OR_NO, has_technical_documentation=YES_OR_NO
    )
    listed = draw(st.lists(documents, max_size=5))
    return [row | {"is_nil_return": "нет", "system_name": f"ИС {number}"} for number, row in enumerate(listed)] or [
        {"is_nil_return": "да"}
    ]


INPUTS: dict[str, Rows] = {
    "staff_posts": of_most_bodies(ORGANISED, _posts),
    "staff_records": of_most_bodies(ORGANISED, _staff),
    "long_serving_staff": numbered("line_number", of_most_bodies(ORGANISED, _serving)),
    "servants_survey": numbered("sheet_number", of_most_bodies(ORGANISED, _sheets)),
    "exit_interviews": of_most_bodies(ORGANISED, _leavers),
    "man_hours": of_most_bodies(CENTRAL, _hours),
    "competitions": numbered("line_number", of_most_bodies(ORGANISED, _held)),
    "promotions": numbered("line_number", of_most_bodies(ORGANISED, _appointed)),
    "information_systems": numbered("line_number", of_most_bodies(ORGANISED, _objects)),
    "system_registration": numbered("line_number", of_most_bodies(ORGANISED, _registered)),
}
