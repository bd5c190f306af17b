"""Profiles: which sources an evaluation has, where it finds them, and which ones it knows to be missing, and why."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ingest.errors import ProfileInvalid
from olshem.settings import project_root

FOLDER = Path(__file__).parent / "profiles"
LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class Part:
    """One file of a source: its connector's root, its name there, and the period it is of."""

    name: str
    root: str
    file_name: str
    period: str


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

    def inputs(self, year: int) -> Mapping[str, Input]:
        """The sources that a year has, by code. Raises `ProfileInvalid` for a year the profile does not know."""
        declared = self._of_year(year).get("inputs", {})
        return MappingProxyType(
            {source: _input(source, document, year) for source, document in sorted(declared.items())}
        )

    def gaps(self, year: int) -> Mapping[str, Mapping[str, str]]:
        """The sources that a year is known to lack, by code, each with its reason in English, Russian and Kazakh."""
        of_year = self._of_year(year)
        gaps = {**self._gaps, **of_year.get("gaps", {})}
        return MappingProxyType(
            {source: reason for source, reason in sorted(gaps.items()) if source not in of_year.get("inputs", {})}
        )

    def is_demonstration(self, source: str) -> bool:
        """Whether what the profile has of a source is invented."""
        documents = [year.get("inputs", {}).get(source) for year in self._years.values()]
        return any(document["is_demonstration"] for document in documents if document)

    def invented(self, year: int) -> Mapping[str, tuple[str, ...]]:
        """The sources whose deliveries `demo/` has to write into the working folder, by the folder in which each is looked for."""
        folders: dict[str, set[str]] = {}
        for declared in self.inputs(year).values():
            for part in declared.parts if declared.is_demonstration else ():
                if part.root == "home":
                    folders.setdefault(str(Path(part.file_name).parent), set()).add(declared.source)
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
    return Profile(document["name"], document["edition"], document["years"], document.get("gaps", {}))


def edition_sources() -> tuple[str, ...]:
    """The codes of all sources that the edition names, from the decree's seed."""
    with (project_root() / "dbt_project/seeds/decree/sources.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(row["source"] for row in csv.DictReader(stream))


def _input(source: str, document: Mapping[str, Any], year: int) -> Input:
    parts = tuple(
        Part(
            name="" if name == "whole" else name,
            root=part["root"],
            file_name=part["file"].format(year=year),
            period=str(part.get("period", year)).format(year=year),
        )
        for name, part in sorted(document["parts"].items())
    )
    return Input(source, document["is_demonstration"], parts)


def _defects(document: Any, stem: str) -> list[str]:
    if not isinstance(document, dict) or not {"name", "edition", "years"} <= document.keys():
        return ["it must have `name`, `edition` and `years`"]
    defects = []
    if document["name"] != stem:
        defects.append(f"name: is `{document['name']}`, but the file is called `{stem}.yml`")
    if not isinstance(document["edition"], str):
        defects.append('edition: must be text, such as "2017"')
    gaps = list(document.get("gaps", {}).items())
    for year, content in document["years"].items():
        if year != "any" and not isinstance(year, int):
            defects.append(f"years: `{year}` is neither a year nor `any`")
        gaps += list(content.get("gaps", {}).items())
        for source, declared in content.get("inputs", {}).items():
            defects += _defects_of_input(f"years/{year}/inputs/{source}", declared)
            if source in content.get("gaps", {}):
                defects.append(f"years/{year}: `{source}` is an input and a gap at once")
    for source, reason in gaps:
        missing = [language for language in LANGUAGES if not str(reason.get(language) or "").strip()]
        if missing:
            defects.append(f"gaps/{source}: the reason is missing in {', '.join(missing)}")
    return defects


def _defects_of_input(place: str, declared: Mapping[str, Any]) -> list[str]:
    defects = []
    if not isinstance(declared.get("is_demonstration"), bool):
        defects.append(f"{place}: `is_demonstration` must be true or false")
    for name, part in (declared.get("parts") or {"": {}}).items():
        if not {"root", "file"} <= part.keys():
            defects.append(f"{place}/parts/{name}: must have `root` and `file`")
        elif not re.fullmatch(r"project|home|\$[A-Z_]+", part["root"]):
            defects.append(f"{place}/parts/{name}: `root` must be project, home or a $VARIABLE")
    return defects
