"""A team meeting from question to decision."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.meetings import AgendaError, Decision
from rehab.models import AgendaItem, AuditEvent, JournalNote, Reminder, TeamMeeting
from rehab.queries.meetings import find_item, waiting_items
from rehab.services.meetings import (
    MeetingOverError,
    begin_meeting,
    decide,
    end_meeting,
    put_on_agenda,
    take_off_agenda,
)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def item(ctx, make):
    with ctx.transaction():
        item_id = put_on_agenda(ctx, make.case(), "Hold eller alene?").id
    return find_item(ctx.session, ctx.actor, item_id)


@pytest.fixture
def meeting(ctx):
    with ctx.transaction():
        return begin_meeting(ctx)


def test_a_decision_is_a_note_in_the_journal_and_a_task_for_the_holder(ctx, item, meeting):
    due = ctx.today + timedelta(days=7)
    with ctx.transaction():
        decide(ctx, meeting, item, Decision("På hold.", "Book rygskole", due))
    [note] = ctx.session.scalars(select(JournalNote)).all()
    [task] = ctx.session.scalars(select(Reminder)).all()
    assert (note.case_id, note.id) == (item.case_id, item.note_id)
    assert "Beslutning: På hold." in note.text
    assert (task.sentence, task.due_on, task.case_id) == ("Book rygskole", due, item.case_id)
    assert waiting_items(ctx.session, ctx.actor) == []


def test_a_decision_without_a_task_raises_none(ctx, item, meeting):
    with ctx.transaction():
        decide(ctx, meeting, item, Decision("På hold."))
    assert ctx.session.scalars(select(Reminder)).all() == []


def test_a_case_waits_once(ctx, item):
    with pytest.raises(AgendaError):
        put_on_agenda(ctx, item.case, "Igen?")


def test_what_was_decided_is_not_decided_again(ctx, item, meeting):
    with ctx.transaction():
        decide(ctx, meeting, item, Decision("På hold."))
    with pytest.raises(MeetingOverError):
        decide(ctx, meeting, item, Decision("Alene."))
    with pytest.raises(MeetingOverError):
        take_off_agenda(ctx, item)


def test_after_the_meeting_nothing_is_decided_and_the_case_waits(ctx, item, meeting):
    with ctx.transaction():
        end_meeting(ctx, meeting)
    with pytest.raises(MeetingOverError, match="Mødet er afsluttet"):
        decide(ctx, meeting, item, Decision("På hold."))
    assert [each.id for each in waiting_items(ctx.session, ctx.actor)] == [item.id]


def test_two_who_begin_meet_in_one_room(ctx, meeting):
    with ctx.transaction():
        assert begin_meeting(ctx).id == meeting.id
    assert len(ctx.session.scalars(select(TeamMeeting)).all()) == 1


def test_a_case_taken_off_can_be_asked_about_again(ctx, item):
    with ctx.transaction():
        take_off_agenda(ctx, item)
        put_on_agenda(ctx, item.case, "Igen?")
    assert len(ctx.session.scalars(select(AgendaItem)).all()) == 2


def test_the_trail_has_no_words(ctx, item, meeting):
    with ctx.transaction():
        decide(ctx, meeting, item, Decision("På hold."))
    verb = AuditEvent.verb == "agenda.decided"
    [event] = ctx.session.scalars(select(AuditEvent).where(verb)).all()
    assert event.data == {"item_id": str(item.id), "meeting_id": str(meeting.id)}


@pytest.mark.parametrize("role", [Role.LEDER, Role.JOBKONSULENT])
def test_only_those_who_care_for_the_citizen_ask(ctx_as, make, role):
    with pytest.raises(NotPermittedError):
        put_on_agenda(ctx_as(role), make.case(), "Hvad nu?")


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.VISITATOR, Role.LEDER])
def test_only_the_koordinator_holds_the_meeting(ctx_as, item, meeting, role):
    other = ctx_as(role)
    for act in (
        lambda: begin_meeting(other),
        lambda: decide(other, meeting, item, Decision("På hold.")),
        lambda: end_meeting(other, meeting),
    ):
        with pytest.raises(NotPermittedError):
            act()
