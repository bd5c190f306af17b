"""Answers of portals: what is data, what is an error that passes, and what is one that stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.connectors.answers import (
    Answer,
    json_of,
    keyed_records_of,
    records_of,
    require_no_error_in_place_of_a_file,
    require_no_page,
)
from ingest.connectors.proxy import page_of
from ingest.errors import AnswerRefused, SourceSilent

# counted in the saved files by eye; ten means that the crawler asked without `source`
SAVED_ARRAYS = {
    "cgo__adilet_organdarynyn_tauar_belg__v26": 1,
    "cgo__azamattyk_aviaciya_salasy_boiy2__v31": 1,
    "cgo__ekologiyalyk_retteu_zhane_baky__v13": 3,
    "cgo__kolichestvo_vydannyh_svidetel__v15": 5,
    "cgo__onirler_boiynsha_kazakstan_res2__v40": 10,
    "cgo__payment_balance__v21": 6,
    "cgo__poshta_bolimshelerindegi_kyzme2__v4": 6,
    "cgo__songy_5_zhyl_ishinde_geografiy__v11": 7,
    "cgo__songy_5_zhylda_selekciyalyk_zh3__v98": 5,
    "cgo__songy_5_zhylda_tirkelgen_ozgeg__v72": 5,
    "cgo__songy_5_zhylda_tirkelgen_tauar6__v90": 5,
    "cgo__stat_kgn_119__v19": 10,
    "cgo__statistikalyk_biznes-tirkelimn19__v44": 10,
    "mio__atauly_aleumettik_komek_alushy3__v32": 10,
    "mio__halykty_zhumyspen_kamtu_ortaly3__v99": 10,
    "mio__iri_kara_mal_basy2__v15": 2,
    "mio__nur-sultan_kalasy_akimdiginin__v19": 1,
    "mio__poleznieiskopaemyesko__v16": 10,
    "mio__svobodnyeuchastkisko__v29": 10,
    "mio__zhalpy_taralgan_paidaly_kazbal__v81": 5,
    "quasi__2020_zhylgy_vegetaciyalyk_keze1__v34": 10,
    "quasi__internet_zhelisinde_kazakstan2__v36": 1,
    "quasi__kazakstan_respublikasy_azamatt9__v22": 1,
    "quasi__kazakstan_respublikasy_ishki_i12__v6": 3,
    "quasi__kazakstan_respublikasyndagy_me1__v7": 1,
    "quasi__kr_dsm_kazak_respublikalyk_le1__v2": 1,
    "quasi__mask-dan__asyraushysynan_aiyry__v26": 1,
    "quasi__tao_rmk-nyn_uiymdyk_kurylymy3__v11": 10,
    "quasi__zher_usti_suy_sapasynyn_monito3__v46": 10,
}
SAVED_ENVELOPES = {
    "gp_od_service_1et1": 0,  # an empty report
    "gp_od_service_7k1": 0,  # an empty report
    "gp_od_service_ediniy": 1,
    "opendata-api-uri494": 20,
    "the_volume_of_hazardous_waste_1": 9,
}
SAVED_ERRORS = {
    "gp_od_service_1zh": "/reports/json/2ZH",
    "gp_od_service_42": "/reports/json/4",
    "gp_od_service_5a": "/reports/json/5A",
    "gp_od_service_6": "/reports/json/6",
}
LISTS = {
    "getstatisticsbycgogovagencies": 32,
    "getstatisticsbymiogovagencies": 20,
    "getstatisticsbyquasiorganizations": 1178,
}


def answer(body: bytes | str, status: int = 200) -> Answer:
    return Answer(status, body if isinstance(body, bytes) else body.encode(), "https://portal/api")


def saved(folder: Path, kind: str, name: str) -> Answer:
    return answer((folder / "kz_open_data" / kind / f"{name}.json").read_bytes())


@pytest.mark.real_data
def test_every_saved_answer_has_its_verdict_here(real_data_folder: Path) -> None:
    files = {
        kind: {file.stem for file in (real_data_folder / "kz_open_data" / kind).glob("*.json")}
        for kind in ("api_v4", "proxy", "catalog")
    }
    assert files == {"api_v4": set(SAVED_ARRAYS), "proxy": {*SAVED_ENVELOPES, *SAVED_ERRORS}, "catalog": set(LISTS)}


@pytest.mark.real_data
@pytest.mark.parametrize("name", SAVED_ARRAYS)
def test_a_saved_array_is_read_whole(real_data_folder: Path, name: str) -> None:
    found = records_of(saved(real_data_folder, "api_v4", name))
    assert len(found) == SAVED_ARRAYS[name]
    assert [json.loads(record) for record in found] == json_of(saved(real_data_folder, "api_v4", name))


@pytest.mark.real_data
@pytest.mark.parametrize("name", LISTS)
def test_a_saved_list_of_bodies_is_read_whole(real_data_folder: Path, name: str) -> None:
    assert len(records_of(saved(real_data_folder, "catalog", name))) == LISTS[name]


@pytest.mark.real_data
@pytest.mark.parametrize("name", SAVED_ENVELOPES)
def test_a_saved_envelope_gives_its_records(real_data_folder: Path, name: str) -> None:
    page = page_of(saved(real_data_folder, "proxy", name))
    assert (len(page.records), page.total) == (SAVED_ENVELOPES[name], None)


@pytest.mark.real_data
@pytest.mark.parametrize("name", SAVED_ERRORS)
def test_a_saved_error_that_came_with_200_is_an_error(real_data_folder: Path, name: str) -> None:
    with pytest.raises(SourceSilent, match=f"error inside a good answer .*{SAVED_ERRORS[name]}"):
        json_of(saved(real_data_folder, "proxy", name))


@pytest.mark.parametrize(
    ("document", "count"),
    [
        ([{"a": 1}], 1),
        ({"meta": {}, "data": [{"a": 1}, {"a": 2}]}, 2),
        ({"meta": {}, "data": {"fields": [{"col_1": "871"}]}}, 1),
        ({"meta": {}, "data": {"result": [{"a": 1}], "page": 0, "size": 1, "totalPages": 1}}, 1),
        ({"meta": {}, "data": {"fields": []}}, 0),
        ({"fields": [{"a": 1}]}, 1),
    ],
)
def test_each_kind_of_envelope_gives_its_records(document: object, count: int) -> None:
    assert len(page_of(answer(json.dumps(document))).records) == count


@pytest.mark.parametrize(
    "document", [{"meta": {}}, {"data": "later"}, "text", {"data": {"rows": []}}, {"data": {}, "fields": []}]
)
def test_an_envelope_of_no_known_kind_is_refused(document: object) -> None:
    with pytest.raises(AnswerRefused, match="an envelope of no known kind"):
        page_of(answer(json.dumps(document)))


def test_an_envelope_whose_records_are_no_objects_is_refused() -> None:
    with pytest.raises(AnswerRefused, match="an array whose elements are no objects: '1'"):
        page_of(answer('{"data": [1, 2]}'))


@pytest.mark.parametrize(
    ("document", "total"),
    [
        ({"meta": {"total": 1_200}, "data": []}, 1_200),
        ({"data": {"result": [], "totalElements": "7"}}, 7),
        ({"totalCount": 0, "fields": []}, 0),
        ({"meta": {"total": None}, "data": {"fields": [], "total": 871.5}}, None),
        ([{"total": 3}], None),
    ],
)
def test_the_total_of_an_envelope_is_what_the_system_says_in_whole_records(document: object, total: int | None) -> None:
    assert page_of(answer(json.dumps(document))).total == total


@pytest.mark.parametrize("envelope", ["%s", '{"data": %s}', '{"meta": {}, "data": {"result": %s}}', '{"fields": %s}'])
def test_a_record_of_an_envelope_keeps_its_text_to_the_digit(envelope: str) -> None:
    records = ('{"a":1.10,"b":12345678901234567.25,"c":1e400}', '{"a": 1,\n "a": 2, "ә": "\\u04d9"}')
    found = page_of(answer(envelope % f"[{', '.join(records)}]"))
    assert [record.decode() for record in found.records] == list(records)


@pytest.mark.parametrize("status", [403, 429, 500, 501, 502, 503, 504])
def test_a_status_that_passes_is_asked_again(status: int) -> None:
    with pytest.raises(SourceSilent, match=f"answered {status}"):
        json_of(answer("{}", status))


@pytest.mark.parametrize(
    ("status", "advice"), [(400, "check what is asked"), (401, "The key is not accepted"), (404, "no such data set")]
)
def test_a_status_that_stays_is_not_asked_again(status: int, advice: str) -> None:
    with pytest.raises(AnswerRefused, match=advice):
        json_of(answer("{}", status))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html><head><title>Проверка</title></head><div class='g-recaptcha'>", "a CAPTCHA .«Проверка»"),
        ('<form><input type="password"></form>', "a login page"),
        ("\ufeff \n<!DOCTYPE html><title>502</title>", "a web page .«502»"),
    ],
)
def test_a_page_for_people_is_no_data(body: str, kind: str) -> None:
    with pytest.raises(SourceSilent, match=f"answered with {kind}"):
        json_of(answer(body))


def test_xml_is_no_page() -> None:
    require_no_page(answer("<?xml version='1.0'?><a/>"))


@pytest.mark.parametrize("body", ["", "[{", '{"a": ', "\x00\x01"])
def test_json_that_breaks_off_is_asked_again(body: str) -> None:
    with pytest.raises(SourceSilent, match="breaks off or is none"):
        json_of(answer(body))


@pytest.mark.parametrize("read", [json_of, records_of, lambda found: keyed_records_of(found, "a")])
@pytest.mark.parametrize("beginning", ["[", '[{"a": [', '{"a": ['])
def test_json_that_nests_deeply_is_refused(read: Callable[[Answer], object], beginning: str) -> None:
    body = beginning + "[" * 3_000 + "]" * 3_000 + {"[": "]", "[{": "]}]", '{"': "]}"}[beginning[:2]]
    with pytest.raises(AnswerRefused, match="https://portal/api answered with JSON that is nested too deeply"):
        read(answer(body))


def test_a_small_file_that_nests_deeply_is_what_it_is() -> None:
    require_no_error_in_place_of_a_file(answer(b'{"a":' * 3_000 + b"1" + b"}" * 3_000))


@pytest.mark.parametrize(
    "document",
    [{"code": 500, "message": "PSQLException: closed"}, {"status": "502"}, {"error": "no such index"}, {"status": 429}],
)
def test_an_error_inside_a_good_answer_is_asked_again(document: object) -> None:
    with pytest.raises(SourceSilent, match="an error inside a good answer"):
        json_of(answer(json.dumps(document)))


def test_an_error_inside_a_good_answer_that_stays_is_refused() -> None:
    with pytest.raises(AnswerRefused, match="status 400"):
        json_of(answer('{"status": 400, "message": "bad query"}'))


@pytest.mark.parametrize(
    "document", [{"status": "1", "code": 200}, {"code": "²"}, {"code": "9" * 5_000}], ids=["small", "no number", "long"]
)
def test_a_status_of_the_data_themselves_is_no_error(document: dict[str, object]) -> None:
    assert json_of(answer(json.dumps(document))) == document


def test_an_object_where_an_array_was_asked_for_is_refused() -> None:
    with pytest.raises(AnswerRefused, match="dict in place of an array"):
        records_of(answer('{"rows": []}'))


def test_a_record_keeps_its_text_to_the_digit() -> None:
    found = records_of(answer('\ufeff[ {"a": 1.10, "б": "\\u04d9"} ,\n{"a":1e400}]'))
    assert [record.decode() for record in found] == ['{"a": 1.10, "б": "\\u04d9"}', '{"a":1e400}']


def test_a_record_stands_behind_its_key_whatever_type_the_key_has() -> None:
    values, _ = keyed_records_of(answer('[{"id": 7}, {"a": {"id": 8}, "id": "9"}, {"a": 1}]'), "id")
    assert values == [7, "9", None]


def test_an_array_that_holds_no_text_is_asked_again() -> None:
    with pytest.raises(SourceSilent, match="breaks off or is none"):
        records_of(Answer(200, b'[{"a": "\xff"}]', "the portal"))
