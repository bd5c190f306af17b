"""Profiles: which sources an evaluation has, where it finds them, and which ones it knows to be missing, and why."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ingest.connectors.system import System
from ingest.errors import ProfileInvalid
from olshem.settings import project_root

FOLDER = Path(__file__).parent / "profiles"
LANGUAGES = ("en", "ru", "kk")
TODAY = "today"
# The connectors that ask over HTTP, with what each must be told.
KINDS: Mapping[str, tuple[str, ...]] = {
    "api_v4": ("data_set", "key"),
    "proxy": ("data_set",),
    "statistics": ("list",),
    "budget": ("budget", "region"),
    "download": ("file",),
}


@dataclass(frozen=True)
class FolderPlace:
    """A file of a folder: `project`, `home`, or the folder that a `$VARIABLE` names."""

    root: str
    file_name: str

    @property
    def home_folder(self) -> str:
        """Its folder within the working folder of the installation, empty where it lies elsewhere."""
        return str(Path(self.file_name).parent) if self.root == "home" else ""


@dataclass(frozen=True)
class RemotePlace:
    """A question to a system: which connector asks it (`kind`), and what it needs to know (`options`).

    `shelf` is the folder within the working folder from which the system answers, where it is one of the demonstration.
    """

    system: System
    kind: str
    options: Mapping[str, str]
    shelf: str = ""


@dataclass(frozen=True)
class Part:
    """One delivery of a source: where it is found, and the period it is of.

    `shows_today` is for what a system shows of the present only: its period is the month in which it is asked.
    """

    name: str
    place: FolderPlace | RemotePlace
    period: str
    shows_today: bool = False


@dataclass(frozen=True)
class Input:
    """A source that the profile has for a year, in one or more parts."""

    source: str
    is_demonstration: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Profile:
    """A profile of `ingest/profiles/`. Years are those it declares, or any when it says so."""

    name: str
    edition: str
    _years: Mapping[int | str, Mapping[str, Any]]
    _gaps: Mapping[str, Mapping[str, str]]
    _systems: Mapping[str, System]

    def inputs(self, year: int) -> Mapping[str, Input]:
        """The sources that a year has, by code. Raises `ProfileInvalid` for a year the profile does not know."""
        declared = self._of_year(year).get("inputs", {})
        return MappingProxyType(
            {source: _input(source, document, year, self._systems) for source, document in sorted(declared.items())}
        )

    def gaps(self, year: int) -> Mapping[str, Mapping[str, str]]:
        """The sources that a year is known to lack, by code, each with its reason in English, Russian and Kazakh."""
        of_year = self._of_year(year)
        gaps = {**self._gaps, **of_year.get("gaps", {})}
        return MappingProxyType(
            {source: reason for source, reason in sorted(gaps.items()) if source not in of_year.get("inputs", {})}
        )

    def systems(self) -> tuple[System, ...]:
        """The systems that the profile asks over HTTP."""
        return tuple(self._systems.values())

    def is_demonstration(self, source: str) -> bool:
        """Whether what the profile has of a source is invented."""
        documents = [year.get("inputs", {}).get(source) for year in self._years.values()]
        return any(document["is_demonstration"] for document in documents if document)

    def invented(self, year: int) -> Mapping[str, tuple[str, ...]]:
        """The sources whose deliveries `demo/` has to write into the working folder, by the folder in which each is looked for."""
        folders: dict[str, set[str]] = {}
        for declared in self.inputs(year).values():
            for part in declared.parts if declared.is_demonstration else ():
                folder = part.place.shelf if isinstance(part.place, RemotePlace) else part.place.home_folder
                if folder:
                    folders.setdefault(folder, set()).add(declared.source)
        return MappingProxyType({folder: tuple(sorted(sources)) for folder, sources in folders.items()})

    def undeclared(self, year: int) -> tuple[str, ...]:
        """Sources of the edition that are neither an input of the year nor a declared gap."""
        known = {*self.inputs(year), *self.gaps(year)}
        return tuple(source for source in edition_sources() if source not in known)

    def _of_year(self, year: int) -> Mapping[str, Any]:
        found = self._years.get(year) or self._years.get("any")
        if found is None:
            years = ", ".join(map(str, sorted(self._years, key=str)))
            raise ProfileInvalid(
                f"The profile `{self.name}` has no inputs for the year {year}; it knows {years}. "
                f"Choose one of these, or declare {year} in `ingest/profiles/{self.name}.yml`."
            )
        return found


def profile_names() -> tuple[str, ...]:
    """The profiles of this project."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yml")))


def load_profile(name: str) -> Profile:
    """Read a profile. Raises `ProfileInvalid` for an unknown name or a file that contradicts itself."""
    if name not in profile_names():
        raise ProfileInvalid(f"There is no profile `{name}`. Choose one of: {', '.join(profile_names())}.")
    return read_profile(FOLDER / f"{name}.yml")


def read_profile(file: Path) -> Profile:
    """Read a profile from a file, with every defect of it in one error."""
    document = yaml.safe_load(file.read_text("utf-8"))
    defects = list(_defects(document, file.stem))
    if defects:
        raise ProfileInvalid(f"The profile `{file.name}` is not valid:\n  " + "\n  ".join(defects))
    systems = {name: System(name, **system) for name, system in document.get("systems", {}).items()}
    return Profile(document["name"], document["edition"], document["years"], document.get("gaps", {}), systems)


def edition_sources() -> tuple[str, ...]:
    """The codes of all sources that the edition names, from the decree's seed."""
    with (project_root() / "dbt_project/seeds/decree/sources.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(row["source"] for row in csv.DictReader(stream))


def _input(source: str, document: Mapping[str, Any], year: int, systems: Mapping[str, System]) -> Input:
    parts = tuple(
        Part(
            name="" if name == "whole" else name,
            place=_place(part, year, systems),
            period=_period(str(part.get("period", year)), year),
            shows_today=part.get("period") == TODAY,
        )
        for name, part in sorted(document["parts"].items())
    )
    return Input(source, document["is_demonstration"], parts)


def _period(declared: str, year: int) -> str:
    return f"{datetime.now(UTC):%Y-%m}" if declared == TODAY else declared.format(year=year)


def _place(part: Mapping[str, str], year: int, systems: Mapping[str, System]) -> FolderPlace | RemotePlace:
    if "root" in part:
        return FolderPlace(part["root"], part["file"].format(year=year))
    known = ("system", "kind", "period")
    options = {name: str(value).format(year=year) for name, value in part.items() if name not in known}
    system = systems[part["system"]]
    return RemotePlace(system, part["kind"], MappingProxyType(options), system.shelf.format(year=year))


def _defects(document: Any, stem: str) -> list[str]:
    if not isinstance(document, dict) or not {"name", "edition", "years"} <= document.keys():
        return ["it must have `name`, `edition` and `years`"]
    defects = []
    if document["name"] != stem:
        defects.append(f"name: is `{document['name']}`, but the file is called `{stem}.yml`")
    if not isinstance(document["edition"], str):
        defects.append('edition: must be text, such as "2017"')
    for name, system in document.get("systems", {}).items():
        defects += _defects_of_system(name, system)
    gaps = list(document.get("gaps", {}).items())
    for year, content in document["years"].items():
        if year != "any" and not isinstance(year, int):
            defects.append(f"years: `{year}` is neither a year nor `any`")
        gaps += list(content.get("gaps", {}).items())
        for source, declared in content.get("inputs", {}).items():
            defects += _defects_of_input(f"years/{year}/inputs/{source}", declared, document.get("systems", {}))
            if source in content.get("gaps", {}):
                defects.append(f"years/{year}: `{source}` is an input and a gap at once")
    for source, reason in gaps:
        missing = [language for language in LANGUAGES if not str(reason.get(language) or "").strip()]
        if missing:
            defects.append(f"gaps/{source}: the reason is missing in {', '.join(missing)}")
    return defects


def _defects_of_input(place: str, declared: Mapping[str, Any], systems: Mapping[str, Any]) -> list[str]:
    defects = []
    if not isinstance(declared.get("is_demonstration"), bool):
        defects.append(f"{place}: `is_demonstration` must be true or false")
    for name, part in (declared.get("parts") or {"": {}}).items():
        at = f"{place}/parts/{name}"
        defects += _defects_of_remote(at, part, systems) if "system" in part else _defects_of_folder(at, part)
    return defects


def _defects_of_folder(place: str, part: Mapping[str, Any]) -> list[str]:
    if not {"root", "file"} <= part.keys():
        return [f"{place}: must have `root` and `file`, or `system` and `kind`"]
    if not re.fullmatch(r"project|home|\$[A-Z_]+", part["root"]):
        return [f"{place}: `root` must be project, home or a $VARIABLE"]
    return []


def _defects_of_remote(place: str, part: Mapping[str, Any], systems: Mapping[str, Any]) -> list[str]:
    if part["system"] not in systems:
        return [f"{place}: the profile has no system `{part['system']}`; it has {', '.join(systems) or 'none'}"]
    needed = KINDS.get(part.get("kind", ""))
    if needed is None:
        return [f"{place}: `kind` must be one of {', '.join(KINDS)}"]
    return [f"{place}: a part of kind {part['kind']} must have `{name}`" for name in needed if name not in part]


def _defects_of_system(name: str, system: Mapping[str, Any]) -> list[str]:
    place = f"systems/{name}"
    unknown = system.keys() - {field.name for field in fields(System)}
    defects = [f"{place}: `{word}` is no property of a system" for word in sorted(unknown)]
    if not re.fullmatch(r"\$[A-Z_]+|https?://[^/@?#]+(/[^@?#]*)?", str(system.get("address", ""))):
        defects.append(f"{place}: `address` must be an http or https address without a login, or a $VARIABLE")
    return defects
