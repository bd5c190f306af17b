"""References to acts in the language of the report. The methodology keeps them once, in short English forms."""

from __future__ import annotations

import re
from collections.abc import Callable

from report.languages import Language

ORDER = re.compile(
    r"\border (?P<number>\S+) ed\. (?P<edition>\S+) of [A-Z][a-z]{2} \d{4} \((?P<registry>V\d+)\),?(?P<more> ?)"
)
MISPRINT = re.compile(r"\(Annex (?P<annex>\d+) prints (?P<printed>[\d.]+)\)")
LIST = r"(?P<numbers>\d+[a-z]?(?:[.\-–]\d+)*(?:(?:, | and | )\d+(?:[.\-–]\d+)*(?!\d*-))*)"
PARAGRAPHS = re.compile(rf"\bparas?(?:graphs?)? {LIST}")
ANNEXES = re.compile(rf"\bAnnex(?:es)? {LIST}")
ITEMS = re.compile(rf"\bitems? {LIST}")
DECREE_ANNEX = re.compile(r"\b[Ss]eed,? [Aa]nnex\b|\bannex of Decree 602\b")
ANNEX = re.compile(r"(?<=, )annex$")
DECREE = re.compile(r"\bDecree (?P<number>\d+)(?: of \d\d\.\d\d\.\d{4})?")
SEED = re.compile(r"\bseed\b")
PHRASES = {  # whole phrases of the seeds, longest first
    "annex as amended by Decree 602 of 12.12.2017": "annex_as_amended",
    "as amended by Decree 602 of 12.12.2017": "as_amended",
    "inputs of the methodologies": "inputs",
    "local executive bodies": "local_bodies",
    "on three levels": "three_levels",
    "all acts but": "all_but",
    "all acts": "all_acts",
}
AMENDED = " as amended by Decree 602 of 12.12.2017"  # said once on the title page
BLOCK = re.compile(r"\bB(?P<number>[123])(?=[\s,.:;-]|$)(?![.\-]\w)")


def localised(reference: str, language: Language) -> str:
    """A reference such as `B2 para 110 and Annex 8` in the language of the report. What it does not know stays as it is."""
    if reference == "all":
        return language("legal.everywhere")
    text = ORDER.sub(lambda match: _order(match, language), reference)
    for phrase, key in PHRASES.items():
        text = text.replace(phrase, language(f"legal.{key}"))
    text = MISPRINT.sub(lambda match: language("legal.misprint", **match.groupdict()), text)
    text = DECREE_ANNEX.sub(lambda match: language("legal.decree_annex"), text)
    text = DECREE.sub(lambda match: language("legal.decree", number=match["number"]), text)
    text = ANNEX.sub(language("legal.annex_alone"), text)
    text = SEED.sub(lambda match: language("legal.decree", number="602"), text)
    text = PARAGRAPHS.sub(_numbered(language, "paragraph"), text)
    text = ANNEXES.sub(_numbered(language, "annex"), text)
    text = ITEMS.sub(_numbered(language, "item"), text)
    text = BLOCK.sub(lambda match: language("legal.block", number=match["number"]), text)
    return re.sub(r"(?<=\S) and (?=\S)", f" {language('legal.and')} ", text)


def within_act(reference: str, language: Language) -> str:
    """The paragraph or annex of a reference without the act around it, or the act where it names no order."""
    bare = ORDER.sub("", reference).strip() or reference
    return localised(bare.removesuffix(AMENDED), language)


def act(reference: str, language: Language) -> str:
    """The order that a reference names, without the paragraph; empty where it names none."""
    found = ORDER.search(reference)
    return localised(found.group().rstrip(", "), language) if found else ""


def address(reference: str, language: Language) -> str:
    """Where the act of a reference is published, by its registration number; empty where it has none."""
    found = re.search(r"\bV\d{10}\b", reference)
    return f"https://adilet.zan.kz/{'rus' if language.code == 'ru' else 'kaz'}/docs/{found.group()}" if found else ""


def _order(match: re.Match[str], language: Language) -> str:
    # The numbers of the order, of its edition and of its registration name one text; the month adds nothing to them.
    order = language("legal.order", number=match["number"], edition=match["edition"], registry=match["registry"])
    return f"{order}, " if match["more"] else order


def _numbered(language: Language, key: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        listed = re.sub(r"(?<=\d)-(?=\d)", "–", match["numbers"].replace(" and ", f" {language('legal.and')} "))
        several = key == "paragraph" and re.search(r"[ ,–]", listed) is not None
        return language(
            "legal.paragraphs" if several else f"legal.{key}", numbers=re.sub(r"(?<=\d) (?=\d)", ", ", listed)
        )

    return replace
