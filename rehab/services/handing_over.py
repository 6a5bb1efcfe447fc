"""Handing everything of one person over to others at once, and taking it back (F36)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from rehab.domain.access import Permission, may
from rehab.domain.contact_persons import ContactPersonEnding
from rehab.domain.errors import NotPermittedError
from rehab.domain.handing_over import (
    HandedCase,
    HandedSession,
    HandoverRefusedError,
    ItemOutcome,
    check_reversible,
    why_case_stays,
    why_session_stays,
)
from rehab.models import Case, CourseSession, Handover, HandoverItem, User
from rehab.queries.cases import scope_of
from rehab.queries.contact_persons import HOLDER_ROLES
from rehab.services.contact_person_answers import has_worked
from rehab.services.contact_persons import active_holder, change_holder
from rehab.services.context import Context
from rehab.services.turns import take_turn

_PLACES: Final = ("therapist_id", "second_therapist_id", "substitute_id")
_GIVEN_MEANWHILE: Final = "Sagen har fået en anden kontaktperson imens."
_CLOSED_MEANWHILE: Final = "Sagen er afsluttet imens."
_CHANGED_MEANWHILE: Final = "Gangen er ændret imens."
_UNKNOWN: Final = "En af sagerne eller gangene findes ikke. Genindlæs siden."
_THERE_ALREADY: Final = "Modtageren er allerede på gangen."


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who gets each case and each session; the citizens are told when the new one says yes."""

    cases: Mapping[UUID, UUID] = field(default_factory=dict)
    sessions: Mapping[UUID, UUID] = field(default_factory=dict)
    tell_citizens: bool = True


def hand_over(ctx: Context, giver: User, command: HandOver) -> Handover:
    """Hand cases and sessions from one person to others, in one go with an event for each case.

    What changed while the page was open is left as it is, and its row says so. Raises
    `HandoverRefusedError` when nothing is chosen, and `ContactPersonRefusedError` when somebody
    cannot hold cases; then nothing is done.
    """
    _require_in(ctx, giver.organisation_id)
    if not command.cases and not command.sessions:
        raise HandoverRefusedError("Vælg mindst én sag eller gang, der skal overdrages.")
    row = Handover(
        organisation_id=giver.organisation_id,
        from_user_id=giver.id,
        done_by=ctx.actor.id,
        done_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    people = _people(ctx, {*command.cases.values(), *command.sessions.values()})
    # Everyone takes the cases in the same order, so that two hand-overs never wait for each other.
    for case_id, to in sorted(command.cases.items()):
        reason = _give_case(ctx, row, case_id, people[to], tell=command.tell_citizens)
        _note(ctx, row, people[to], reason, case_id=case_id)
    for session_id, to in sorted(command.sessions.items()):
        reason = _give_session(ctx, row, session_id, people[to])
        _note(ctx, row, people[to], reason, session_id=session_id)
    ctx.session.flush()
    ctx.record(
        "handover.done",
        handover_id=row.id,
        user_id=giver.id,
        cases=len(command.cases),
        sessions=len(command.sessions),
    )
    return row


def undo_handover(ctx: Context, handover: Handover) -> None:
    """Give back what can go back; each case and session that changed since stays and says why.

    Needs the hand-over's `items` loaded. Raises `HandoverRefusedError` when 24 hours are over or
    it was taken back before.
    """
    _require_in(ctx, handover.organisation_id)
    take_turn(ctx, handover)
    ctx.session.refresh(handover, ["undone_at"])
    check_reversible(handover.done_at, handover.undone_at, ctx.now)
    query = select(User).where(User.id == handover.from_user_id)
    giver = ctx.session.scalars(query.options(selectinload(User.roles))).one()
    for item in sorted(handover.items, key=lambda one: one.case_id or one.session_id or one.id):
        if item.outcome is ItemOutcome.HANDED_OVER:
            reason = (
                _take_case_back(ctx, handover, item, giver)
                if item.case_id is not None
                else _take_session_back(ctx, handover, item, giver)
            )
            item.outcome = ItemOutcome.KEPT if reason else ItemOutcome.TAKEN_BACK
            item.reason = reason or ""
    handover.undone_at, handover.undone_by = ctx.now, ctx.actor.id
    ctx.record("handover.undone", handover_id=handover.id, user_id=giver.id)


def _give_case(
    ctx: Context, row: Handover, case_id: UUID, receiver: User, *, tell: bool
) -> str | None:
    case = _case(ctx, case_id)
    ctx.require(Permission.CONTACT_PERSON_ASSIGN, scope_of(ctx.session, case))
    take_turn(ctx, case)
    active = active_holder(ctx, case_id)
    ctx.session.refresh(case, ["closed_on"])
    if case.closed_on is not None:
        return _CLOSED_MEANWHILE
    if active is None or active.user_id != row.from_user_id:
        return _GIVEN_MEANWHILE
    ending = ContactPersonEnding.HANDED_OVER
    change_holder(ctx, case, receiver, active, ending, tell_citizen=tell)
    ctx.record(
        "contact_person.handed_over",
        case_id,
        user_id=receiver.id,
        before=row.from_user_id,
        handover_id=row.id,
    )
    return None


def _take_case_back(ctx: Context, row: Handover, item: HandoverItem, giver: User) -> str | None:
    if item.case_id is None:
        raise LookupError(item.id)
    case = _case(ctx, item.case_id)
    take_turn(ctx, case)
    active = active_holder(ctx, case.id)
    ctx.session.refresh(case, ["closed_on"])
    roles = {role.role for role in giver.roles}
    facts = HandedCase(
        closed=case.closed_on is not None,
        held=active is not None,
        still_with_receiver=active is not None
        and active.user_id == item.to_user_id
        and active.assigned_at == row.done_at,
        accepted=active is not None and active.said_yes,
        receiver_worked=active is not None and has_worked(ctx, active),
        giver_can_hold=giver.active and bool(roles & HOLDER_ROLES),
    )
    reason = why_case_stays(facts)
    if reason is not None:
        return reason
    told = active is not None and active.tell_citizen and active.accepted_at is not None
    ending = ContactPersonEnding.TAKEN_BACK
    change_holder(ctx, case, giver, active, ending, tell_citizen=told, asked=False)
    ctx.record(
        "contact_person.taken_back",
        case.id,
        user_id=giver.id,
        before=item.to_user_id,
        handover_id=row.id,
    )
    return None


def _give_session(ctx: Context, row: Handover, session_id: UUID, receiver: User) -> str | None:
    _require_treats(ctx, receiver)
    meeting = _meeting(ctx, row, session_id)
    take_turn(ctx, meeting)
    ctx.session.refresh(meeting, [*_PLACES, "starts_at", "cancelled_at"])
    place = _place_of(meeting, row.from_user_id)
    if place is None or meeting.starts_at <= ctx.now or meeting.cancelled_at is not None:
        return _CHANGED_MEANWHILE
    if _place_of(meeting, receiver.id) is not None:
        return _THERE_ALREADY
    setattr(meeting, place, receiver.id)
    ctx.record(
        "session.handed_over",
        session_id=session_id,
        user_id=receiver.id,
        before=row.from_user_id,
        handover_id=row.id,
    )
    return None


def _take_session_back(ctx: Context, row: Handover, item: HandoverItem, giver: User) -> str | None:
    if item.session_id is None:
        raise LookupError(item.id)
    meeting = _meeting(ctx, row, item.session_id)
    take_turn(ctx, meeting)
    ctx.session.refresh(meeting, [*_PLACES, "starts_at"])
    place = _place_of(meeting, item.to_user_id)
    facts = HandedSession(
        begun=meeting.starts_at <= ctx.now,
        still_with_receiver=place is not None and _place_of(meeting, giver.id) is None,
        giver_can_hold=giver.active and may(giver.actor(), Permission.ATTENDANCE_RECORD),
    )
    reason = why_session_stays(facts)
    if reason is not None or place is None:
        return reason
    setattr(meeting, place, giver.id)
    ctx.record(
        "session.taken_back",
        session_id=meeting.id,
        user_id=giver.id,
        before=item.to_user_id,
        handover_id=row.id,
    )
    return None


def _note(
    ctx: Context,
    row: Handover,
    receiver: User,
    reason: str | None,
    *,
    case_id: UUID | None = None,
    session_id: UUID | None = None,
) -> None:
    ctx.session.add(
        HandoverItem(
            handover_id=row.id,
            position=0 if session_id is None else 1,
            case_id=case_id,
            session_id=session_id,
            to_user_id=receiver.id,
            outcome=ItemOutcome.LEFT if reason else ItemOutcome.HANDED_OVER,
            reason=reason or "",
        )
    )


def _require_in(ctx: Context, organisation_id: UUID) -> None:
    ctx.require(Permission.CONTACT_PERSON_ASSIGN)
    if ctx.organisation_id != organisation_id:
        raise NotPermittedError("Personen hører til en anden kommune.")


def _require_treats(ctx: Context, receiver: User) -> None:
    if (
        receiver.organisation_id != ctx.organisation_id
        or not receiver.active
        or not may(receiver.actor(), Permission.ATTENDANCE_RECORD)
    ):
        raise HandoverRefusedError(
            f"{receiver.name} kan ikke være behandler. Vælg en aktiv koordinator eller terapeut."
        )


def _people(ctx: Context, ids: set[UUID]) -> Mapping[UUID, User]:
    query = select(User).where(User.id.in_(ids), User.organisation_id == ctx.organisation_id)
    found = {row.id: row for row in ctx.session.scalars(query.options(selectinload(User.roles)))}
    if set(found) != ids:
        raise HandoverRefusedError("En af modtagerne findes ikke i kommunen. Vælg igen.")
    return found


def _case(ctx: Context, case_id: UUID) -> Case:
    case = ctx.session.get(Case, case_id)
    if case is None:
        raise HandoverRefusedError(_UNKNOWN)
    return case


def _meeting(ctx: Context, row: Handover, session_id: UUID) -> CourseSession:
    query = select(CourseSession).where(CourseSession.id == session_id)
    meeting = ctx.session.scalars(query.options(joinedload(CourseSession.course))).one_or_none()
    if meeting is None or meeting.course.organisation_id != row.organisation_id:
        raise HandoverRefusedError(_UNKNOWN)
    return meeting


def _place_of(meeting: CourseSession, user_id: UUID) -> str | None:
    return next((place for place in _PLACES if getattr(meeting, place) == user_id), None)
