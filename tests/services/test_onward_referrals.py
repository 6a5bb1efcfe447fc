"""Sending a citizen on, being asked to hear of it, and recording what came of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.onward_referrals import OnwardReferralError
from rehab.models import AuditEvent, OnwardReferral, Reminder
from rehab.queries.onward_referrals import find_onward
from rehab.services.onward_referrals import (
    ReferOnward,
    ask_for_feedback,
    record_feedback,
    refer_onward,
)
from tests.conftest import NOW

COMMAND = ReferOnward("rygestop", " Stoplinien ", date(2026, 11, 23), date(2027, 1, 4))
LATE = NOW + timedelta(days=60)


@pytest.fixture
def case(make):
    return make.case(contact_person=make.user(Role.TERAPEUT))


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.TERAPEUT)


@pytest.fixture
def sent(ctx, case, session):
    with ctx.transaction():
        row_id = refer_onward(ctx, case, COMMAND).id
    return session.get_one(OnwardReferral, row_id)


def test_it_is_recorded_with_who_delivers_and_when_to_hear(session, case, sent):
    assert (sent.provider, sent.feedback_due_on, sent.feedback_on) == (
        "Stoplinien",
        date(2027, 1, 4),
        None,
    )
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.verb == "onward.referred"))
    assert (event.case_id, event.data["offer_code"]) == (case.id, "rygestop")


def test_a_task_comes_once_when_the_day_has_passed_and_goes_with_the_answer(
    ctx, ctx_as, case, session, sent
):
    for now, raised in ((NOW + timedelta(days=42), 0), (LATE, 1), (LATE, 0)):
        nightly = replace(ctx_as(Role.KOORDINATOR), now=now)
        with nightly.transaction():
            assert ask_for_feedback(nightly) == raised
    [task] = session.scalars(select(Reminder))
    assert (task.case_id, task.done_at) == (case.id, None)
    assert task.sentence == (
        "Tilbagemelding fra Stoplinien var ventet 04.01.2027. Spørg, og registrér den."
    )
    late = replace(ctx, now=LATE)
    with late.transaction():
        record_feedback(late, sent, "Gennemført, røgfri.", date(2027, 1, 20))
    assert (sent.feedback, sent.feedback_on) == ("Gennemført, røgfri.", date(2027, 1, 20))
    assert session.scalars(select(Reminder.done_at)).all() == [LATE]
    with pytest.raises(OnwardReferralError, match="allerede"):
        record_feedback(late, sent, "Igen", date(2027, 1, 20))


@pytest.mark.parametrize("code", ["hold_opererede", "yoga"])
def test_what_others_do_not_deliver_is_refused(ctx, case, code):
    with pytest.raises(OnwardReferralError, match="leveres ikke af andre"):
        refer_onward(ctx, case, replace(COMMAND, offer_code=code))


def test_a_closed_case_is_sent_nowhere_and_asks_nothing(ctx, ctx_as, make, case, sent):
    case.closed_on = NOW.date()
    make.save(case)
    with pytest.raises(OnwardReferralError, match="Sagen er afsluttet"):
        refer_onward(ctx, case, COMMAND)
    assert ask_for_feedback(replace(ctx_as(Role.KOORDINATOR), now=LATE)) == 0


def test_only_those_who_write_in_the_case(ctx_as, make, session, case, sent):
    with pytest.raises(NotPermittedError):
        refer_onward(ctx_as(Role.LEDER), case, COMMAND)
    with pytest.raises(NotPermittedError):
        record_feedback(ctx_as(Role.LEDER), sent, "Gennemført", NOW.date())
    stranger = make.user(Role.TERAPEUT, login="stranger").actor()
    assert find_onward(session, stranger, sent.id) is None
