"""Handing finished messages to whoever carries them: a folder that the VANS supplier empties."""

import os
from pathlib import Path
from typing import Protocol

from rehab.settings import Settings


class Mailbox(Protocol):
    """Takes a finished message, so that it is there as a whole or not at all."""

    def put(self, name: str, content: bytes) -> None:
        """Hand a message over under a name; the same name again replaces the same message."""


class FolderMailbox:
    """A folder, `ud/`, that another program empties.

    A file stands there under its name only when all of it is on the disk: it is written under a
    name of its own first, which begins with a full stop, and then renamed (MEDCOM 5).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Write a file as a whole. Raises OSError when the folder cannot take it."""
        unfinished = self._folder / f".{name}.tmp"
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._folder / name)
        self._save_names()

    def _save_names(self) -> None:
        """Make the new name itself outlast a power cut; some systems cannot do that of a folder."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def mailbox_of(settings: Settings) -> Mailbox | None:
    """Return where messages go, or None for an installation that sends nothing yet."""
    return FolderMailbox(settings.outbox_folder) if settings.outbox_folder else None
