"""What a terminal is told when something outside the rules goes wrong: one Danish sentence.

The values of a failed statement, the text of a typed argument and the address of a database
never stand in a sentence: they may hold a citizen's number or a password.
"""

import errno
import os
from typing import Final

import click
from alembic.util import CommandError
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from rehab.domain.errors import DomainError
from rehab.services.context import UnknownProgrammeVersionError
from rehab.settings import SettingsError

REFUSED: Final = 1
WRONG_USE: Final = 2
KNOWN: Final = (
    click.ClickException,
    click.Abort,
    CommandError,
    DomainError,
    OSError,
    SettingsError,
    SQLAlchemyError,
    UnicodeError,
    UnknownProgrammeVersionError,
)
_ALWAYS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (click.Abort, "Afbrudt."),
    (click.ClickException, "Kommandoen kan ikke udføres, som den står. Se: rehab --help"),
    (UnicodeError, "Der står tegn i kommandoen, som ikke er UTF-8. Skriv den igen."),
    (CommandError, "Databasen er sat op af en anden udgave af Rehab. Brug den nyeste udgave."),
    (
        UnknownProgrammeVersionError,
        "En sag begyndte med en udgave af forløbsprogrammet, som ikke længere findes i config.",
    ),
)
_DISK: Final = {
    errno.ENOENT: "findes ikke",
    errno.EACCES: "der er ikke adgang",
    errno.EPERM: "der er ikke adgang",
    errno.EROFS: "disken kan kun læses",
    errno.EISDIR: "er en mappe",
    errno.ENOTDIR: "en del af stien er ikke en mappe",
    errno.EEXIST: "findes allerede",
    errno.ELOOP: "linket peger i ring",
    errno.ENOSPC: "disken er fuld",
    errno.EDQUOT: "pladsen er brugt",
    errno.ENAMETOOLONG: "navnet er for langt",
}


def shown(path: str | os.PathLike[str]) -> str:
    """Return a path that can be printed and stored, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "replace")


def sentence(fault: Exception) -> str:
    """Return what to tell the person at the terminal about one of the `KNOWN` faults."""
    if isinstance(fault, click.UsageError):
        path = fault.ctx.command_path if fault.ctx else "rehab"
        return f"{_wrong_use(fault)} Se: {path} --help"
    if isinstance(fault, SQLAlchemyError):
        return _database(fault)
    if isinstance(fault, OSError):
        return _disk(fault)
    return next((text for kind, text in _ALWAYS if isinstance(fault, kind)), str(fault))


def exit_code(fault: Exception) -> int:
    """Return 2 for a command that is written wrongly, and 1 for everything else."""
    return WRONG_USE if isinstance(fault, click.UsageError) else REFUSED


def _database(fault: SQLAlchemyError) -> str:
    if isinstance(fault, OperationalError):
        if "locked" in str(fault.orig):
            return "Databasen er optaget af et andet program. Prøv igen om lidt."
        return (
            "Databasen kan ikke nås. Se efter, at REHAB_DATABASE_URL er rigtig, og at databasen "
            "kører."
        )
    if isinstance(fault, DatabaseError) and "not a database" in str(fault.orig):
        return "Databasefilen er ikke en database. Ret REHAB_DATABASE_URL."
    return f"Databasen kunne ikke udføre det ({type(fault).__name__}). Intet er gemt."


def _disk(fault: OSError) -> str:
    reason = _DISK.get(fault.errno or 0, "kan ikke læses eller skrives")
    if fault.filename is None or isinstance(fault.filename, int):
        return f"En fil kan ikke bruges: {reason}."
    return f"{shown(fault.filename)} kan ikke bruges: {reason}."


def _wrong_use(fault: click.UsageError) -> str:
    match fault:
        case click.NoSuchCommand():
            group = fault.ctx.command if fault.ctx else None
            names = sorted(group.commands) if isinstance(group, click.Group) else []
            return f"Kommandoen findes ikke. Vælg en af: {', '.join(names)}."
        case click.NoSuchOption():
            near = f" Mente du {fault.possibilities[0]}?" if fault.possibilities else ""
            return f"Der er et valg, som ikke findes.{near}"
        case click.MissingParameter():
            return f"{_named(fault)} mangler."
        case click.BadOptionUsage():
            return f"{fault.option_name} {_what_follows(fault)}."
        case click.BadParameter():
            return f"{_named(fault)} kan ikke bruges, som det står. {_allowed(fault)}".rstrip()
        case _:
            return "Der står mere, end kommandoen tager imod."


def _named(fault: click.BadParameter) -> str:
    parameter = fault.param
    if parameter is None:
        return "Noget i kommandoen"
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name.upper()


def _allowed(fault: click.BadParameter) -> str:
    kind = fault.param.type if fault.param else None
    if isinstance(kind, click.Choice):
        return f"Vælg en af: {', '.join(map(str, kind.choices))}."
    if isinstance(kind, click.Path):
        return "Skriv stien til en fil, der kan skrives."
    return ""


def _what_follows(fault: click.BadOptionUsage) -> str:
    if "does not take a value" in fault.message:  # click tells the two apart nowhere else
        return "tager ingen værdi"
    return "skal følges af en værdi"
