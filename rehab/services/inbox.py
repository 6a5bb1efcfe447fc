"""Taking in what lies in the watched folder, and what was stored but never read."""

import logging
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from rehab.integrations.inbox_folder import (
    DEALT_WITH,
    SET_ASIDE,
    FileTooLargeError,
    InboxFolder,
    put_in,
    take,
)
from rehab.models import IntakeOutcome
from rehab.services.context import Context
from rehab.services.deliveries import abandoned
from rehab.services.intake import deal_with, receive

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
    """Take in the files of a folder that are ready, one at a time; return how many.

    A file is moved only after it is stored. One that fails in a way nobody foresaw stays where it
    is and stops no other; when the database is away, all wait. Raises OSError when the folder
    cannot be read.
    """
    done = 0
    with inbox.alone() as mine:
        if not mine:
            return 0
        for path in inbox.ready(ctx.now):
            try:
                taken = take(path)
                if taken is None:
                    continue
                reports = receive(ctx, taken.name, taken.raw, file_key=taken.key)
                broken = any(row.outcome is IntakeOutcome.QUARANTINED for row in reports)
                put_in(path, SET_ASIDE if broken else DEALT_WITH, taken)
            except FileTooLargeError:
                log.error("a file in the inbox is too large to be a message; it is set aside")  # noqa: TRY400 - no trace, it names the file
                put_in(path, SET_ASIDE)
            except SQLAlchemyError as fault:
                log.error("the inbox waits for the database (%s)", type(fault).__name__)  # noqa: TRY400 - a trace may hold values
                break
            except Exception as fault:  # noqa: BLE001 - one file must not stop the others
                log.error("a file in the inbox failed (%s); it stays", type(fault).__name__)  # noqa: TRY400
                inbox.give_up(path)
                continue
            done += 1
    return done


def finish_abandoned(ctx: Context) -> int:
    """Read files that were stored and never read because whoever did it died; return how many."""
    waiting = abandoned(ctx)
    for delivery in waiting:
        deal_with(ctx, delivery)
    return len(waiting)
