"""The numbers of the one entrance: how long each list is, read from the tally, not the rows.

An inbox shows every number on every page, so they are one query of what was counted when a
referral moved; the lists themselves are in `inbox`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import CompoundSelect, Table, false, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission, may
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.referrals import ReferralStatus
from rehab.models import StandingTally
from rehab.queries.deliveries import quarantined
from rehab.queries.inbox import InboxFilter
from rehab.queries.letters import LetterFilter, letters_in
from rehab.queries.second_opinions import number_waiting

_LETTERS: Final = "letter"
_QUARANTINE: Final = "quarantine"
_OPINIONS: Final = "opinions"
_OPEN: Final = (ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED, ReferralStatus.REGISTERED)


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How long each list of the inbox is, and how much waits beside it.

    Letters, files that could not be read, and decisions one is asked for a second opinion on.
    """

    lists: Mapping[InboxFilter, int]
    letters: int
    quarantined: int
    opinions: int


def count_inbox(session: Session, actor: Actor) -> InboxCounts:
    """Return every number of the inbox in one query, its lists from the tally."""
    counts = dict.fromkeys(InboxFilter, 0)
    beside = {_LETTERS: 0, _QUARANTINE: 0, _OPINIONS: 0}
    for what, status, basis, number in session.connection().execute(_count_query(actor)):
        if what in beside:
            beside[what] = int(number)
            continue
        for which in _lists_of(ReferralStatus(status), LegalBasis(basis)):
            counts[which] += int(number)
    return InboxCounts(counts, beside[_LETTERS], beside[_QUARANTINE], beside[_OPINIONS])


@lru_cache(maxsize=128)
def _count_query(actor: Actor) -> CompoundSelect[*tuple[Any, ...]]:
    row = cast("Table", StandingTally.__table__).c
    lists = (
        select(row.what, row.code, row.detail, func.sum(row["count"]))
        .where(
            row.organisation_id == actor.organisation_id,
            row.what == "referral",
            true() if may(actor, Permission.REFERRAL_READ) else false(),
        )
        .group_by(row.what, row.code, row.detail)
    )
    besides = {
        _LETTERS: letters_in(actor, LetterFilter.WAITING),
        _QUARANTINE: quarantined(actor),
        _OPINIONS: number_waiting(actor),
    }
    return union_all(
        lists,
        *(
            select(literal(what), literal(""), literal(""), length.scalar_subquery())
            for what, length in besides.items()
        ),
    )


def _lists_of(status: ReferralStatus, basis: LegalBasis) -> list[InboxFilter]:
    lists = [InboxFilter.OPEN if status in _OPEN else InboxFilter.ENDED]
    if status is ReferralStatus.RECEIVED:
        lists.append(InboxFilter.NEW)
        if basis is LegalBasis.SUNDHEDSLOVEN_140:
            lists.append(InboxFilter.PLANS)
    if status is ReferralStatus.REGISTERED:
        lists.append(InboxFilter.REGISTERED)
    return lists
