"""What a letter says lies elsewhere, and the files that come as letters of their own.

A reference and its attachment travel apart and in either order; the object identifier is all
they have in common (MEDCOM chapter 2, Reference).
"""

from dataclasses import dataclass
from enum import StrEnum


class ReferenceKind(StrEnum):
    """Name what a reference points at: an address, a letter to come, or an attachment."""

    URL = "url"
    SUPPLEMENT = "supplement"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Reference:
    """Hold one thing a letter says lies elsewhere.

    `target` is the address, or the object identifier by which an attachment is found whether
    it came before or after the letter. A supplement (SUP) names none: it follows on its own.
    """

    kind: ReferenceKind
    description: str | None
    target: str | None
    object_code: str | None = None
    extension: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Hold one attached file as it came; it is kept and handed out, never opened or run.

    `stated_size` is what the sender said it fills; `sha256` is of the bytes that came.
    """

    object_identifier: str
    object_code: str | None
    extension: str | None
    stated_size: int | None
    content: bytes
    sha256: str

    @property
    def is_whole(self) -> bool:
        """Tell whether as much came as the sender said there was."""
        return self.stated_size is None or self.stated_size == len(self.content)
