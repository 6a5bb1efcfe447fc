"""Reading letters to citizens, and the facts they are written from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.citizen_letters import LetterFacts, LetterSession, LetterTemplate
from rehab.domain.clock_rules import EventKind
from rehab.models import (
    Booking,
    Case,
    Citizen,
    CitizenLetter,
    ContactPerson,
    LetterWording,
    Organisation,
    PathwayEventRow,
    Referral,
    User,
)
from rehab.queries.absences import substitutes_of
from rehab.queries.bookings import booked_sessions, bookings_of_cases
from rehab.queries.visibility import visible_cases


@dataclass(frozen=True, slots=True)
class LetterSource:
    """What a letter about one case is written from. `answers` is who the citizen reaches now."""

    case: Case
    citizen: Citizen
    organisation: Organisation
    answers: User | None
    facts: LetterFacts


def letter_sources(
    session: Session, case_ids: Iterable[UUID], now: datetime
) -> Mapping[UUID, LetterSource]:
    """Return what letters about some cases are written from, in a number of queries that stays.

    Times that are past are left out; a cancelled one stays until its hour.
    """
    wanted = list(case_ids)
    cases = session.scalars(
        select(Case).where(Case.id.in_(wanted)).options(joinedload(Case.citizen))
    ).all()
    organisations = {
        row.id: row
        for row in session.scalars(
            select(Organisation).where(Organisation.id.in_({c.organisation_id for c in cases}))
        )
    }
    answering = _answering(session, wanted, civil_date(now))
    attempts = _attempts(session, wanted)
    bookings = bookings_of_cases(session, wanted)
    found = {}
    for case in cases:
        answers, organisation = answering.get(case.id), organisations[case.organisation_id]
        found[case.id] = LetterSource(
            case=case,
            citizen=case.citizen,
            organisation=organisation,
            answers=answers,
            facts=LetterFacts(
                sessions=_sessions(bookings[case.id], now, cancelled=False),
                cancelled=_sessions(bookings[case.id], now, cancelled=True),
                attempts=attempts.get(case.id, ()),
                contact_person=answers.name if answers else "",
                phone=(answers.phone if answers else "") or organisation.phone,
            ),
        )
    return found


def find_wording(session: Session, organisation_id: UUID, template: LetterTemplate) -> str:
    """Return a kommune's own words for a letter, or nothing where it has none."""
    query = select(LetterWording.text).where(
        LetterWording.organisation_id == organisation_id, LetterWording.template == template
    )
    return session.scalar(query) or ""


def find_citizen_letter(
    session: Session,
    actor: Actor,
    letter_id: UUID,
    permission: Permission = Permission.CASE_READ,
) -> CitizenLetter | None:
    """Return a letter to a citizen, or None when the case is not the actor's."""
    query = (
        select(CitizenLetter)
        .join(Case, Case.id == CitizenLetter.case_id)
        .where(CitizenLetter.id == letter_id, visible_cases(actor, permission))
    )
    return session.scalars(query).one_or_none()


def list_letters_to_citizen(session: Session, case_id: UUID) -> Sequence[CitizenLetter]:
    """Return the letters to the citizen of a case, newest first, for who sees the case."""
    query = select(CitizenLetter).where(CitizenLetter.case_id == case_id)
    order = (CitizenLetter.requested_at.desc(), CitizenLetter.id)
    return session.scalars(query.order_by(*order)).all()


def list_to_print(session: Session, actor: Actor) -> Sequence[tuple[CitizenLetter, Case]]:
    """Return the letters that wait to be posted on paper, the oldest first, with their citizens."""
    query = (
        select(CitizenLetter, Case)
        .join(Case, Case.id == CitizenLetter.case_id)
        .where(_waits_for_print(actor))
        .options(joinedload(Case.citizen))
        .order_by(CitizenLetter.requested_at, CitizenLetter.id)
    )
    return [(letter, case) for letter, case in session.execute(query)]


def pdfs_of(session: Session, letter_ids: Sequence[UUID]) -> list[bytes]:
    """Return the PDFs of letters somebody may read, in the order asked; those that are made."""
    query = select(CitizenLetter.id, CitizenLetter.pdf).where(
        CitizenLetter.id.in_(letter_ids), CitizenLetter.pdf.is_not(None)
    )
    found = {row.id: row.pdf for row in session.execute(query)}
    return [pdf for letter_id in letter_ids if (pdf := found.get(letter_id)) is not None]


def _waits_for_print(actor: Actor) -> ColumnElement[bool]:
    return and_(
        CitizenLetter.to_print,
        CitizenLetter.printed_at.is_(None),
        visible_cases(actor, Permission.CASE_WRITE),
    )


def _sessions(
    bookings: Sequence[Booking], now: datetime, *, cancelled: bool
) -> tuple[LetterSession, ...]:
    rows = [
        LetterSession(booking.course.title, meeting.starts_at, meeting.ends_at, meeting.place)
        for booking in bookings
        for meeting in booked_sessions(booking)
        if meeting.starts_at > now
        and cancelled
        == (meeting.cancelled_at is not None or booking.course.cancelled_at is not None)
    ]
    return tuple(sorted(rows, key=lambda row: (row.starts_at, row.course, row.place)))


def _answering(session: Session, case_ids: Sequence[UUID], on: date) -> Mapping[UUID, User]:
    query = (
        select(ContactPerson.case_id, User)
        .join(User, User.id == ContactPerson.user_id)
        .where(ContactPerson.case_id.in_(case_ids), ContactPerson.until_on.is_(None))
    )
    holders = {row.case_id: row.User for row in session.execute(query)}
    away = substitutes_of(session, [user.id for user in holders.values()], on)
    return {
        case_id: absence.substitute if (absence := away.get(user.id)) is not None else user
        for case_id, user in holders.items()
    }


def _attempts(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, tuple[date, ...]]:
    query = (
        select(Referral.case_id, PathwayEventRow)
        .join(PathwayEventRow, PathwayEventRow.referral_id == Referral.id)
        .where(Referral.case_id.in_(case_ids))
    )
    rows = [(case_id, row) for case_id, row in session.execute(query) if case_id is not None]
    undone = {row.cancels_id for _, row in rows}
    days: dict[UUID, set[date]] = defaultdict(set)
    for case_id, row in rows:
        if (
            row.kind is EventKind.CONTACT_ATTEMPTED
            and row.cancels_id is None
            and row.id not in undone
        ):
            days[case_id].add(row.occurred_on)
    return {case_id: tuple(sorted(found)) for case_id, found in days.items()}
