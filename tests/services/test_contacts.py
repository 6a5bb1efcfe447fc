"""Registering contact with the citizen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Permission, Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import ContactChannel, ContactRefusedError
from rehab.domain.deadlines import ClockState
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.models import AuditEvent, JournalNote, PathwayEventRow
from rehab.queries.cases import find_case
from rehab.queries.clocks import clocks_of
from rehab.services.contacts import RecordContact, cancel_event, open_referrals, record_contact
from tests.conftest import NOW

TODAY = date(2026, 11, 23)
AHEAD = date(2026, 11, 27)
REACHED = RecordContact(EventKind.CONTACT_REACHED, TODAY, ContactChannel.PHONE)


def loaded(ctx, case):
    ctx.session.expire_all()
    return find_case(ctx.session, ctx.actor, case.id, Permission.CASE_READ)


def state_of(ctx, case, code):
    case = loaded(ctx, case)
    readings = clocks_of(ctx.session, ctx.programme_for, ctx.settings, case.referrals, ctx.today)
    return [one.state for row in case.referrals for one in readings[row.id] if one.code == code]


def recorded(ctx, case, command):
    with ctx.transaction():
        return record_contact(ctx, loaded(ctx, case), command)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def test_reaching_the_citizen_stops_the_clock_of_contact(ctx, make):
    case = make.case()
    assert state_of(ctx, case, "kontakt") == [ClockState.RUNNING]
    recorded(ctx, case, REACHED)
    assert state_of(ctx, case, "kontakt") == [ClockState.MET]


def test_an_attempt_stops_nothing(ctx, make):
    case = make.case()
    recorded(ctx, case, replace(REACHED, kind=EventKind.CONTACT_ATTEMPTED))
    assert state_of(ctx, case, "kontakt") == [ClockState.RUNNING]


def test_a_call_that_offers_a_time_is_both_contact_and_offer(ctx, make):
    case = make.case()
    rows = recorded(ctx, case, replace(REACHED, appointment_on=AHEAD))
    assert [(row.kind, row.occurred_on, row.appointment_on) for row in rows] == [
        (EventKind.CONTACT_REACHED, TODAY, None),
        (EventKind.FIRST_CONTACT_OFFERED, TODAY, AHEAD),
    ]


def test_the_sentence_goes_to_the_journal_and_not_to_the_event(ctx, make):
    case = make.case()
    [row] = recorded(ctx, case, replace(REACHED, note="Vil gerne på hold om formiddagen."))
    note = ctx.session.scalars(select(JournalNote)).one()
    assert (note.case_id, note.text) == (case.id, "Vil gerne på hold om formiddagen.")
    assert row.note == ""


def test_a_contact_counts_for_every_open_referral_unless_some_are_chosen(ctx, make):
    case = make.case(referrals=2)
    assert len(recorded(ctx, case, REACHED)) == 2
    chosen = open_referrals(loaded(ctx, case))[0].id
    rows = recorded(ctx, case, replace(REACHED, referral_ids=frozenset({chosen})))
    assert [row.referral_id for row in rows] == [chosen]


def test_each_of_two_linked_referrals_keeps_its_own_clock(ctx, make):
    case = make.case()
    case = loaded(ctx, case)
    make.referral(
        citizen=case.citizen,
        case=case,
        kind=ReferralKind.GGOP,
        discharged_on=TODAY - timedelta(days=3),
    )
    case = loaded(ctx, case)
    gop = next(row for row in case.referrals if row.kind is ReferralKind.GGOP)
    recorded(ctx, case, replace(REACHED, referral_ids=frozenset({gop.id})))
    assert sorted(state_of(ctx, case, "kontakt")) == [ClockState.MET, ClockState.RUNNING]


@pytest.mark.parametrize(
    "status",
    [ReferralStatus.REGISTERED, ReferralStatus.CLOSED, ReferralStatus.LEFT_PROGRAMME],
)
def test_a_referral_the_kommune_does_not_work_on_gets_no_contact(ctx, make, status):
    case = make.case(referrals=0)
    make.referral(citizen=loaded(ctx, case).citizen, case=case, status=status)
    with pytest.raises(ContactRefusedError, match="åben henvisning"):
        recorded(ctx, case, REACHED)


def test_a_referral_of_another_case_cannot_be_chosen(ctx, make):
    case, other = make.case(), make.case()
    theirs = frozenset({loaded(ctx, other).referrals[0].id})
    with pytest.raises(ContactRefusedError, match="åben henvisning"):
        recorded(ctx, case, replace(REACHED, referral_ids=theirs))


def test_a_closed_case_takes_a_note_and_no_contact(ctx, make):
    with pytest.raises(ContactRefusedError, match="afsluttet"):
        recorded(ctx, make.case(closed_on=TODAY), REACHED)


def test_a_contact_in_the_future_is_refused_and_leaves_nothing(ctx, make):
    case = make.case()
    with pytest.raises(ContactRefusedError, match="efter i dag"):
        recorded(ctx, case, replace(REACHED, on=AHEAD, note="Notat"))
    assert ctx.session.scalars(select(PathwayEventRow)).all() == []
    assert ctx.session.scalars(select(JournalNote)).all() == []


def test_a_contact_leaves_a_trace_per_referral(ctx, make):
    recorded(ctx, make.case(referrals=2), REACHED)
    verb = AuditEvent.verb == "pathway.recorded"
    events = ctx.session.scalars(select(AuditEvent).where(verb)).all()
    assert [(e.data["kind"], e.data["on"]) for e in events] == [
        ("contact_reached", "2026-11-23")
    ] * 2


@pytest.mark.parametrize("role", [Role.LEDER, Role.TERAPEUT, Role.JOBKONSULENT])
def test_a_person_without_the_case_registers_nothing(ctx, ctx_as, make, role):
    case = loaded(ctx, make.case())
    with pytest.raises(NotPermittedError):
        record_contact(ctx_as(role), case, REACHED)


def test_a_wrong_registration_is_taken_back_and_still_stands(ctx, make):
    case = make.case()
    [row] = recorded(ctx, case, REACHED)
    with ctx.transaction():
        undone = cancel_event(ctx, loaded(ctx, case), row)
    assert (undone.cancels_id, undone.kind) == (row.id, EventKind.CONTACT_REACHED)
    assert state_of(ctx, case, "kontakt") == [ClockState.RUNNING]
    assert len(ctx.session.scalars(select(PathwayEventRow)).all()) == 2


def test_a_day_before_the_mistake_was_found_still_reads_it(ctx, make):
    case = make.case()
    [row] = recorded(ctx, case, REACHED)
    tomorrow = replace(ctx, now=NOW + timedelta(days=1))
    with tomorrow.transaction():
        cancel_event(tomorrow, loaded(tomorrow, case), row)
    assert state_of(ctx, case, "kontakt") == [ClockState.MET]
    assert state_of(tomorrow, case, "kontakt") == [ClockState.RUNNING]


def test_what_is_taken_back_cannot_be_taken_back_again(ctx, make):
    case = make.case()
    [row] = recorded(ctx, case, REACHED)
    with ctx.transaction():
        undone = cancel_event(ctx, loaded(ctx, case), row)
    for event in (row, undone):
        with pytest.raises(ContactRefusedError, match="allerede"):
            cancel_event(ctx, loaded(ctx, case), event)


def test_an_event_of_another_case_is_not_taken_back(ctx, make):
    case, other = make.case(), make.case()
    [row] = recorded(ctx, other, REACHED)
    with pytest.raises(ContactRefusedError, match="hører ikke til"):
        cancel_event(ctx, loaded(ctx, case), row)


def test_a_registration_of_a_closed_referral_stays(ctx, make):
    case = make.case()
    [row] = recorded(ctx, case, REACHED)
    referral = loaded(ctx, case).referrals[0]
    referral.closed_on = TODAY
    make.save(referral)
    with pytest.raises(ContactRefusedError, match="afsluttet"):
        cancel_event(ctx, loaded(ctx, case), row)


def test_taking_back_needs_the_case(ctx, ctx_as, make):
    case = make.case()
    [row] = recorded(ctx, case, REACHED)
    with pytest.raises(NotPermittedError):
        cancel_event(ctx_as(Role.LEDER), loaded(ctx, case), row)
