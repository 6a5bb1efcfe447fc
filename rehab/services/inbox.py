"""Taking in what lies in the watched folder, and what was stored but never read."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from rehab.integrations.inbox_folder import (
    DEALT_WITH,
    SET_ASIDE,
    FileTooLargeError,
    InboxFolder,
    TakenFile,
    put_in,
    take,
)
from rehab.models import IntakeOutcome
from rehab.services.context import Context
from rehab.services.deliveries import abandoned
from rehab.services.intake import deal_with
from rehab.services.intake_batch import Received, receive_files

log = logging.getLogger(__name__)
# One per folder and process: it remembers how each file looked the last time.
_FOLDERS: Final[dict[str, InboxFolder]] = {}


def watch_inbox(ctx: Context) -> int:
    """Take in every file that is ready, finish what was left half done; return how many.

    Without a folder in the settings only the second. A folder that is away is tried next time.
    """
    done = finish_abandoned(ctx)
    folder = ctx.settings.inbox_folder
    if folder is None:
        return done
    inbox = _FOLDERS.setdefault(str(folder), InboxFolder(folder))
    try:
        return done + take_in(ctx, inbox)
    except OSError as fault:
        log.warning("the inbox folder cannot be read (%s)", type(fault).__name__)
        return done


def take_in(ctx: Context, inbox: InboxFolder) -> int:
    """Take in the files of a folder that are ready, a batch at a time; return how many.

    A file is moved only after it is stored. One that fails in a way nobody foresaw stays where it
    is and stops no other; when the database is away, all wait. Raises OSError when the folder
    cannot be read.
    """
    done = 0
    with inbox.alone() as mine:
        if not mine:
            return 0
        for taken, received in receive_files(ctx, _taken(inbox, ctx.now)):
            if isinstance(received.fault, SQLAlchemyError):
                log.error("the inbox waits for the database (%s)", _name_of(received.fault))
                break
            done += _moved(inbox, taken, received)
    return done


def _taken(inbox: InboxFolder, now: datetime) -> Iterator[TakenFile]:
    """Yield the files that are ready; one that cannot be read stays, one too large is set aside."""
    for path in inbox.ready(now):
        try:
            taken = take(path)
        except FileTooLargeError:
            log.error("a file in the inbox is too large to be a message; it is set aside")  # noqa: TRY400 - no trace, it names the file
            put_in(path, SET_ASIDE)
        except OSError as fault:
            _give_up(inbox, path, fault)
        else:
            if taken is not None:
                yield taken


def _moved(inbox: InboxFolder, taken: TakenFile, received: Received) -> bool:
    """Move a file that is dealt with out of the inbox; return whether it was."""
    if received.fault is not None:
        return _give_up(inbox, taken.path, received.fault)
    broken = any(row.outcome is IntakeOutcome.QUARANTINED for row in received.reports)
    try:
        put_in(taken.path, SET_ASIDE if broken else DEALT_WITH, taken)
    except OSError as fault:
        return _give_up(inbox, taken.path, fault)
    return True


def _give_up(inbox: InboxFolder, path: Path, fault: Exception) -> bool:
    log.error("a file in the inbox failed (%s); it stays", _name_of(fault))
    inbox.give_up(path)
    return False


def _name_of(fault: Exception) -> str:
    """Return what kind of fault it is; its text may hold what was in a message."""
    return type(fault).__name__


def finish_abandoned(ctx: Context) -> int:
    """Read files that were stored and never read because whoever did it died; return how many."""
    waiting = abandoned(ctx)
    for delivery in waiting:
        deal_with(ctx, delivery)
    return len(waiting)
