"""What can go wrong between a source and `raw`, in words for the person who has to act."""

from __future__ import annotations

from collections.abc import Sequence

from olshem.warehouse.errors import Terminal, Transient


class ContractInvalid(Terminal):
    """A file under `ingest/sources/` does not describe a source."""


class CorrectionsInvalid(Terminal):
    """A file under `ingest/corrections/` does not describe cells of its source, or contradicts itself."""


class ProfileInvalid(Terminal):
    """A file under `ingest/profiles/` contradicts itself, or does not know the year that was asked for."""


class SourceSilent(Transient):
    """The source could not be read now; it may answer later."""


class AddressRefused(Terminal):
    """An address that nothing may be sent to: not http(s), or inside a network that the profile does not allow."""


class AnswerRefused(Terminal):
    """A system answered, and what it said will not become data by asking again."""


class SnapshotDamaged(Terminal):
    """The bytes of a snapshot are no longer those that were collected."""


class FreezeRefused(Terminal):
    """A run cannot begin: an input is missing without a declared gap, or its newest delivery was refused."""


class KeyUnfit(Terminal):
    """The key that turns identifiers into pseudonyms is missing, or not fit to protect anyone."""


class LoadMismatch(Terminal):
    """The rows counted while loading are not the rows that the source says it sent."""


class DeliveryRefused(Terminal):
    """A delivery is not what its contract describes. Carries every defect found, not only the first."""

    def __init__(self, source: str, part: str, file_name: str, defects: Sequence[str]) -> None:
        self.source = source
        self.part = part
        self.file_name = file_name
        self.defects = tuple(defects)
        place = f"`{source}`" + (f", part `{part}`" if part else "")
        listed = "\n".join(f"  {number}. {defect.rstrip('.')}." for number, defect in enumerate(self.defects, start=1))
        super().__init__(
            f"The delivery `{file_name}` of {place} was refused with {len(self.defects)} "
            f"{'defect' if len(self.defects) == 1 else 'defects'}; earlier snapshots stay as they are.\n{listed}"
        )


class CollectionFailed(Terminal):
    """Some parts of a source were refused; the message holds what was said of each."""


class RecordTooLong(Terminal):
    """A line without an end: the bytes are not a table."""


class PackingRefused(Terminal):
    """An archive that is damaged, holds more than one file, or unpacks to more than its contract allows."""


class WorkbookRefused(Terminal):
    """A workbook that is damaged or locked, lacks its sheet, or would grow beyond its caps. Says it without the file's name."""
