"""Holding the team's meeting: what is asked, what is decided, and what is to be done."""

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.domain.meetings import (
    Decision,
    check_meeting_decision,
    check_question,
    note_text,
)
from rehab.models import AgendaItem, Case, Organisation, TeamMeeting
from rehab.queries.cases import scope_of
from rehab.queries.meetings import open_meeting, waiting_item_of
from rehab.services.context import Context
from rehab.services.journal import write_note
from rehab.services.reminders import raise_once
from rehab.services.turns import take_turn


class MeetingOverError(DomainError):
    """Something was to be decided at a meeting that has ended, or about what was decided."""


def put_on_agenda(ctx: Context, case: Case, question: str) -> AgendaItem:
    """Ask the team about a case; it waits for the next meeting. Raises `AgendaError`."""
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    take_turn(ctx, case)
    ctx.session.refresh(case, ["closed_on"])
    waiting = waiting_item_of(ctx.session, case.id)
    words = check_question(
        question, is_closed=case.closed_on is not None, is_waiting=waiting is not None
    )
    item = AgendaItem(
        organisation_id=case.organisation_id,
        case_id=case.id,
        question=words,
        asked_by=ctx.actor.id,
        asked_at=ctx.now,
    )
    ctx.session.add(item)
    ctx.session.flush()
    ctx.record("agenda.asked", case.id, item_id=item.id)
    return item


def take_off_agenda(ctx: Context, item: AgendaItem) -> None:
    """Take a case off the agenda without a decision. Needs the item's `case` loaded."""
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, item.case))
    _wait(ctx, item)
    _check_waits(item)
    item.ended_at = ctx.now
    ctx.record("agenda.taken_off", item.case_id, item_id=item.id)


def begin_meeting(ctx: Context) -> TeamMeeting:
    """Begin a meeting, or return the one that is being held: two who press meet in one room."""
    ctx.require(Permission.MEETING_HOLD)
    take_turn(ctx, ctx.session.get_one(Organisation, ctx.organisation_id))
    held = open_meeting(ctx.session, ctx.actor)
    if held is not None:
        return held
    meeting = TeamMeeting(
        organisation_id=ctx.organisation_id,
        held_on=ctx.today,
        begun_by=ctx.actor.id,
        begun_at=ctx.now,
    )
    ctx.session.add(meeting)
    ctx.session.flush()
    ctx.record("meeting.begun", meeting_id=meeting.id)
    return meeting


def check_may_decide(meeting: TeamMeeting, item: AgendaItem) -> None:
    """Refuse to decide about a case at a meeting that has ended, or about one that was decided.

    Two who have the same meeting open must both be told before either writes over the other.
    Raises `MeetingOverError`.
    """
    if meeting.ended_at is not None:
        raise MeetingOverError("Mødet er afsluttet. Begynd et nyt, eller skriv et notat i sagen.")
    _check_waits(item)


def decide(ctx: Context, meeting: TeamMeeting, item: AgendaItem, decision: Decision) -> None:
    """Write a decision in the case's journal, and give whoever holds the case its task.

    Needs the item's `case` loaded. Raises `DecisionError` and `MeetingOverError`.
    """
    ctx.require(Permission.MEETING_HOLD)
    _wait(ctx, item)
    ctx.session.refresh(meeting, ["ended_at"])
    check_may_decide(meeting, item)
    made = check_meeting_decision(decision, ctx.today)
    note = write_note(ctx, item.case, note_text(meeting.held_on, item.question, made))
    item.meeting_id, item.note_id, item.ended_at = meeting.id, note.id, ctx.now
    item.task, item.task_due_on = made.task, made.due_on
    if made.due_on is not None:
        raise_once(ctx, item.case, f"meeting:{item.id}", made.task, made.due_on)
    ctx.record("agenda.decided", item.case_id, item_id=item.id, meeting_id=meeting.id)


def end_meeting(ctx: Context, meeting: TeamMeeting) -> None:
    """End a meeting; what was not decided waits for the next one."""
    ctx.require(Permission.MEETING_HOLD)
    if meeting.ended_at is None:
        meeting.ended_at = ctx.now
        ctx.record("meeting.ended", meeting_id=meeting.id)


def _wait(ctx: Context, item: AgendaItem) -> None:
    """Let one person at a time deal with a case on the agenda, and see what the one before did."""
    take_turn(ctx, ctx.session.get_one(Case, item.case_id))
    ctx.session.refresh(item, ["ended_at"])


def _check_waits(item: AgendaItem) -> None:
    if item.ended_at is not None:
        raise MeetingOverError(
            "Punktet er allerede behandlet eller taget af dagsordenen. Se i sagen, hvad der er "
            "besluttet."
        )
