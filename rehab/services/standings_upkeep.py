"""Keeping the standings true when nobody acts: as time passes, and after an upgrade.

Everything is done in batches, each in a transaction of its own, so that nobody waits for a whole
kommune and memory does not grow with the number of cases.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from rehab.models import (
    Case,
    CaseStanding,
    EmploymentStanding,
    Referral,
    ReferralStanding,
    StandingTally,
)
from rehab.models.engines import begin_writing, take_job_lock
from rehab.queries.standings import Reckoning
from rehab.services.context import Context
from rehab.services.standings import BATCH, Difference, differences, touch

_FOLD_FROM: Final = 200
_TALLIED: Final = ("organisation_id", "what", "code", "detail", "due_on", "received_on")


def recheck_due(ctx: Context) -> int:
    """Work out anew what has changed because time passed; return how many were looked at.

    A session ended, a pause or a consent ran out, or a changed rule was left to the job.
    """
    done = 0
    while cases := _due(ctx, CaseStanding.case_id) | _due(ctx, EmploymentStanding.case_id):
        done += _again(ctx, cases, set())
    while referrals := _due(ctx, ReferralStanding.referral_id):
        done += _again(ctx, set(), referrals)
    fold_tallies(ctx)
    return done


def recheck_all(ctx: Context) -> int:
    """Work everything out anew, also what has no standing yet; return how many were looked at.

    It heals whatever a change of the settings or the programme has moved, and fills the standings
    of a database that had none.
    """
    done = 0
    for cases in _streamed(ctx, Case.id):
        done += _again(ctx, set(cases), set())
    for referrals in _streamed(ctx, Referral.id):
        done += _again(ctx, set(), set(referrals))
    fold_tallies(ctx)
    return done


def check_all(ctx: Context) -> Iterator[Difference]:
    """Yield each standing that is not what working it out anew gives, and change nothing."""
    by = Reckoning(ctx.programme_for, ctx.settings, ctx.now)
    for cases in _streamed(ctx, Case.id):
        yield from differences(ctx.session, by, cases, ())
        ctx.session.rollback()
        ctx.session.expunge_all()
    for referrals in _streamed(ctx, Referral.id):
        yield from differences(ctx.session, by, (), referrals)
        ctx.session.rollback()
        ctx.session.expunge_all()


def fold_tallies(ctx: Context) -> None:
    """Add the changes that triggers have counted up, so that reading a number stays cheap."""
    waiting = select(StandingTally.id).where(StandingTally.loose).limit(_FOLD_FROM)
    if len(ctx.session.scalars(waiting).all()) < _FOLD_FROM:
        return
    with ctx.transaction():
        begin_writing(ctx.session)
        if not take_job_lock(ctx.session, "fold tallies"):
            return
        table = StandingTally.__table__
        key = [table.c[name] for name in _TALLIED]
        connection = ctx.session.connection()
        total: Counter[tuple[object, ...]] = Counter()
        for *kind, count in connection.execute(
            delete(StandingTally).returning(*key, StandingTally.count)
        ):
            total[tuple(kind)] += count
        rows = [
            dict(zip(_TALLIED, kind, strict=True)) | {"count": count, "loose": False}
            for kind, count in total.items()
            if count
        ]
        if rows:
            connection.execute(insert(StandingTally), rows)


def _due(ctx: Context, key: InstrumentedAttribute[UUID]) -> set[UUID]:
    table = key.class_
    query = select(key).where(table.recheck_at <= ctx.now).order_by(table.recheck_at).limit(BATCH)
    return set(ctx.session.scalars(query))


def _again(ctx: Context, case_ids: set[UUID], referral_ids: set[UUID]) -> int:
    with ctx.transaction():
        begin_writing(ctx.session)
        touch(ctx.session, case_ids=case_ids, referral_ids=referral_ids)
    ctx.session.expunge_all()
    return len(case_ids) + len(referral_ids)


def _streamed(ctx: Context, key: InstrumentedAttribute[UUID]) -> Iterator[list[UUID]]:
    """Yield identifiers in batches, each read after the one before is done with."""
    query = select(key).order_by(key).limit(BATCH)
    if key is Referral.id:
        query = query.where(Referral.case_id.is_(None))
    batch = list(ctx.session.scalars(query))
    while batch:
        yield batch
        batch = list(ctx.session.scalars(query.where(key > batch[-1])))
