"""The invented files on openness tell the stories of the year, the same bytes for the same seed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from demo import form_1ol, openness, openness_sites
from demo.openness_names import spellings
from demo.world import PREDECESSOR_NAME, World
from tests.support.openness import DELIVERIES, Rows, forms, rows_of, write_all

NAME, ITEM, LANGUAGE = "Государственный орган", "№ параметра", "Языковая версия"
JSON_PORTALS, CSV_PORTALS = ("open_data", "open_dialogue"), ("open_budgets", "open_npa")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("openness"))


@pytest.fixture(scope="module")
def sites(folder: Path) -> Rows:
    return rows_of(folder / "site_assessment_2017.xlsx")


@pytest.fixture(scope="module")
def written_forms(folder: Path) -> dict[str, list[list[str]]]:
    return forms(folder / "form_1ol_2017.zip")


def of(rows: Rows, body_code: str, column: str = NAME) -> Rows:
    """The rows under any name of a body."""
    names = {" ".join(name.split()) for name in spellings(body_code)}
    return [row for row in rows if " ".join(row[column].split()) in names]


def portal(folder: Path, source: str) -> Rows:
    """The rows of a portal, under the Russian names of its columns whatever the file calls them."""
    if source in CSV_PORTALS:
        return rows_of(folder / f"{source}_2017.csv")
    russian = {
        "nameRu": NAME,
        "parameter": ITEM,
        "lang": LANGUAGE,
        "isPlaced": "Размещено",
        "defectsCount": "Количество замечаний",
    }
    rows = rows_of(folder / f"{source}_2017.json")
    return [{russian.get(name, name): value for name, value in row.items()} for row in rows]


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_all(tmp_path)
    different = [file for _, _, file in DELIVERIES if (folder / file).read_bytes() != (tmp_path / file).read_bytes()]
    assert different == []


def test_a_larger_world_has_more_committee_sites(sites: Rows, tmp_path: Path) -> None:
    openness_sites.write_sites(World(factor=1), tmp_path)
    larger = rows_of(tmp_path / "site_assessment_2017.xlsx")
    found = [{row["Интернет-ресурс"] for row in of(rows, "MOF")} for rows in (sites, larger)]
    assert found == [
        {"minfin.gov.kz", "kgd.gov.kz"},
        {"minfin.gov.kz", "kgd.gov.kz", "kazynashylyk.minfin.gov.kz", "gosreestr.minfin.gov.kz"},
    ]


def test_every_parameter_of_every_body_is_judged_once_in_each_language(folder: Path) -> None:
    # 20 central and 16 local bodies: 4 and 4, 11 and 5, 5 and 4, 3 and 3 parameters; one row twice, one of no body
    counts = {source: len(portal(folder, source)) for source in (*JSON_PORTALS, *CSV_PORTALS)}
    assert counts == {
        "open_data": 2 * (20 * 4 + 16 * 4) + 2,
        "open_dialogue": 2 * (20 * 3 + 16 * 3) + 2,
        "open_budgets": 2 * (20 * 11 + 16 * 5) + 2,
        "open_npa": 2 * (20 * 5 + 16 * 4) + 2,
    }


@pytest.mark.parametrize("source", [*JSON_PORTALS, *CSV_PORTALS])
def test_the_flawless_body_has_everything_without_a_defect(folder: Path, source: str) -> None:
    judged = [row for row in of(portal(folder, source), "ASTANA") if row[ITEM] != "4.2"]
    assert {row["Размещено"].strip().lower() for row in judged} <= {"да", "иә"}
    assert {row["Количество замечаний"].strip() for row in judged} == {"0"}


def test_the_worst_body_lacks_the_list_and_all_kazakh_versions(folder: Path) -> None:
    rows = of(portal(folder, "open_data"), "ATYRAU")
    present = {(row[ITEM], row[LANGUAGE]) for row in rows if row["Размещено"].strip().lower() in ("да", "иә")}
    assert present == {("1.2", "ru"), ("1.3", "ru"), ("1.4", "ru")}


def test_what_the_worst_body_has_is_past_every_cap(folder: Path) -> None:
    """26 x 0.1 is more than 75 percent of any weight, of which the highest is 2.2."""
    rows = [row for row in of(portal(folder, "open_data"), "ATYRAU") if row[LANGUAGE] == "ru" and row[ITEM] != "1.1"]
    assert {row["Количество замечаний"].strip() for row in rows} == {"26"}


def test_defects_of_the_body_on_the_edges_cost_exactly_the_cap(folder: Path) -> None:
    """15 x 0.1 = 75 percent of the 2 points of item 1.2."""
    rows = [row for row in of(portal(folder, "open_data"), "MOEN") if row[ITEM] == "1.2"]
    assert {row["Количество замечаний"].strip() for row in rows} == {"15"}


@pytest.mark.parametrize(
    ("body_code", "in_russian", "in_kazakh"),
    [
        ("ASTANA", ("120", "120"), ("80", "80")),
        ("MOEN", ("10", "7"), ("100", "100")),
        ("ATYRAU", ("90", "40"), ("30", "0")),
        ("JDC", ("1", "1"), ("0", "0")),
        ("MRACS", ("14", "0"), ("3", "0")),
    ],
)
def test_blogs_of_the_stories(
    folder: Path, body_code: str, in_russian: tuple[str, str], in_kazakh: tuple[str, str]
) -> None:
    rows = [row for row in of(portal(folder, "open_dialogue"), body_code) if row[ITEM] == "4.2"]
    found = {row[LANGUAGE]: (row["askedCount"], row["answeredCount"]) for row in rows}
    assert found == {"ru": in_russian, "kk": in_kazakh}


def test_the_national_bank_is_no_administrator_of_budget_programmes(folder: Path) -> None:
    rows = of(portal(folder, "open_budgets"), "NBK")
    assert [row["Отметка"] for row in rows] == ["не администратор бюджетных программ"] * 22


def test_where_no_audit_was_held_nothing_was_to_publish(folder: Path) -> None:
    marks = {row[ITEM]: row["Отметка"] for row in of(portal(folder, "open_budgets"), "MANGYSTAU")}
    assert marks == {"2.1": "", "2.2": "публиковать нечего", "2.3": "", "2.4": "", "2.5": ""}


def test_nothing_was_planned_in_the_body_of_few_cases(folder: Path) -> None:
    marks = {row[ITEM]: row["Отметка"] for row in of(portal(folder, "open_npa"), "JDC")}
    assert marks == {
        "3.1": "ничего не планировалось", "3.2": "ничего не планировалось", "3.3": "", "3.4": "замечаний не поступало",
        "3.5": "",
    }  # fmt: skip


@pytest.mark.parametrize("source", [*JSON_PORTALS, *CSV_PORTALS])
def test_one_row_of_each_portal_stands_under_the_name_before_the_reform(folder: Path, source: str) -> None:
    assert [row[LANGUAGE] for row in portal(folder, source) if row[NAME] == PREDECESSOR_NAME] == ["ru"]


@pytest.mark.parametrize("source", [*JSON_PORTALS, *CSV_PORTALS])
def test_the_tied_differ_in_their_name_alone_on_the_portals(folder: Path, source: str) -> None:
    one, other = ([row | {NAME: ""} for row in of(portal(folder, source), code)] for code in ("KOSTANAY", "PAVLODAR"))
    assert one == other


def test_the_tied_differ_in_name_and_address_alone_on_the_sites(sites: Rows) -> None:
    one, other = (
        [row | {NAME: "", "Интернет-ресурс": ""} for row in of(sites, code)] for code in ("KOSTANAY", "PAVLODAR")
    )
    assert one == other
    assert len(one) == 2 * (25 + 2 * 15 + 2 * 7)


def test_the_flawless_site_has_all_ten_points_of_availability(sites: Rows) -> None:
    given = [
        row["Баллы"] for row in of(sites, "ASTANA") if row["Показатель"] == "доступность" and row["Квартал"] == "4"
    ]
    assert sum(Decimal(points.replace(",", ".")) for points in given) == 10


def test_the_site_on_the_edges_is_found_between_places_11_and_20(sites: Rows) -> None:
    found = {row["Баллы"] for row in of(sites, "MOEN") if (row["Показатель"], row[ITEM]) == ("доступность", "1.1")}
    assert found == {"0,5"}


def test_the_budget_section_is_not_asked_of_the_national_bank(sites: Rows) -> None:
    items = {row[ITEM] for row in of(sites, "NBK") if row["Показатель"] == "полнота"}
    assert items == {f"1.{number}" for number in range(1, 14)} - {"1.6"}


def test_a_message_stands_in_place_of_services_where_there_are_none(sites: Rows) -> None:
    found = {(row["Показатель"], row[ITEM]) for row in of(sites, "MDAI") if row["Сообщение взамен раздела"] == "да"}
    assert found == {("полнота", "1.9"), ("мобильная версия", "1.2")}


def test_mobile_versions_open_in_every_way_and_some_lead_back_nowhere(folder: Path) -> None:
    rows = rows_of(folder / "site_mobile_versions_2017.csv")
    told = {
        code: tuple(of(rows, code)[0][name] for name in ("Открытие мобильной версии", "Ссылка на основную версию"))
        for code in ("ATYRAU", "MRACS", "MIA", "ZHAMBYL")
    }
    assert told == {
        "ATYRAU": ("по ссылке", "нет"),
        "MRACS": ("нет", ""),
        "MIA": ("по ссылке", "да"),
        "ZHAMBYL": ("сама", "нет"),
    }


def test_the_portals_statistics_keep_the_portals_quirks(folder: Path) -> None:
    central = rows_of(folder / "open_data_statistics_cgo_2017.json")
    local = rows_of(folder / "open_data_statistics_mio_2017.json")
    kazakh = {row["nameRu"].strip(): row["nameKk"] for row in central}
    assert kazakh["МНЭ РК"] == "MNE RK"
    assert kazakh["МО РК"] == kazakh["МФ РК"]
    assert kazakh["ДОДС"][0] == "C"
    assert "МИК РК " in [row["nameRu"] for row in central]
    assert {row["allPlacedDatasetsCount"] for row in local} == {"54"}
    assert (len(central), len(local)) == (20, 16)


def test_the_assessment_of_the_portal_repeats_what_its_statistics_count(folder: Path) -> None:
    """Zhambyl: 54 data sets due, 53 published, 44 up to date."""
    (counted,) = [
        row for row in rows_of(folder / "open_data_statistics_mio_2017.json") if row["nameRu"] == "Жамбылская обл."
    ]
    assert [counted[f"{name}DatasetsCount"] for name in ("allPlaced", "placed", "actualPlaced")] == ["54", "53", "44"]
    judged = {(row[ITEM], row["Количество замечаний"].strip()) for row in of(portal(folder, "open_data"), "ZHAMBYL")}
    assert {("1.2", "1"), ("1.3", "9")} <= judged


def test_the_silent_body_handed_in_no_form(written_forms: dict[str, list[list[str]]]) -> None:
    assert len(written_forms) == 35
    assert [name for name in written_forms if "религий" in name or "МДРГО" in name] == []


def test_a_name_too_long_for_a_file_gives_way_to_its_abbreviation(written_forms: dict[str, list[list[str]]]) -> None:
    assert "1-ОЛ_2017_ДОДС.xlsx" in written_forms
    assert max(len(name.encode()) for name in written_forms) <= 255


def test_the_form_of_the_body_on_the_edges_tells_of_4999_handled(written_forms: dict[str, list[list[str]]]) -> None:
    lines = written_forms["1-ОЛ_2017_Министерство энергетики Республики Казахстан.xlsx"]
    assert [lines[0][0], *lines[0][3:6]] == ["Всего обращений", "1", "5110", "4999"]
    assert [lines[1][1], lines[1][5], lines[4][1], lines[4][5]] == ["жалобы", "1499", "заявления", "3500"]


def test_outcomes_add_up_but_in_the_one_line_that_is_wrong(written_forms: dict[str, list[list[str]]]) -> None:
    wrong = [
        (name, line[3])
        for name, lines in written_forms.items()
        for line in lines
        if int(line[5]) != sum(map(int, line[7:11]))
    ]
    assert wrong == [("1-ОЛ_2017_Министерство культуры и спорта Республики Казахстан.xlsx", "10")]


def test_organisations_and_persons_make_the_whole(written_forms: dict[str, list[list[str]]]) -> None:
    wrong = [
        name
        for name, lines in written_forms.items()
        for whole in (1, 4)
        if [int(cell) for cell in lines[whole][4:]]
        != [int(one) + int(other) for one, other in zip(lines[whole + 1][4:], lines[whole + 2][4:], strict=True)]
    ]
    assert wrong == []


def test_one_body_tells_of_25_applications_more_than_its_counts(written_forms: dict[str, list[list[str]]]) -> None:
    counts = form_1ol.counts_by_body(World(factor=0.05))["MID"][form_1ol.APPLICATIONS]
    line = written_forms["1-ОЛ_2017_Министерство по инвестициям и развитию Республики Казахстан.xlsx"][4]
    assert int(line[5]) - counts.handled == 25


def test_wrong_cells_are_few(folder: Path, sites: Rows) -> None:
    """Below 3 percent of the rows of a file, the row sent twice and the body that nobody knows among them."""
    shares = {
        source: (len(openness.WRONG_CELLS[source]) + 2) / len(portal(folder, source)) for source in openness.WRONG_CELLS
    }
    shares["site_assessment"] = (len(openness_sites.WRONG_CELLS) + 1) / len(sites)
    assert {source: share for source, share in shares.items() if share >= 0.03} == {}
