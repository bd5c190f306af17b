"""Small deliveries written by hand and taken the whole way: a snapshot, a frozen run, a load through the real loader."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import uuid4

import psycopg

from ingest import snapshots
from ingest.contracts import contract_of
from ingest.load import load_run, load_snapshot
from ingest.raw_tables import ensure_tables
from olshem import warehouse
from olshem.settings import project_root

GAP = {"en": "left out by a test", "ru": "пропущено тестом", "kk": "тест өткізіп жіберді"}
APPEAL_COLUMNS = {
    "appeal_id": "Номер обращения",
    "body_name": "Государственный орган",
    "applicant_hmac": "ИИН или БИН заявителя",
    "kind": "Вид обращения",
    "channel": "Канал поступления",
    "received_on": "Дата поступления",
    "due_on": "Срок исполнения",
    "extended_to": "Продлено до",
    "answered_on": "Дата ответа",
    "status": "Состояние",
    "outcome": "Результат рассмотрения",
    "on_time_flag": "Соблюдение срока",
    "upheld_by": "Признано обоснованным",
    "upheld_on": "Дата признания",
    "postal_code": "Почтовый индекс",
    "region": "Регион",
    "topic": "Тематика",
}
HANDLED = {
    "kind": "жалоба",
    "channel": "СЭД",
    "received_on": "01.02.2024",
    "due_on": "16.02.2024",
    "answered_on": "10.02.2024",
    "status": "рассмотрено",
    "outcome": "отказано",
    "on_time_flag": "в срок",
    "postal_code": "010000",
    "region": "г. Астана",
    "topic": "О субсидии",
}


@dataclass(frozen=True)
class Delivery:
    """The bytes of one part of a source."""

    source: str
    part: str
    file_name: str
    content: bytes
    period: str


def statistics(bodies: Sequence[tuple[str, int, int, int]], period: str = "2025-03") -> Delivery:
    """Open data statistics: Russian short name, data sets due, published and up to date."""
    records = [
        {
            "nameRu": name,
            "nameEn": name,
            "nameKk": name,
            "govAgency": f"body-{number}",
            "actualPlacedDatasetsCount": up_to_date,
            "placedDatasetsCount": published,
            "allDatasetsCount": due,
            "allActualDatasetsCount": up_to_date,
            "allPlacedDatasetsCount": due,
        }
        for number, (name, due, published, up_to_date) in enumerate(bodies)
    ]
    content = json.dumps(records, ensure_ascii=False).encode()
    return Delivery("open_data_statistics", "cgo", "statistics.json", content, period)


def appeals(rows: Sequence[Mapping[str, str]], year: int = 2024) -> Delivery:
    """A register of appeals. Each row says what differs from an appeal that was refused in good time."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(APPEAL_COLUMNS.values())
    for number, row in enumerate(rows, start=1):
        whole = {"appeal_id": f"{year}-{number:07d}"} | HANDLED | dict(row)
        writer.writerow([whole.get(column, "") for column in APPEAL_COLUMNS])
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo("appeals.csv"), text.getvalue())
    return Delivery("appeals_register", "", "appeals.csv.zip", archive.getvalue(), str(year))


def loaded_run(deliveries: Sequence[Delivery], year: int = 2024, profile: str = "demo") -> int:
    """A frozen and loaded run of these deliveries; every other source of the decree is a declared gap."""
    (run_id,) = loaded_runs([deliveries], year, profile)
    load_run(run_id)
    return run_id


def loaded_runs(
    years: Sequence[Sequence[Delivery]],
    year: int = 2024,
    profile: str = "demo",
    choices: Sequence[Sequence[str]] = (),
) -> list[int]:
    """A frozen and loaded run for each of these lists. A delivery that several name is one snapshot, loaded once.

    `choices` names for each run the assumptions that it reads in their alternative; without it, none.
    """
    run_ids, snapshot_ids = [], dict[Delivery, int]()
    with warehouse.connect("loader") as connection:
        for deliveries, chosen in zip(years, choices or [()] * len(years), strict=True):
            run = connection.execute(
                "insert into ledger.run (profile, reporting_year, edition, request_key, input_digest, code_version) "
                "values (%s, %s, '2017', %s, 'crafted', 'test') returning run_id",
                [profile, year, f"crafted {uuid4()}"],
            )
            run_ids.append(int(next(run)[0]))
            for assumption_id in chosen:
                connection.execute(
                    "insert into ledger.run_choice (run_id, assumption_id, choice) values (%s, %s, 'alternative')",
                    [run_ids[-1], assumption_id],
                )
            for delivery in deliveries:
                if delivery not in snapshot_ids:
                    snapshot_ids[delivery] = _snapshot(delivery, year, profile, connection)
                _add_input(run_ids[-1], delivery.source, delivery.part, snapshot_ids[delivery], connection)
            for source in _all_sources() - {delivery.source for delivery in deliveries}:
                _add_input(run_ids[-1], source, "", None, connection)
    ensure_tables()
    with ThreadPoolExecutor(max_workers=4) as loading:
        list(loading.map(load_snapshot, snapshot_ids.values()))
    return run_ids


def _snapshot(delivery: Delivery, year: int, profile: str, connection: psycopg.Connection) -> int:
    inserted = connection.execute(
        "insert into ledger.snapshot (profile, reporting_year, source, part, sha256, byte_count, file_name, origin, "
        "licence, period, is_demonstration) values (%s, %s, %s, %s, %s, %s, %s, 'a test', 'none', %s, true) "
        "returning snapshot_id",
        [profile, year, delivery.source, delivery.part, _keep(delivery), len(delivery.content),
         delivery.file_name, delivery.period],
    )  # fmt: skip
    return int(next(inserted)[0])


def _add_input(run_id: int, source: str, part: str, snapshot_id: int | None, connection: psycopg.Connection) -> None:
    connection.execute(
        "insert into ledger.run_input (run_id, source, part, snapshot_id, gap_reason) values (%s, %s, %s, %s, %s)",
        [run_id, source, part, snapshot_id, None if snapshot_id else json.dumps(GAP)],
    )


def _keep(delivery: Delivery) -> str:
    with snapshots.incoming(is_personal=bool(contract_of(delivery.source).personal_columns)) as file:
        file.write_bytes(delivery.content)
        return snapshots.keep(file)


def _all_sources() -> set[str]:
    with (project_root() / "dbt_project/seeds/decree/sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["source"] for row in csv.DictReader(file)}
