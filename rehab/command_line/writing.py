"""Writing the files a person asked for: all of them, or none."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rehab.command_line.application import CommandRefusedError


def write_together(first: tuple[Path, bytes], second: tuple[Path, bytes]) -> None:
    """Write two files; when one cannot be written, the other is left as it was.

    Each is written beside its place and moved there when both are whole. A device or a pipe is
    written to as it is. Raises `CommandRefusedError` for two names of one file, and OSError.
    """
    targets = [(path.resolve(), content) for path, content in (first, second)]
    if targets[0][0] == targets[1][0]:
        raise CommandRefusedError("PDF og XML skal i hver sin fil. Vælg to forskellige navne.")
    waiting: list[tuple[Path, Path]] = []
    try:
        for target, content in targets:
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            if not _is_special(target):
                beside = target.parent / f".rehab-{secrets.token_hex(8)}"
                waiting.append((beside, target))
                with _blaming(target), beside.open("xb") as file:
                    file.write(content)
        for target, content in targets:
            if _is_special(target):
                target.write_bytes(content)
        for beside, target in waiting:
            with _blaming(target):
                beside.replace(target)
    finally:
        for beside, _target in waiting:
            beside.unlink(missing_ok=True)


@contextmanager
def _blaming(target: Path) -> Iterator[None]:
    """Let a fault name the file that was asked for, not the one written beside it."""
    try:
        yield
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(target)) from fault


def _is_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode)
