"""Why cases are on hold today, and until when (F46)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rehab.models import PauseRow, Referral
from rehab.queries.pauses import pause_record


@dataclass(frozen=True, slots=True)
class Hold:
    """The pause a case is in: its reason in words, and its last day."""

    reason: str
    until_on: date


def holds_of(session: Session, case_ids: Sequence[UUID], today: date) -> Mapping[UUID, Hold]:
    """Return the pause each of these cases is in today; of several the one that lasts longest."""
    query = (
        select(Referral.case_id, PauseRow)
        .join(PauseRow, PauseRow.referral_id == Referral.id)
        .where(Referral.case_id.in_(case_ids), PauseRow.until_on >= today)
        .options(selectinload(PauseRow.ends))
        .order_by(PauseRow.until_on, PauseRow.id)
    )
    found: dict[UUID, Hold] = {}
    for case_id, row in session.execute(query):
        pause = pause_record(row).as_pause(today)
        if case_id is not None and pause is not None and pause.covers(today):
            found[case_id] = Hold(pause.reason, pause.until_on)
    return found
