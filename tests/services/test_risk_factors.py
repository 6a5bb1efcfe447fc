"""Risk factors are recorded, and the own doctor hears of new ones (Boks 4, 4.1, F14)."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.risk_factors import DoctorTold, Presence, RiskAssessmentError
from rehab.models import AuditEvent, Referral, Reminder, RiskAssessmentRow
from rehab.queries.cases import find_case
from rehab.services.risk_factors import AssessRisk, ClosedCaseAssessmentError, assess_risk
from tests.support.outbox import letter_in, queued


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def assessed(ctx, case, *new, known=(), **fields):
    factors = ctx.programme.risk_factors
    answers = dict.fromkeys((factor.code for factor in factors), Presence.ABSENT)
    answers |= dict.fromkeys(known, Presence.KNOWN) | dict.fromkeys(new, Presence.NEW)
    with ctx.transaction():
        loaded = find_case(ctx.session, ctx.actor, case.id)
        return assess_risk(ctx, loaded, AssessRisk(answers, **fields))


def test_the_doctor_who_referred_is_told_of_what_is_new_and_not_of_what_was_known(ctx, make):
    row = assessed(ctx, make.case(), "bekymring", known=("bensmerter",), text="Sover dårligt.")
    [message] = queued(ctx.session)
    text = " ".join(part.body.plain() for part in letter_in(message).sections)
    assert (row.told, row.message_id) == (DoctorTold.BY_LETTER, message.id)
    assert "Bekymring" in text
    assert "Sover dårligt." in text
    assert "Bensmerter" not in text


def test_the_doctor_is_told_of_a_factor_once(ctx, make):
    case = make.case()
    assessed(ctx, case, "bekymring")
    again = assessed(ctx, case, "bekymring")
    assert again.told is DoctorTold.NOTHING_NEW
    assert len(queued(ctx.session)) == 1


def test_nothing_is_sent_when_the_citizen_says_no(ctx, make):
    row = assessed(ctx, make.case(), "bekymring", citizen_refuses=True)
    assert (row.told, queued(ctx.session)) == (DoctorTold.REFUSED, [])


def test_a_doctor_without_a_location_number_is_to_be_called(ctx, make):
    case = make.case()
    ctx.session.execute(update(Referral).values(sender_gln=None))
    row = assessed(ctx, case, "bekymring")
    [reminder] = ctx.session.scalars(select(Reminder)).all()
    assert row.told is DoctorTold.NOT_REACHABLE
    assert reminder.cause == f"risk_factors:{row.id}"
    assert "egen læge" in reminder.sentence


def test_an_assessment_is_audited_with_codes_alone(ctx, make):
    row = assessed(ctx, make.case(), "bekymring", text="Sover dårligt.")
    verb = AuditEvent.verb == "risk_factors.assessed"
    [event] = ctx.session.scalars(select(AuditEvent).where(verb)).all()
    assert event.data == {"assessment_id": str(row.id), "new": "bekymring", "told": "brev"}


def test_an_assessment_is_never_changed(ctx, make):
    assessed(ctx, make.case())
    with pytest.raises(DatabaseError, match="never changed"):
        ctx.session.execute(update(RiskAssessmentRow).values(present=["bekymring"]))
    ctx.session.rollback()


def test_a_factor_left_out_is_refused(ctx, make):
    loaded = find_case(ctx.session, ctx.actor, make.case().id)
    with pytest.raises(RiskAssessmentError):
        assess_risk(ctx, loaded, AssessRisk({"bekymring": Presence.NEW}))


def test_a_closed_case_is_not_assessed(ctx, make):
    case = make.case(closed_on=ctx.today)
    with pytest.raises(ClosedCaseAssessmentError):
        assessed(ctx, case)


def test_only_those_who_care_for_the_citizen_assess(ctx_as, make):
    case = make.case()
    leder = ctx_as(Role.LEDER)
    with pytest.raises(NotPermittedError):
        assessed(leder, case)
