"""Doing one act on many cases: foreseen together, done one by one (F44).

Each case has a transaction of its own and its own lines in the audit trail, as if it had been
opened by itself. Stopped halfway and run again it comes to the same: who was done says so.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from rehab.domain.access import Permission
from rehab.domain.bulk import FAULT, NOT_YOURS, Outcome, RowAnswer, check_rows
from rehab.domain.errors import DomainError
from rehab.models import Case
from rehab.queries.bulk import cases_by_id
from rehab.services.context import Context

log = logging.getLogger(__name__)


class BulkAct(Protocol):
    """An act that can be done on many: what each case needs it says by its own rule."""

    @property
    def permission(self) -> Permission:
        """Return what the actor must be allowed on every case."""

    def foresee(self, ctx: Context, cases: Sequence[Case]) -> Mapping[UUID, RowAnswer]:
        """Return what would become of each case, without writing anything."""

    def do(self, ctx: Context, case: Case) -> RowAnswer:
        """Do it on one case; raises the refusals of the single act."""


def foresee(ctx: Context, case_ids: Sequence[UUID], act: BulkAct) -> Mapping[UUID, RowAnswer]:
    """Return what an act would do to each case, in the order given; nothing is written.

    Raises `BulkSizeError` and `NotPermittedError`.
    """
    ctx.require(act.permission)
    chosen = check_rows(case_ids)
    cases = cases_by_id(ctx.session, ctx.actor, chosen, act.permission)
    answers = act.foresee(ctx, [cases[case_id] for case_id in chosen if case_id in cases])
    missing = RowAnswer(Outcome.REFUSED, NOT_YOURS)
    return {case_id: answers.get(case_id, missing) for case_id in chosen}


def run(ctx: Context, case_ids: Sequence[UUID], act: BulkAct) -> Mapping[UUID, RowAnswer]:
    """Do an act on each case in a transaction of its own, and say what became of each.

    A refusal or a fault leaves its own case as it was and the others alone. Raises
    `BulkSizeError` and `NotPermittedError` before anything is done.
    """
    ctx.require(act.permission)
    return {case_id: _one(ctx, case_id, act) for case_id in check_rows(case_ids)}


def _one(ctx: Context, case_id: UUID, act: BulkAct) -> RowAnswer:
    try:
        with ctx.transaction():
            found = cases_by_id(ctx.session, ctx.actor, [case_id], act.permission)
            if case_id not in found:
                return RowAnswer(Outcome.REFUSED, NOT_YOURS)
            return act.do(ctx, found[case_id])
    except DomainError as refusal:
        return RowAnswer(Outcome.REFUSED, str(refusal))
    except SQLAlchemyError:
        log.exception("case %s could not be changed with others", case_id)
        return RowAnswer(Outcome.FAILED, FAULT)
