"""Finding the files a person names: every path is either given on or said to be unusable."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rehab.command_line.faults import sentence, shown


@dataclass(frozen=True, slots=True)
class Found:
    """A path met on the way. With a `fault` it cannot be read; `lost` when it should have been."""

    path: Path
    fault: str | None = None
    lost: bool = False


def found_files(named: tuple[str, ...]) -> Iterator[Found]:
    """Yield the files in the order given, a folder by name; a folder under itself only once.

    What is no file is lost when a person names it. In a folder it is only mentioned: a link
    without a target and a pipe hold no message.
    """
    for text in named:
        if not text:
            yield Found(Path(text), "En sti er tom.", lost=True)
        else:
            yield from _found(Path(text), set(), is_named=True)


def _found(path: Path, seen: set[str], *, is_named: bool) -> Iterator[Found]:
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        yield Found(path, sentence(fault), lost=is_named or not path.is_symlink())
        return
    if stat.S_ISDIR(mode):
        yield from _inside(path, seen)
    elif stat.S_ISREG(mode):
        yield Found(path)
    else:
        yield Found(path, f"{shown(path)} er ikke en almindelig fil.", lost=is_named)


def _inside(folder: Path, seen: set[str]) -> Iterator[Found]:
    real = os.path.realpath(folder)
    if real in seen:
        yield Found(folder, f"{shown(folder)} er allerede læst under et andet navn.")
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as fault:
        yield Found(folder, sentence(fault), lost=True)
        return
    for entry in entries:
        yield from _found(entry, seen, is_named=False)
