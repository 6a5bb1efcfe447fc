"""Taking files from the folder where the VANS supplier's program lays them.

A file is taken when nobody is writing it any more, and is moved only when it has been stored, so
that a crash at any moment leaves it where it will be found again (MEDCOM 5, importer design).
"""

import fcntl
import hashlib
import logging
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

QUIET: Final = timedelta(seconds=5)
LONG_QUIET: Final = timedelta(minutes=2)
MAX_FILE_BYTES: Final = 64 * 1024 * 1024
DEALT_WITH: Final = "behandlet"
SET_ASIDE: Final = "karantaene"
_UNFINISHED_ENDINGS: Final = frozenset({".tmp", ".part", ".partial", ".filepart", ".crdownload"})

log = logging.getLogger(__name__)


class FileTooLargeError(RuntimeError):
    """The file is larger than anything that can be a message; it is not read."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file with its bytes. `key` names this very file, so that it is stored only once.

    Another file with the same content is another delivery; the same file offered again after a
    crash is not.
    """

    path: Path
    raw: bytes
    inode: int
    modified_ns: int

    @property
    def name(self) -> str:
        """Return the file's name as text that can be stored; a disk allows any bytes in it."""
        return self.path.name.encode("utf-8", "backslashreplace").decode("utf-8")

    @property
    def key(self) -> str:
        """Return what the file is known by: name, place on the disk, time and content."""
        digest = hashlib.sha256(self.raw).hexdigest()
        text = f"{self.path.name}\0{self.inode}\0{self.modified_ns}\0{digest}"
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Look:
    path: Path
    inode: int
    size: int
    modified_ns: int

    def quiet_for(self, now: datetime) -> timedelta:
        return timedelta(seconds=now.timestamp() - self.modified_ns / 1e9)


@dataclass(slots=True)
class InboxFolder:
    """The folder of incoming files, as one process has seen it.

    What it remembers is only how each file looked last time. Without a memory, as when a person
    runs the job by hand, a file must have been left alone for longer.
    """

    folder: Path
    _seen: dict[str, _Look] = field(default_factory=dict)
    _given_up: dict[str, _Look] = field(default_factory=dict)

    def ready(self, now: datetime) -> tuple[Path, ...]:
        """Return the files nobody is writing any more, the oldest first and then by name.

        A folder, a link, a hidden file, and a file whose name says it is unfinished are left
        where they are. Raises OSError when the folder cannot be read.
        """
        looks = sorted(
            (look for path in self.folder.iterdir() if (look := _look(path)) is not None),
            key=lambda look: (look.modified_ns, look.path.name),
        )
        before, self._seen = self._seen, {look.path.name: look for look in looks}
        return tuple(
            look.path
            for look in looks
            if self._given_up.get(look.path.name) != look
            and _is_settled(look, before.get(look.path.name), now)
        )

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold the folder while files are taken from it; yield False when another process does."""
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield _locked(descriptor)
        finally:
            os.close(descriptor)

    def give_up(self, path: Path) -> None:
        """Leave a file that failed unexpectedly until it changes or the process starts anew."""
        look = _look(path)
        if look is not None:
            self._given_up[path.name] = look


def take(path: Path) -> TakenFile | None:
    """Return a file with its bytes, or None when another process holds it or it has gone.

    Raises `FileTooLargeError`, and OSError when it cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no Path
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or _is_being_written(file.fileno()):
            return None
        raw = file.read(MAX_FILE_BYTES + 1)
        if len(raw) > MAX_FILE_BYTES:
            raise FileTooLargeError(path.name)
        after = os.fstat(file.fileno())
    if (after.st_size, after.st_mtime_ns) != (len(raw), status.st_mtime_ns):
        return None
    return TakenFile(path, raw, status.st_ino, status.st_mtime_ns)


def read_file(path: Path) -> TakenFile:
    """Return a file that a person names, whatever it is like; raises OSError."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        return TakenFile(path, file.read(), status.st_ino, status.st_mtime_ns)


def put_in(path: Path, neighbour: str, taken: TakenFile | None = None) -> Path | None:
    """Move a file to the folder beside its own, and return where it lies now.

    A name that is taken gets a number; nothing is written over. Returns None when the file has
    gone, or another has come in its place meanwhile: that one has not been read.
    """
    folder = path.parent.parent / neighbour
    folder.mkdir(exist_ok=True)
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if taken is not None and (status.st_ino, status.st_mtime_ns) != (
        taken.inode,
        taken.modified_ns,
    ):
        return None
    target, number = folder / path.name, 1
    while os.path.lexists(target):
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    try:
        path.rename(target)
    except FileNotFoundError:
        return None
    return target


def _look(path: Path) -> _Look | None:
    if path.name.startswith(".") or path.suffix.lower() in _UNFINISHED_ENDINGS:
        return None
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return _Look(path, status.st_ino, status.st_size, status.st_mtime_ns)


def _is_settled(look: _Look, before: _Look | None, now: datetime) -> bool:
    """Tell whether a file has been left alone; a time ahead of our clock says nothing."""
    quiet = look.quiet_for(now)
    is_ahead = quiet < timedelta(0)
    return quiet >= LONG_QUIET or (look == before and (is_ahead or quiet >= QUIET))


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_being_written(descriptor: int) -> bool:
    """Tell whether another process locks the file, or has it open to write in.

    The kernel refuses a read lease on a file that somebody writes. It tells of a writer that
    comes while we hold the lease by a signal that does nothing; where there are no leases, as on
    some network disks, the lock and the quiet time must do.
    """
    if not _locked(descriptor):
        return True
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        log.debug("no leases here")
    return False
