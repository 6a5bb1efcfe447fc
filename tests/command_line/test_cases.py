"""The contract others script against: `case list` and `case show`."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from rehab.command_line.application import CommandRefusedError
from rehab.command_line.cases import case_json
from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.contacts import ContactChannel
from rehab.domain.referrals import ReferralKind, ReferralStatus, SenderKind, TriageDecision
from rehab.models import Attendance, Case, Citizen, Organisation, Referral, TriageRecord
from rehab.queries.cases import find_case, find_case_by_number
from rehab.services.contact_persons import assign_contact_person
from rehab.services.contacts import RecordContact, cancel_event, record_contact
from tests.command_line.conftest import KOMMUNE
from tests.conftest import NOW
from tests.queries.test_case_page import sessions_of
from tests.support.course_factories import make_booking, make_course

RECEIVED = date(2026, 11, 21)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def at(ctx, day):
    return replace(ctx, now=datetime(2026, 11, day, 11, tzinfo=UTC))


def shown(ctx, number="2026-00017"):
    ctx.session.expire_all()
    return case_json(ctx, find_case_by_number(ctx.session, ctx.organisation_id, number))


def clock(ctx, code="kontakt"):
    [found] = [
        one for row in shown(ctx)["referrals"] for one in row["clocks"] if one["code"] == code
    ]
    return found["state"], found["stopped_on"]


def call(ctx, case_id, on):
    case = find_case(ctx.session, ctx.actor, case_id)
    with ctx.transaction():
        command = RecordContact(EventKind.CONTACT_REACHED, on, ContactChannel.PHONE)
        return record_contact(ctx, case, command)


def test_a_case_says_what_the_contract_says(ctx, make):
    make.case(number="2026-00017")
    found = shown(ctx)
    assert set(found) == {
        "number",
        "phase",
        "contact_person",
        "opened_on",
        "closed_on",
        "programme_version",
        "referrals",
    }
    [referral] = found["referrals"]
    assert {"kind", "letter_id", "status", "clocks"} <= set(referral)
    assert (found["phase"], found["contact_person"]) == ("visiteret", None)
    assert (referral["kind"], referral["status"]) == ("XREF15", "accepted")


def test_a_clock_says_when_it_is_due_how_it_stands_and_why(ctx, make):
    make.case(number="2026-00017")
    contact, _start = shown(ctx)["referrals"][0]["clocks"]
    assert set(contact) == {"code", "due", "state", "stopped_on", "why"}
    assert (contact["code"], contact["due"], contact["state"], contact["stopped_on"]) == (
        "kontakt",
        "2026-11-26",
        "running",
        None,
    )
    assert contact["why"][0] == "Regnes fra modtagelsen lørdag 21.11.2026, som er dag 0."


def test_everything_can_be_written_as_json(ctx, make):
    make.case(number="2026-00017")
    assert json.loads(json.dumps(shown(ctx)))["number"] == "2026-00017"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        pytest.param(26, "running", id="the due day is in time"),
        pytest.param(27, "overdue", id="the day after is not"),
    ],
)
def test_the_day_that_is_asked_for_decides(ctx, make, day, state):
    make.case(number="2026-00017")
    assert clock(at(ctx, day)) == (state, None)


def test_a_contact_recorded_later_is_not_known_on_the_day(ctx, make):
    case = make.case(number="2026-00017")
    call(at(ctx, 25), case.id, date(2026, 11, 22))
    assert clock(at(ctx, 24)) == ("running", None)
    assert clock(at(ctx, 25)) == ("met", "2026-11-22")


def test_a_contact_taken_back_later_still_stands_on_the_day(ctx, make):
    case = make.case(number="2026-00017")
    [row] = call(at(ctx, 22), case.id, date(2026, 11, 22))
    later = at(ctx, 25)
    with later.transaction():
        cancel_event(later, find_case(ctx.session, ctx.actor, case.id), row)
    assert clock(at(ctx, 24)) == ("met", "2026-11-22")
    assert clock(at(ctx, 25)) == ("running", None)


def test_a_sheet_filled_in_later_does_not_hide_the_one_before(ctx, make):
    case = make.case(number="2026-00017")
    course = make_course(make, first=NOW - timedelta(days=2), every=timedelta(days=1))
    booking = make_booking(make, case, course)
    first, second, _third = sessions_of(ctx.session, course)
    for session, recorded in ((first, 25), (second, 22)):
        make.save(
            Attendance(
                session_id=session.id,
                booking_id=booking.id,
                mark=AttendanceMark.PRESENT,
                recorded_by=case.id,
                recorded_at=datetime(2026, 11, recorded, 12, tzinfo=UTC),
            )
        )
    assert clock(at(ctx, 21), "start") == ("running", None)
    assert clock(at(ctx, 23), "start") == ("met", "2026-11-22")
    assert clock(at(ctx, 25), "start") == ("met", "2026-11-21")


def test_the_kontaktperson_of_the_day(ctx, make):
    first = make.user(Role.TERAPEUT, name="Første Person")
    second = make.user(Role.TERAPEUT, login="anden", name="Anden Person")
    case = make.case(number="2026-00017", contact_person=first)
    later = at(ctx, 25)
    with later.transaction():
        assign_contact_person(later, case, second)
    assert shown(at(ctx, 24))["contact_person"] == "Første Person"
    assert shown(at(ctx, 26))["contact_person"] == "Anden Person"


def test_triage_and_closing_that_lay_ahead_are_not_known(ctx, make):
    citizen = make.citizen()
    closing = date(2026, 11, 26)
    case = make.case(number="2026-00017", citizen=citizen, referrals=0, closed_on=closing)
    referral = make.referral(
        citizen=citizen, case=case, status=ReferralStatus.CLOSED, closed_on=closing
    )
    make.save(
        TriageRecord(
            referral_id=referral.id,
            decision=TriageDecision.ACCEPT,
            reason_code="gruppe_1",
            text="",
            decided_by=make.user(Role.VISITATOR).id,
            decided_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        )
    )
    seen = [shown(at(ctx, day)) for day in (23, 25, 26)]
    assert [found["phase"] for found in seen] == ["henvist", "visiteret", "afsluttet"]
    assert [found["referrals"][0]["status"] for found in seen] == ["received", "accepted", "closed"]
    assert [found["closed_on"] for found in seen] == [None, None, "2026-11-26"]


def test_linked_referrals_keep_their_own_clocks(ctx, make):
    citizen = make.citizen()
    case = make.case(number="2026-00017", citizen=citizen, referrals=0)
    make.referral(citizen=citizen, case=case, received_on=RECEIVED)
    make.referral(
        citizen=citizen,
        case=case,
        received_on=date(2026, 11, 23),
        kind=ReferralKind.GGOP,
        discharged_on=date(2026, 11, 20),
    )
    found = shown(ctx)["referrals"]
    assert [[one["code"] for one in row["clocks"]] for row in found] == [
        ["kontakt", "start"],
        ["paragraf140", "kontakt", "start"],
    ]
    before = shown(at(ctx, 22))["referrals"]
    assert [row["kind"] for row in before] == ["XREF15"]


@pytest.fixture
def one_case(run, stored):
    """A kommune set up by the command that sets one up, and a case in it."""
    assert run("init", *KOMMUNE).exit_code == 0
    with stored() as session:
        organisation = session.scalars(select(Organisation)).one()
        citizen = Citizen(organisation_id=organisation.id, identifier="0101709911", surname="Prøve")
        session.add(citizen)
        session.flush()
        case = Case(
            organisation_id=organisation.id,
            citizen_id=citizen.id,
            number="2026-00017",
            programme_code="laenderyg",
            programme_version="2012",
            opened_on=RECEIVED,
        )
        session.add(case)
        session.flush()
        referral = Referral(
            organisation_id=organisation.id,
            citizen_id=citizen.id,
            case_id=case.id,
            kind=ReferralKind.XREF15,
            legal_basis=LegalBasis.SUNDHEDSLOVEN_119,
            status=ReferralStatus.ACCEPTED,
            programme_version="2012",
            received_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
            received_on=RECEIVED,
            sender_kind=SenderKind.GP,
            sender_name="Lægehuset Testvej",
        )
        session.add(referral)
        session.commit()


def test_a_case_is_one_line_of_json_on_the_day_that_is_asked_for(run, one_case):
    shown_one = json.loads(run("case", "show", "2026-00017", "--json", "--on", "2026-11-27").output)
    [listed] = run("case", "list", "--json", "--on", "27-11-2026").output.splitlines()
    assert json.loads(listed) == shown_one
    assert [one["state"] for one in shown_one["referrals"][0]["clocks"]] == ["overdue", "running"]


def test_a_case_is_written_for_people_without_json(run, one_case):
    lines = run("case", "show", "2026-00017", "--on", "2026-11-27").output.splitlines()
    assert lines[:2] == ["Sag 2026-00017: Visiteret", "Kontaktperson: ingen"]
    assert "    Kontakt til borgeren: Overskredet 1 dag" in lines
    assert run("case", "list", "--on", "2026-11-27").output == "2026-00017  visiteret  –\n"


def test_a_day_before_the_referral_came_knows_no_case(run, one_case):
    assert run("case", "list", "--json", "--on", "2026-11-20").output == ""
    done = run("case", "show", "2026-00017", "--on", "2026-11-20")
    assert "ingen henvisning i sag 2026-00017 den dag" in str(done.exception)


def test_a_number_nobody_has_is_refused_with_what_to_do(run, one_case):
    done = run("case", "show", "2026-99999", "--json")
    assert isinstance(done.exception, CommandRefusedError)
    assert str(done.exception) == "Sag 2026-99999 findes ikke. Se: rehab case list"
