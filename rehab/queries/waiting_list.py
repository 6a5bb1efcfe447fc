"""Reading the waiting list: who waits for what, in which order and why, and who is passed over."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.programme import Programme
from rehab.domain.waiting_list import Jump, Ranked, Waiting, dues_of, rank, strongest
from rehab.models import (
    Case,
    Course,
    Referral,
    SeatOffer,
    WaitingEntry,
)
from rehab.queries.cases import people_by_id
from rehab.queries.clocks import counted_of, read_counted
from rehab.queries.visibility import visible_cases
from rehab.settings import Settings

_LOADED: Final = (
    joinedload(WaitingEntry.case).joinedload(Case.citizen),
    joinedload(WaitingEntry.case).selectinload(Case.referrals).selectinload(Referral.events),
    joinedload(WaitingEntry.course),
    selectinload(WaitingEntry.counts_for),
    selectinload(WaitingEntry.offers).joinedload(SeatOffer.course),
)


@dataclass(frozen=True, slots=True)
class Judge:
    """What the order of a list is judged by: the programmes, the settings and the instant."""

    programme_for: Callable[[str], Programme]
    settings: Settings
    now: datetime


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One who waits: for what, the place with its reason, and the offer that stands, if any."""

    entry: WaitingEntry
    what: str
    ranked: Ranked
    offer: SeatOffer | None


def list_waiting(
    session: Session,
    organisation_id: UUID,
    offer_codes: Collection[str] | None = None,
) -> list[WaitingEntry]:
    """Return who waits in a kommune, for some offers or for all; in open cases only."""
    query = (
        select(WaitingEntry)
        .join(Case, Case.id == WaitingEntry.case_id)
        .where(
            WaitingEntry.organisation_id == organisation_id,
            WaitingEntry.left_at.is_(None),
            Case.closed_on.is_(None),
        )
        .options(*_LOADED)
        .order_by(WaitingEntry.put_on_at, WaitingEntry.id)
    )
    if offer_codes is not None:
        query = query.where(WaitingEntry.offer_code.in_(list(offer_codes)))
    return list(session.scalars(query))


def waiting_for_course(session: Session, judge: Judge, course: Course) -> tuple[WaitingRow, ...]:
    """Return who could take a seat on a course, in rank: for any of its offer, or for it alone."""
    entries = list_waiting(session, course.organisation_id, [course.offer_code])
    return ranked(session, judge, [row for row in entries if row.course_id in {None, course.id}])


def waiting_by_offer(
    session: Session, judge: Judge, organisation_id: UUID
) -> Mapping[str, tuple[WaitingRow, ...]]:
    """Return the kommune's whole waiting list, offer by offer, each in rank."""
    by_offer: dict[str, list[WaitingEntry]] = defaultdict(list)
    for entry in list_waiting(session, organisation_id):
        by_offer[entry.offer_code].append(entry)
    return {code: ranked(session, judge, rows) for code, rows in sorted(by_offer.items())}


def waiting_of_case(session: Session, judge: Judge, case: Case) -> tuple[WaitingRow, ...]:
    """Return what a citizen waits for, each with the place among those it competes with."""
    query = select(WaitingEntry.offer_code).where(
        WaitingEntry.case_id == case.id, WaitingEntry.left_at.is_(None)
    )
    codes = list(session.scalars(query))
    if not codes:
        return ()
    entries = list_waiting(session, case.organisation_id, codes)
    found = []
    for mine in (row for row in entries if row.case_id == case.id):
        rivals = [
            row
            for row in entries
            if row.offer_code == mine.offer_code
            and (mine.course_id is None or row.course_id in {None, mine.course_id})
        ]
        found += [row for row in ranked(session, judge, rivals) if row.entry.id == mine.id]
    return tuple(found)


def ranked(
    session: Session, judge: Judge, entries: Sequence[WaitingEntry]
) -> tuple[WaitingRow, ...]:
    """Return some who wait for the same, in rank with the reasons. Needs what `_LOADED` loads."""
    if not entries:
        return ()
    chosen = {entry.id: _waits_for(entry) for entry in entries}
    referrals = [row for rows in chosen.values() for row in rows]
    today = civil_date(judge.now)
    counted = counted_of(session, judge.programme_for, judge.settings, referrals, today)
    clocks = read_counted(counted, referrals, today)
    people = people_by_id(session, entries[0].organisation_id)
    by_id = {entry.id: entry for entry in entries}
    waiting = [
        Waiting(
            entry=entry.id,
            put_on_at=entry.put_on_at.astimezone(COPENHAGEN),
            dues=strongest(
                dues_of(counted[row.id].rules, clocks[row.id])
                for row in chosen[entry.id]
                if row.id in counted
            ),
            jump=Jump(
                entry.jumped_at.astimezone(COPENHAGEN),
                people[entry.jumped_by].name if entry.jumped_by in people else "systemet",
                entry.jump_reason,
            )
            if entry.jumped_at is not None and entry.jumped_by is not None
            else None,
        )
        for entry in entries
    ]
    return tuple(
        WaitingRow(
            by_id[one.entry],
            _what(by_id[one.entry], judge),
            one,
            open_offer(by_id[one.entry]),
        )
        for one in rank(waiting, civil_date(judge.now))
    )


def open_offer(entry: WaitingEntry) -> SeatOffer | None:
    """Return the offer that waits for an answer, if there is one. Needs `offers`."""
    return next((offer for offer in entry.offers if offer.answered_at is None), None)


def find_entry(session: Session, actor: Actor, entry_id: UUID) -> WaitingEntry | None:
    """Return one who waits, or None when the case is not one the actor may book for."""
    query = (
        select(WaitingEntry)
        .join(Case, Case.id == WaitingEntry.case_id)
        .where(WaitingEntry.id == entry_id, visible_cases(actor, Permission.COURSE_BOOK))
        .options(*_LOADED)
    )
    return session.scalars(query).unique().one_or_none()


def find_offer(session: Session, actor: Actor, offer_id: UUID) -> SeatOffer | None:
    """Return an offer of a seat, or None when the case is not one the actor may book for."""
    query = (
        select(SeatOffer)
        .join(WaitingEntry, WaitingEntry.id == SeatOffer.entry_id)
        .join(Case, Case.id == WaitingEntry.case_id)
        .where(SeatOffer.id == offer_id, visible_cases(actor, Permission.COURSE_BOOK))
        .options(
            joinedload(SeatOffer.entry).options(*_LOADED),
            joinedload(SeatOffer.course).selectinload(Course.sessions),
            joinedload(SeatOffer.held_seat),
        )
    )
    return session.scalars(query).unique().one_or_none()


def visible_among(session: Session, actor: Actor, case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of some cases the actor may see; the others stand without a name."""
    query = select(Case.id).where(Case.id.in_(case_ids), visible_cases(actor))
    return frozenset(session.scalars(query))


def _what(entry: WaitingEntry, judge: Judge) -> str:
    if entry.course is not None:
        return entry.course.title
    offer = judge.programme_for(entry.case.programme_version).offer(entry.offer_code)
    return offer.label if offer else entry.offer_code


def _waits_for(entry: WaitingEntry) -> list[Referral]:
    wanted = {row.referral_id for row in entry.counts_for}
    return [row for row in entry.case.referrals if row.id in wanted]
