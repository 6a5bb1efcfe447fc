"""Deciding a referral: what the rules refuse, and what each decision leaves behind."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.open_decisions import AlreadyDecidedError
from rehab.domain.referrals import (
    GopType,
    ReferralKind,
    ReferralStatus,
    SenderKind,
    TriageDecision,
)
from rehab.domain.triage_decisions import (
    DecisionTextMissingError,
    GroupLeavesProgrammeError,
    NameNotConfirmedError,
    ReasonNotForDecisionError,
    RedFlagNotClearedError,
    RegisterOnlyError,
    SenderNotEntitledError,
    UnderAgeError,
    UnknownRedFlagError,
)
from rehab.models import AuditEvent, Case, JournalNote, Referral, Reminder, TriageRecord
from rehab.queries.clocks import clocks_of
from rehab.queries.referrals import find_referral
from rehab.services.referral_dates import DateCorrection, correct_dates
from rehab.services.triage import (
    CaseRelation,
    NothingToReplaceError,
    ReferralChangedError,
    TriageCommand,
    triage,
)
from tests.support.factories import AWAY

ACCEPT = TriageCommand(TriageDecision.ACCEPT, "in_target_group", "Behov for rygskole.", group=1)
RETURN = TriageCommand(TriageDecision.RETURN_TO_SENDER, "content_missing", "Medicin mangler.")
REDIRECT = TriageCommand(TriageDecision.REDIRECT, "other_municipality", "Flyttet.")
LEAVE = TriageCommand(TriageDecision.LEAVE_PROGRAMME, "group_3", "Sendt til egen læge.")
REGISTER = TriageCommand(TriageDecision.REGISTER, "gop_specialised", "Hospitalet træner.")
TODAY = date(2026, 11, 23)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


@pytest.fixture
def decide(ctx, session):
    def act(referral, command):
        with ctx.transaction():
            return triage(ctx, find_referral(session, ctx.actor, referral.id), command)

    return act


def cases(ctx):
    return list(ctx.session.scalars(select(Case)))


def verbs(ctx):
    return list(ctx.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.at)))


def test_accepting_opens_a_case_and_keeps_the_reason(ctx, decide, make):
    referral = make.referral()
    decide(referral, ACCEPT)
    record = ctx.session.scalars(select(TriageRecord)).one()
    assert referral.status is ReferralStatus.ACCEPTED
    assert (referral.case_id, referral.patient_group) == (cases(ctx)[0].id, 1)
    assert (record.decision, record.reason_code) == (TriageDecision.ACCEPT, "in_target_group")
    assert (record.text, record.decided_by) == ("Behov for rygskole.", ctx.actor.id)
    assert {"referral.triaged", "case.opened"} <= set(verbs(ctx))


@pytest.mark.parametrize(
    ("command", "status"),
    [
        pytest.param(RETURN, ReferralStatus.RETURNED, id="returned"),
        pytest.param(REDIRECT, ReferralStatus.REDIRECTED, id="redirected"),
        pytest.param(LEAVE, ReferralStatus.LEFT_PROGRAMME, id="left"),
    ],
)
def test_the_other_decisions_close_the_referral_without_a_case(ctx, decide, make, command, status):
    referral = make.referral()
    decide(referral, command)
    assert (referral.status, referral.closed_on, cases(ctx)) == (status, TODAY, [])


def test_a_second_referral_is_linked_to_the_open_case_and_never_merged(ctx, decide, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    plan = make.referral(
        citizen=citizen,
        kind=ReferralKind.GGOP,
        gop_type=GopType.ALMEN,
        discharged_on=date(2026, 11, 20),
    )
    decide(plan, replace(ACCEPT, reason_code="gop_almen"))
    assert plan.case_id == case.id
    assert len(cases(ctx)) == 1
    both = list(ctx.session.scalars(select(Referral).where(Referral.case_id == case.id)))
    assert {row.status for row in both} == {ReferralStatus.ACCEPTED}
    assert "case.linked" in verbs(ctx)


def test_a_referral_that_replaces_another_closes_it_and_says_so(ctx, decide, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    old = ctx.session.scalars(select(Referral)).one()
    new = make.referral(citizen=citizen)
    decide(new, replace(ACCEPT, relation=CaseRelation.REPLACES))
    assert (old.status, old.closed_on) == (ReferralStatus.CLOSED, TODAY)
    assert (new.status, new.case_id) == (ReferralStatus.ACCEPTED, case.id)
    note = ctx.session.scalars(select(JournalNote)).one()
    assert "erstattet af henvisningen modtaget 21.11.2026" in note.text
    assert "referral.replaced" in verbs(ctx)


def test_a_plan_does_not_replace_a_referral_to_the_programme(decide, make):
    citizen = make.citizen()
    make.case(citizen=citizen)
    plan = make.referral(citizen=citizen, kind=ReferralKind.GGOP, gop_type=GopType.ALMEN)
    command = replace(ACCEPT, reason_code="gop_almen", relation=CaseRelation.REPLACES)
    with pytest.raises(NothingToReplaceError):
        decide(plan, command)
    assert plan.status is ReferralStatus.RECEIVED


@pytest.mark.parametrize(
    ("referrals", "closed_on"),
    [pytest.param(1, TODAY, id="the-last"), pytest.param(2, None, id="one-of-two")],
)
def test_a_case_closes_when_its_last_open_referral_leaves_the_programme(
    ctx, decide, make, referrals, closed_on
):
    case = make.case(referrals=referrals)
    make.save(
        Reminder(
            organisation_id=case.organisation_id,
            case_id=case.id,
            cause="kontakt",
            sentence="Ring til borgeren.",
            due_on=TODAY,
            raised_at=ctx.now,
        )
    )
    referral = ctx.session.scalars(select(Referral)).first()
    decide(referral, replace(LEAVE, reason_code="acute_red_flag"))
    assert (referral.status, case.closed_on) == (ReferralStatus.LEFT_PROGRAMME, closed_on)
    waiting = ctx.session.scalars(select(Reminder.done_at)).one()
    assert (waiting is None) is (closed_on is None)


@pytest.fixture
def specialised(make):
    return make.referral(kind=ReferralKind.GGOP, gop_type=GopType.SPECIALISERET)


def test_a_specialised_plan_is_registered_without_a_case_or_a_clock(ctx, decide, specialised):
    decide(specialised, REGISTER)
    assert (specialised.status, specialised.case_id) == (ReferralStatus.REGISTERED, None)
    assert cases(ctx) == []
    specialised = find_referral(ctx.session, ctx.actor, specialised.id)
    clocks = clocks_of(ctx.session, ctx.programme_for, ctx.settings, [specialised], ctx.today)
    assert clocks[specialised.id] == ()


def test_a_specialised_plan_is_linked_to_the_case_there_is(ctx, decide, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    plan = make.referral(citizen=citizen, kind=ReferralKind.GGOP, gop_type=GopType.SPECIALISERET)
    decide(plan, REGISTER)
    assert (plan.status, plan.case_id) == (ReferralStatus.REGISTERED, case.id)


def test_a_registered_plan_is_accepted_once_its_type_is_changed(ctx, decide, specialised):
    decide(specialised, REGISTER)
    with ctx.transaction():
        dates = DateCorrection(specialised.received_on, date(2026, 11, 20), None, GopType.ALMEN)
        correct_dates(ctx, specialised, dates)
    decide(specialised, replace(ACCEPT, reason_code="gop_almen"))
    assert specialised.status is ReferralStatus.ACCEPTED


@pytest.mark.parametrize(
    ("fields", "command", "refusal"),
    [
        pytest.param(
            {"sender_kind": SenderKind.CHIROPRACTOR}, ACCEPT, SenderNotEntitledError, id="sender"
        ),
        pytest.param(
            {"kind": ReferralKind.GGOP, "gop_type": GopType.SPECIALISERET},
            replace(ACCEPT, reason_code="gop_almen"),
            RegisterOnlyError,
            id="specialised",
        ),
        pytest.param({}, REGISTER, RegisterOnlyError, id="registered-only"),
        pytest.param(
            {}, replace(ACCEPT, reason_code="group_3"), ReasonNotForDecisionError, id="reason"
        ),
        pytest.param({}, replace(ACCEPT, text="  "), DecisionTextMissingError, id="no-words"),
        pytest.param({}, replace(ACCEPT, group=3), GroupLeavesProgrammeError, id="group-3"),
        pytest.param(
            {}, replace(ACCEPT, red_flags=("cauda_equina",)), UnknownRedFlagError, id="made-up-flag"
        ),
    ],
)
def test_what_the_programme_rules_out_is_refused(decide, make, fields, command, refusal):
    referral = make.referral(**fields)
    with pytest.raises(refusal):
        decide(referral, command)
    assert referral.status is ReferralStatus.RECEIVED


def test_a_citizen_under_age_is_not_accepted(decide, make):
    child = make.citizen(identifier="0101109900")
    with pytest.raises(UnderAgeError):
        decide(make.referral(citizen=child), ACCEPT)


def test_a_red_flag_is_accepted_only_with_the_name_of_a_doctor(ctx, decide, make):
    flag = ctx.programme.red_flags[0].code
    referral = make.referral()
    with pytest.raises(RedFlagNotClearedError):
        decide(referral, replace(ACCEPT, red_flags=(flag,)))
    decide(
        referral,
        replace(
            ACCEPT,
            reason_code="red_flag_cleared",
            red_flags=(flag,),
            doctor_contact="Bo Prøveoverlæge",
        ),
    )
    record = ctx.session.scalars(select(TriageRecord)).one()
    assert (record.red_flags, record.doctor_contact) == ([flag], "Bo Prøveoverlæge")


def test_another_name_is_accepted_only_when_a_person_made_sure_of_it(ctx, decide, make):
    citizen = make.citizen(given_name="Ella", surname="Prøvesen")
    referral = make.referral(citizen=citizen, received_name="Bo Testmand")
    with pytest.raises(NameNotConfirmedError):
        decide(referral, ACCEPT)
    decide(referral, replace(ACCEPT, same_citizen=True))
    assert referral.status is ReferralStatus.ACCEPTED


def test_a_decision_is_taken_once(decide, make):
    referral = make.referral()
    decide(referral, RETURN)
    with pytest.raises(AlreadyDecidedError):
        decide(referral, replace(ACCEPT, version=referral.version))


def test_a_decision_made_on_an_old_page_is_refused(decide, make):
    referral = make.referral()
    with pytest.raises(ReferralChangedError):
        decide(referral, replace(ACCEPT, version=referral.version + 1))


@pytest.mark.parametrize(
    ("threatened", "effort"),
    [
        pytest.param(True, True, id="yes"),
        pytest.param(False, False, id="no"),
        pytest.param(None, False, id="not-said"),
    ],
)
def test_a_threatened_work_ability_asks_for_the_employment_side(
    ctx, decide, make, threatened, effort
):
    decide(make.referral(), replace(ACCEPT, work_ability_threatened=threatened))
    assert cases(ctx)[0].employment_effort is effort
    assert ("employment.effort_requested" in verbs(ctx)) is effort


@pytest.mark.parametrize("role", [Role.KOORDINATOR, Role.TERAPEUT, Role.LEDER, Role.JOBKONSULENT])
def test_only_a_visitator_decides(ctx_as, make, role):
    referral = make.referral()
    with pytest.raises(NotPermittedError):
        triage(ctx_as(role), referral, ACCEPT)


def test_a_visitator_decides_nothing_in_another_kommune(ctx, make):
    referral = make.referral(kommunekode=AWAY)
    with pytest.raises(NotPermittedError):
        triage(ctx, referral, ACCEPT)
