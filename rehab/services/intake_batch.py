"""Receiving many files: stored together, then read, then placed together, in their order.

It does what `intake` does to one file, with one question and one commit where that has many. Only
what is ordinary goes together: a file that can be read and is for us, and was never read before.
Any other is dealt with alone, in its turn, and so is each file of a batch where anything fails:
one bad file harms no other.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from rehab.integrations.inbox_folder import TakenFile
from rehab.medcom.errors import MessageError
from rehab.medcom.letters import Envelope
from rehab.medcom.reader import read_envelope
from rehab.services.context import Context
from rehab.services.deliveries import Kept, Offered, hold_all, keep_all
from rehab.services.earlier_receipts import key_of, refusals_of
from rehab.services.intake import deal_with, receive
from rehab.services.placing import Addressed, LetterReport, organisations_of, place
from rehab.services.routing import NotForUsError, organisations_at, senders_of_answered

log = logging.getLogger(__name__)

# Enough that what is done once for all of them costs little, and few enough that nobody who
# wants to save something waits long for the turn to write.
BATCH_FILES: Final = 100
BATCH_BYTES: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file: a report for each letter, or the fault that stopped it."""

    reports: tuple[LetterReport, ...] = ()
    fault: Exception | None = None


def receive_files(ctx: Context, files: Iterable[TakenFile]) -> Iterator[tuple[TakenFile, Received]]:
    """Store files, read them and place their letters; yield what became of each, in order.

    Those of a batch are saved, in a transaction of their own, before anything reads them. Nothing
    is raised for a file: its fault is yielded, and a caller who stops there leaves the rest for
    another time.
    """
    for batch in _batches(files):
        offered = [Offered(file.name, file.raw, file.key) for file in batch]
        yield from zip(batch, _received(ctx, offered), strict=True)


def _batches(files: Iterable[TakenFile]) -> Iterator[list[TakenFile]]:
    batch: list[TakenFile] = []
    size = 0
    for file in files:
        batch.append(file)
        size += len(file.raw)
        if len(batch) == BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _received(ctx: Context, files: Sequence[Offered]) -> Iterator[Received]:
    """Yield what becomes of a batch, which is stored first and then read."""
    try:
        kept = keep_all(ctx, files)
        everyone = _addressed(ctx, files, kept)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is met again one by one
        log.info("files are taken one by one (%s)", type(fault).__name__)
        for file in files:
            yield _alone(ctx, partial(receive, ctx, file.source, file.raw, file_key=file.file_key))
        return
    run: list[Addressed] = []
    for file, each, addressed in zip(files, kept, everyone, strict=True):
        if addressed is not None:
            run.append(addressed)
            continue
        yield from _placed(ctx, run)
        run = []
        yield _alone(ctx, partial(deal_with, ctx, each.delivery, file.raw))
    yield from _placed(ctx, run)


def _addressed(
    ctx: Context, files: Sequence[Offered], kept: Sequence[Kept]
) -> list[Addressed | None]:
    """Return each file's envelope and whose it is, or None for one that goes alone."""
    envelopes = [_envelope(file, each) for file, each in zip(files, kept, strict=True)]
    letters = [letter for each in envelopes if each for letter in each.letters]
    organisations = organisations_at(ctx.session, [letter.receiver for letter in letters])
    senders = senders_of_answered(ctx.session, letters)
    refused = refusals_of(ctx, [each for each in envelopes if each])
    seen: set[UUID] = set()
    found: list[Addressed | None] = []
    for each, envelope in zip(kept, envelopes, strict=True):
        addressed = None
        if envelope is not None and each.id not in seen and key_of(envelope) not in refused:
            seen.add(each.id)
            with suppress(NotForUsError):
                whose = organisations_of(envelope, organisations, senders)
                addressed = Addressed(each.delivery, envelope, whose)
        found.append(addressed)
    return found


def _envelope(file: Offered, kept: Kept) -> Envelope | None:
    if kept.was_read:
        return None
    try:
        return read_envelope(file.raw)
    except MessageError:
        return None


def _placed(ctx: Context, run: Sequence[Addressed]) -> Iterator[Received]:
    """Place some envelopes in one transaction, or each in its own when that fails."""
    if not run:
        return
    try:
        with ctx.transaction():
            hold_all(ctx, [each.delivery for each in run])
            placed = place(ctx, run)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is met again one by one
        log.info("letters are placed one by one (%s)", type(fault).__name__)
        for each in run:
            yield _alone(ctx, partial(deal_with, ctx, each.delivery))
    else:
        yield from (Received(reports) for reports in placed)


def _alone(ctx: Context, act: Callable[[], tuple[LetterReport, ...]]) -> Received:
    try:
        return Received(act())
    except Exception as fault:  # noqa: BLE001 - it is told, and the caller decides
        ctx.session.rollback()
        return Received(fault=fault)
