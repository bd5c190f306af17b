"""The invented personnel, survey and information systems: what is told of whom stands in the files, to the number."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from demo.clerk import UNKNOWN_NAME
from demo.services_catalogue import rendered_services
from demo.staff_figures import normal_hours
from demo.world import PREDECESSOR_NAME, SILENT, World
from tests.support.staff_files import SMALL, WRITERS, YEAR, Record, body_of, exit_forms, of_body, records, write_all

HANDED_IN_BY_BODIES = {
    "staff_posts", "long_serving_staff", "man_hours", "competitions", "promotions", "information_systems",
}  # fmt: skip
OF_OTHERS = {"staff_records", "servants_survey", "system_registration"}
TABLES = sorted(HANDED_IN_BY_BODIES | OF_OTHERS)
FLAG, NIL = "Правоохранительное подразделение", "Нулевой отчёт"
OVERTIME = "В. Работа сверх нормы без письменного приказа"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("staff"))


@pytest.fixture(scope="module")
def told(files: dict[str, Path]) -> dict[str, list[Record]]:
    return {source: records(files[source]) for source in TABLES}


@pytest.fixture(scope="module")
def forms(files: dict[str, Path]) -> dict[str, list[list[str]]]:
    return exit_forms(files["exit_interviews"])


def totals(lines: list[list[str]]) -> tuple[int, int, int]:
    """Leavers, interviews and leavers who named a fault of the body, of the total of one form."""
    first = next(number for number, line in enumerate(lines) if line[0] == "Всего")
    faults = sum(int(line[5]) for line in lines[first:] if line[6] == "да")
    return int(lines[first][2]), int(lines[first][3]), faults


@pytest.mark.parametrize("source", sorted(WRITERS))
def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not(
    source: str, files: dict[str, Path], tmp_path: Path
) -> None:
    name = files[source].name
    WRITERS[source](SMALL, tmp_path)
    assert (tmp_path / name).read_bytes() == files[source].read_bytes()
    WRITERS[source](World(year=YEAR, factor=0.05, seed=1), tmp_path)
    assert (tmp_path / name).read_bytes() != files[source].read_bytes()


@pytest.mark.parametrize("source", ["long_serving_staff", "competitions", "promotions", "servants_survey"])
def test_a_greater_factor_gives_more_records(source: str, told: dict[str, list[Record]], tmp_path: Path) -> None:
    WRITERS[source](World(year=YEAR, factor=0.5), tmp_path)
    (file,) = [file for file in tmp_path.iterdir() if not file.name.endswith(".manifest.json")]
    assert len(records(file)) > 2 * len(told[source])


def test_a_story_stays_at_every_factor(tmp_path: Path) -> None:
    WRITERS["long_serving_staff"](World(year=YEAR, factor=0.5), tmp_path)
    assert len(of_body(records(tmp_path / "long_serving_staff_2017.xlsx"), "MOEN")) == 150


@pytest.mark.parametrize("source", TABLES)
@pytest.mark.parametrize("code", ["NBK", "GPO", "MOD", "MIA", "JDC"])
def test_bodies_outside_the_block_are_in_no_file(source: str, code: str, told: dict[str, list[Record]]) -> None:
    assert of_body(told[source], code) == []


@pytest.mark.parametrize("source", sorted(HANDED_IN_BY_BODIES))
def test_the_silent_body_handed_in_nothing(source: str, told: dict[str, list[Record]]) -> None:
    assert of_body(told[source], "MRACS") == []


@pytest.mark.parametrize("source", sorted(OF_OTHERS))
def test_what_others_know_of_the_silent_body_came(source: str, told: dict[str, list[Record]]) -> None:
    assert of_body(told[source], "MRACS") != []


def test_the_silent_body_handed_in_no_exit_interviews(forms: dict[str, list[list[str]]]) -> None:
    assert "MRACS" not in forms


@pytest.mark.parametrize(
    ("source", "count"), [("staff_records", 1), ("competitions", 2), ("promotions", 2), ("servants_survey", 2)]
)
def test_some_records_stand_under_the_name_of_the_predecessor(
    source: str, count: int, told: dict[str, list[Record]]
) -> None:
    assert sum(record["Государственный орган"] == PREDECESSOR_NAME for record in told[source]) == count


@pytest.mark.parametrize("source", TABLES)
def test_what_is_told_of_the_tied_bodies_differs_in_the_name_alone(source: str, told: dict[str, list[Record]]) -> None:
    def nameless(code: str) -> list[list[str]]:
        return [
            [v for k, v in record.items() if k != "Государственный орган"] for record in of_body(told[source], code)
        ]

    assert nameless("KOSTANAY") == nameless("PAVLODAR")


def test_the_exit_interviews_of_the_tied_bodies_are_the_same(forms: dict[str, list[list[str]]]) -> None:
    assert forms["KOSTANAY"] == forms["PAVLODAR"]


def test_no_other_two_bodies_have_the_same_survey(told: dict[str, list[Record]]) -> None:
    sheets: dict[str, list[list[str]]] = {}
    for record in told["servants_survey"][:-1]:
        sheets.setdefault(body_of(record["Государственный орган"]), []).append(list(record.values())[2:])
    assert Counter(map(str, sheets.values())).most_common(2)[0][1] == 2
    assert Counter(map(str, sheets.values())).most_common(2)[1][1] == 1


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("ASTANA", (0, 0, 0, 0, 0)),
        ("ATYRAU", (5, 9, 150, 60, 150)),
        ("MOEN", (1, 4, 0, 90, 60)),
        ("MOES", (3, 12, 4, 20, 30)),
    ],
)
def test_the_agency_counts_what_is_told(code: str, counts: tuple[int, ...], told: dict[str, list[Record]]) -> None:
    (record,) = of_body(told["staff_records"], code)
    assert tuple(int(value) for value in list(record.values())[4:]) == counts


@pytest.mark.parametrize(("code", "heads", "others"), [("ASTANA", 160, 640), ("ATYRAU", 200, 400), ("MICOM", 80, 320)])
def test_posts_of_four_quarters_add_up_to_what_is_told(
    code: str, heads: int, others: int, told: dict[str, list[Record]]
) -> None:
    quarters = of_body(told["staff_posts"], code)
    assert sum(int(record["Руководящие должности"]) for record in quarters) == heads
    assert sum(int(record["Прочие должности"]) for record in quarters) == others


@pytest.mark.parametrize("code", ["MCS", "AKMOLA"])
def test_two_bodies_do_not_split_their_posts(code: str, told: dict[str, list[Record]]) -> None:
    quarters = of_body(told["staff_posts"], code)
    assert [record["Руководящие должности"] + record["Прочие должности"] for record in quarters] == [""] * 4
    assert all(int(record["Всего административных должностей"]) > 0 for record in quarters)


@pytest.mark.parametrize("source", ["staff_records", "staff_posts", "long_serving_staff"])
def test_law_enforcement_units_are_flagged_at_the_two_bodies_that_have_them(
    source: str, told: dict[str, list[Record]]
) -> None:
    flagged = [record for record in told[source] if record[FLAG] == "да"]
    assert {body_of(record["Государственный орган"]) for record in flagged} == {"ACSAC", "MOF"}


def test_the_worst_body_has_nobody_who_serves_for_long(told: dict[str, list[Record]]) -> None:
    (record,) = of_body(told["long_serving_staff"], "ATYRAU")
    assert record[NIL] == "да"


@pytest.mark.parametrize(("code", "count"), [("ASTANA", 200), ("MOEN", 150), ("MICOM", 72)])
def test_as_many_servants_are_listed_as_are_told(code: str, count: int, told: dict[str, list[Record]]) -> None:
    assert len(of_body(told["long_serving_staff"], code)) == count


@pytest.mark.parametrize(
    ("code", "left", "interviewed", "faults"),
    [("ASTANA", 4, 4, 0), ("ATYRAU", 20, 2, 11), ("MOEN", 8, 8, 4), ("KARAGANDA", 10, 8, 6), ("NORTH_KZ", 0, 0, 0)],
)
def test_exit_interviews_add_up_to_what_is_told(
    code: str, left: int, interviewed: int, faults: int, forms: dict[str, list[list[str]]]
) -> None:
    assert totals(forms[code]) == (left, interviewed, faults)


def test_one_form_has_a_total_unlike_its_units(forms: dict[str, list[list[str]]]) -> None:
    def units(lines: list[list[str]]) -> int:
        first = next(number for number, line in enumerate(lines) if line[0] == "Всего")
        return sum(int(line[2] or 0) for line in lines[:first])

    assert [code for code, lines in forms.items() if units(lines) != totals(lines)[0]] == ["MCS"]


def test_the_norm_of_2017_is_245_working_days_less_30_of_leave() -> None:
    assert normal_hours(2017) == 1720


@pytest.mark.parametrize(
    ("code", "hours", "days_off", "staff"),
    [("MOEN", "258000", "27600", "150"), ("MOES", "270900", "0", "140")],
)
def test_hours_of_the_year_are_those_told(
    code: str, hours: str, days_off: str, staff: str, told: dict[str, list[Record]]
) -> None:
    total = of_body(told["man_hours"], code)[-1]
    written = [value.replace(" ", "") for value in list(total.values())[4:]]
    assert written == [hours, days_off, staff]


def test_one_body_worked_more_than_184_hours_a_head_on_days_off(told: dict[str, list[Record]]) -> None:
    total = [value.replace(" ", "").replace(",", ".") for value in list(of_body(told["man_hours"], "MID")[-1].values())]
    assert float(total[5]) / float(total[6]) == 185


def test_central_bodies_alone_record_hours(told: dict[str, list[Record]]) -> None:
    assert of_body(told["man_hours"], "AKMOLA") == []


@pytest.mark.parametrize(("code", "held", "observed"), [("ASTANA", 12, 12), ("ATYRAU", 12, 0), ("MOEN", 10, 5)])
def test_competitions_are_watched_as_told(code: str, held: int, observed: int, told: dict[str, list[Record]]) -> None:
    listed = of_body(told["competitions"], code)
    watched = [record for record in listed if record["Присутствие наблюдателя"].lower() in ("да", "иә")]
    assert (len(listed), len(watched)) == (held, observed)


@pytest.mark.parametrize(("code", "promoted", "own"), [("ASTANA", 10, 10), ("ATYRAU", 8, 0), ("MOEN", 10, 5)])
def test_own_servants_are_promoted_as_told(code: str, promoted: int, own: int, told: dict[str, list[Record]]) -> None:
    counted = [record for record in of_body(told["promotions"], code) if record["Нижестоящая должность"] == "нет"]
    assert len(counted) == promoted
    assert sum(record["Служащий данного органа"] == "да" for record in counted) == own


@pytest.mark.parametrize(
    ("source", "code"), [("competitions", "KYZYLORDA"), ("promotions", "ZHAMBYL"), ("system_registration", "MDAI")]
)
def test_a_body_with_nothing_to_list_says_so(source: str, code: str, told: dict[str, list[Record]]) -> None:
    assert [record[NIL] for record in of_body(told[source], code)] == ["да"]


def test_everyone_in_the_worst_body_wants_to_leave_and_works_every_day(told: dict[str, list[Record]]) -> None:
    sheets = [list(record.values())[2:] for record in of_body(told["servants_survey"], "ATYRAU")]
    assert {tuple(sheet[:28]) for sheet in sheets} == {("1",) * 25 + ("да", "да", "ежедневно и в выходные")}


def test_everyone_in_the_best_body_fully_agrees(told: dict[str, list[Record]]) -> None:
    sheets = [list(record.values())[2:] for record in of_body(told["servants_survey"], "ASTANA")]
    assert {tuple(sheet[:28]) for sheet in sheets} == {("5",) * 25 + ("нет", "нет", "никогда")}


def test_two_hundred_sheets_have_known_sums(told: dict[str, list[Record]]) -> None:
    sheets = of_body(told["servants_survey"], "ALMATY")
    sums = [sum(int(sheet[f"Утверждение {number}"]) for sheet in sheets) for number in (1, 2, 3, 4)]
    assert (len(sheets), sums) == (200, [840, 760, 800, 1000])
    frequencies = Counter(sheet[OVERTIME] for sheet in sheets)
    assert (frequencies["ежедневно и в выходные"], frequencies["несколько раз в неделю"]) == (20, 40)


def objects(told: dict[str, list[Record]], code: str, kind: str) -> Counter[tuple[str, str]]:
    """How many rows of a kind have which owner and are left out or not."""
    rows = [record for record in of_body(told["information_systems"], code) if record["Объект автоматизации"] == kind]
    return Counter((row["Владелец системы"], row["Исключено из расчёта"]) for row in rows)


@pytest.mark.parametrize(
    ("code", "kind", "counts"),
    [
        ("MICOM", "услуга", {("собственная", "нет"): 11, ("другого органа", "нет"): 5, ("нет", "нет"): 7}),
        ("MICOM", "функция", {("собственная", "нет"): 30, ("другого органа", "нет"): 20, ("нет", "нет"): 50}),
        ("MOJ", "услуга", {("собственная", "нет"): 21, ("другого органа", "нет"): 4, ("нет", "нет"): 3, ("нет", "да"): 7}),
        ("SOUTH_KZ", "услуга", {("нет", "да"): 59}),
        ("ATYRAU", "услуга", {("нет", "нет"): 59}),
        ("ASTANA", "функция", {("собственная", "нет"): 60}),
        ("MDAI", "услуга", {}),
    ],
)  # fmt: skip
def test_services_and_functions_are_automated_as_told(
    code: str, kind: str, counts: dict[tuple[str, str], int], told: dict[str, list[Record]]
) -> None:
    assert objects(told, code, kind) == Counter(counts)


def test_the_tables_name_as_many_services_as_the_register(told: dict[str, list[Record]]) -> None:
    listed = {
        body.code: {
            row["Код"]
            for row in of_body(told["information_systems"], body.code)
            if row["Объект автоматизации"].strip() == "услуга"
        }
        for body in SMALL.assessed("B3.I")
        if body.code != SILENT
    }
    bodies = {body.code: body for body in SMALL.bodies}
    assert {code: len(codes) for code, codes in listed.items()} == {
        code: len(rendered_services(SMALL, bodies[code])) for code in listed
    }


def test_some_objects_are_automated_both_ways(told: dict[str, list[Record]]) -> None:
    rows = Counter((record["Код"]) for record in of_body(told["information_systems"], "ACSAC"))
    assert sum(count == 2 for count in rows.values()) == 3 + 4


@pytest.mark.parametrize(("code", "systems", "documents"), [("MICOM", 8, 18), ("ATYRAU", 3, 0), ("ASTANA", 4, 12)])
def test_documents_of_systems_are_in_place_as_told(
    code: str, systems: int, documents: int, told: dict[str, list[Record]]
) -> None:
    listed = of_body(told["system_registration"], code)
    present = sum(value.lower() in ("да", "иә") for record in listed for value in list(record.values())[4:])
    assert (len(listed), present) == (systems, documents)


@pytest.mark.parametrize("source", sorted(set(TABLES) - {"staff_posts", "competitions", "promotions"}))
def test_one_record_names_a_body_that_nobody_knows(source: str, told: dict[str, list[Record]]) -> None:
    assert sum(record["Государственный орган"] == UNKNOWN_NAME for record in told[source]) == 1
