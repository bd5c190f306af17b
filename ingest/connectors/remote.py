"""A part of a source that is asked for over HTTP: which connector gets it, and what is kept of where it came from."""

from __future__ import annotations

from pathlib import Path

from ingest.connectors import budgets, portal_api, portal_statistics, proxy
from ingest.connectors.delivery import Delivery, Manifest, read_manifest
from ingest.connectors.folder import LARGEST_MANIFEST_BYTES
from ingest.connectors.http import Client, Patience
from ingest.contracts import Contract
from ingest.profiles import RemotePlace


def fetch(place: RemotePlace, contract: Contract, year: int, into: Path, patience: Patience | None = None) -> Delivery:
    """Get one part and write its bytes to `into`. Errors are those of the connectors: `Transient` or `Terminal`."""
    with Client(place.system, patience) as client:
        return _KINDS[place.kind](client, place, contract, year, into)


def _api_v4(client: Client, place: RemotePlace, contract: Contract, year: int, into: Path) -> Delivery:
    data_set = portal_api.DataSet(
        place.options["data_set"], place.options["key"], place.options.get("version", "newest")
    )
    required = [column.source_name for column in contract.columns if column.is_required]
    found = portal_api.fetch(client, data_set, required, into)
    origin = f"{place.system.name}:/api/v4/{data_set.name}/{found.version}"
    return Delivery(into, f"{data_set.name}_{found.version}.json", origin, Manifest(row_count=found.record_count))


def _proxy(client: Client, place: RemotePlace, contract: Contract, year: int, into: Path) -> Delivery:
    name = place.options["data_set"]
    total = proxy.fetch(client, name, into)
    return Delivery(into, f"{name}.json", f"{place.system.name}:/proxy/{name}", Manifest(row_count=total))


def _statistics(client: Client, place: RemotePlace, contract: Contract, year: int, into: Path) -> Delivery:
    name = place.options["list"]
    portal_statistics.fetch(client, name, into)
    return Delivery(into, f"{name}.json", f"{place.system.name}:/datasets/{name}", None)


def _budget(client: Client, place: RemotePlace, contract: Contract, year: int, into: Path) -> Delivery:
    kind, region = place.options["budget"], place.options["region"]
    count = budgets.fetch(client, contract, year, kind, region, into)
    name = f"{contract.source}_{year}.csv"
    return Delivery(
        into, name, f"{place.system.name}:{budgets.PATH} {kind}, {region}, {year}", Manifest(row_count=count)
    )


def _download(client: Client, place: RemotePlace, contract: Contract, year: int, into: Path) -> Delivery:
    path = f"/files/{place.options['file']}"
    client.download(path, into, contract.max_bytes)
    statement = None
    if contract.has_manifest:
        beside = into.with_name("manifest")
        client.download(f"{path}.manifest.json", beside, LARGEST_MANIFEST_BYTES)
        statement = read_manifest(beside.read_bytes())
    return Delivery(into, Path(path).name, f"{place.system.name}:{path}", statement)


_KINDS = {
    "api_v4": _api_v4,
    "proxy": _proxy,
    "statistics": _statistics,
    "budget": _budget,
    "download": _download,
}
