"""The files that belong to a letter: handed out to be saved, never opened or shown here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab.queries.attachments import AttachedFile

# What a clinician's programs open. Anything else is saved under a name that starts nothing.
_KNOWN_ENDINGS: Final = frozenset(
    {"bmp", "dcm", "gif", "jpeg", "jpg", "pdf", "png", "rtf", "tif", "tiff", "txt"}
)
OTHER_ENDING: Final = "bin"
NOT_HERE_YET: Final = "Bilaget er ikke kommet endnu. Det vises her, når det kommer."


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file of a letter: what it is called, and where it is fetched when it has come."""

    label: str
    note: str
    letter_id: UUID | None
    position: int


def attachment_views(files: Iterable[AttachedFile]) -> list[AttachmentView]:
    """Return the files of a letter as they are listed."""
    return [
        AttachmentView(
            label=each.description or f"Bilag {number}",
            note=_facts(each) if each.letter_id else NOT_HERE_YET,
            letter_id=each.letter_id,
            position=each.position,
        )
        for number, each in enumerate(files, 1)
    ]


def attachment_name(position: int, extension: str | None) -> str:
    """Return what a file is saved as; the name is ours, and so is the list of endings."""
    ending = (extension or "").strip(". ").lower()
    return f"bilag-{position + 1}.{ending if ending in _KNOWN_ENDINGS else OTHER_ENDING}"


def _facts(file: AttachedFile) -> str:
    size = f"{max(1, round((file.size or 0) / 1024))} kB"
    return ", ".join(part for part in (file.extension[:10].upper(), size) if part)
