"""One of everything a route can name, for the tests that walk all routes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.courses import CourseForm
from rehab.domain.referrals import ReferralStatus
from rehab.models import (
    Absence,
    Booking,
    BookingReferral,
    ClosedPeriodRow,
    Consent,
    Course,
    CourseSession,
    Epikrise,
    Handover,
    LocalPauseReasonRow,
    OnwardReferral,
    OutgoingKind,
    OutgoingMessage,
    OutgoingStatus,
    PathwayEventRow,
    PauseRow,
    Reminder,
    Team,
    User,
)
from tests.support.agenda import an_agenda
from tests.support.arrivals import a_broken_file, a_letter_with_a_file, a_parked_plan, a_reply
from tests.support.citizen_letters import FEED_TOKEN, a_calendar, a_letter_in_a_batch
from tests.support.course_factories import make_template
from tests.support.factories import Factories
from tests.support.messages import xdis91
from tests.support.saved_views import a_shared_view
from tests.support.second_opinions import a_drawn_decision
from tests.support.waiting import make_seat_offer


@dataclass(frozen=True)
class World:
    """What the parameters of URLs stand for, and the people who ask."""

    values: dict[str, Any]
    people: dict[str, User | None]


def a_world(make: Factories, now: datetime) -> World:
    """A case in Testby held by its therapist, who also runs the course the citizen is booked on."""
    therapist = make.user(Role.TERAPEUT)
    case = make.case(contact_person=therapist, employment_effort=True, referrals=0)
    accepted = make.referral(case=case)
    home = make.organisation()
    letter, broken = a_parked_plan(make, now), a_broken_file(make, now)
    new = make.referral(letter_id=letter.id)
    course = Course(
        organisation_id=home.id,
        offer_code="hold_ikke_opererede",
        form=CourseForm.HOLD,
        title="Hold",
        place="Sal 1",
        capacity=12,
    )
    make.save(course)
    start = now - timedelta(hours=1)
    meeting = CourseSession(
        course_id=course.id,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        place="Sal 1",
        therapist_id=therapist.id,
    )
    booking = Booking(
        course_id=course.id, case_id=case.id, seat=1, booked_by=therapist.id, booked_at=start
    )
    make.save(meeting, booking)
    make.save(
        BookingReferral(
            booking_id=booking.id,
            referral_id=accepted.id,
            legal_basis=LegalBasis.SUNDHEDSLOVEN_119,
        )
    )
    template = make_template(make)
    onward = OnwardReferral(
        case_id=case.id,
        offer_code="rygestop",
        provider="Stoplinien",
        referred_on=now.date(),
        feedback_due_on=now.date(),
        recorded_by=therapist.id,
        recorded_at=now,
    )
    make.save(onward)
    reminder = Reminder(
        organisation_id=home.id,
        case_id=case.id,
        cause="clock:test",
        sentence="Kontakt er overskredet.",
        due_on=now.date(),
        raised_at=now,
    )
    consent = Consent(
        case_id=case.id,
        form="skriftlig",
        recipient="beskaeftigelse",
        scopes=["work_status"],
        purpose="Plan",
        given_on=now.date(),
        expires_on=now.date() + timedelta(days=300),
        recorded_by=therapist.id,
        recorded_at=now,
    )
    event = PathwayEventRow(
        referral_id=accepted.id,
        kind=EventKind.CONTACT_ATTEMPTED,
        occurred_on=now.date(),
        recorded_by=therapist.id,
        recorded_at=now,
    )
    pause = PauseRow(
        referral_id=accepted.id,
        reason_code="syg",
        reason="Syg",
        counts=True,
        from_on=now.date(),
        until_on=now.date() + timedelta(days=7),
        recorded_by=therapist.id,
        recorded_at=now,
    )
    own_reason = LocalPauseReasonRow(
        organisation_id=home.id,
        code="egen",
        label="Højskole",
        counts=True,
        recorded_by=therapist.id,
        recorded_at=now,
    )
    closing = ClosedPeriodRow(
        organisation_id=home.id,
        label="Sommer",
        week=29,
        first_year=2026,
        recorded_by=therapist.id,
        recorded_at=now,
    )
    make.save(pause, own_reason, closing)
    signed = make.referral(case=case, status=ReferralStatus.CLOSED, closed_on=now.date())
    document = Epikrise(
        referral_id=signed.id,
        case_id=case.id,
        saved_by=therapist.id,
        saved_at=now,
        signed_by=therapist.id,
        signed_at=now,
        letter_number="TESTEPIKRISE01",
        pdf=b"%PDF-1.7",
        pdf_sha256="0" * 64,
        xml=b"<Emessage/>",
    )
    message = OutgoingMessage(
        organisation_id=home.id,
        kind=OutgoingKind.CORRESPONDENCE,
        status=OutgoingStatus.SENT,
        envelope_id="TESTK000000001",
        letter_id="TESTB000000001",
        receiver_gln="5790000999026",
        receiver_name="Lægehuset Testvej",
        raw=xdis91(),
        case_id=case.id,
        queued_by=therapist.id,
        queued_at=now,
        sent_at=now,
    )
    make.save(event, document, message)
    colleague = make.user(Role.TERAPEUT, login="colleague")
    team_meeting, item = an_agenda(make, case, colleague, now)
    # Ahead, so that the substitute does not see the case yet.
    absence = Absence(
        organisation_id=home.id,
        user_id=therapist.id,
        substitute_id=colleague.id,
        from_on=now.date() + timedelta(days=30),
        until_on=now.date() + timedelta(days=40),
        recorded_by=therapist.id,
        recorded_at=now,
    )
    handover = Handover(
        organisation_id=home.id, from_user_id=therapist.id, done_by=therapist.id, done_at=now
    )
    make.save(reminder, consent, absence, handover)
    to_citizen = a_letter_in_a_batch(make, case, now)
    feed = a_calendar(make, therapist, now)
    entry, offer = make_seat_offer(make, case, therapist, now)
    values = {
        **a_drawn_decision(make, therapist, now),
        "view_id": a_shared_view(make, now).id,
        "team_id": _a_team(make).id,
        "meeting_id": team_meeting.id,
        "item_id": item.id,
        "entry_id": entry.id,
        "offer_id": offer.id,
        "case_id": case.id,
        "referral_id": new.id,
        "accepted_referral_id": accepted.id,
        "signed_id": signed.id,
        "event_id": event.id,
        "delivery_id": broken.id,
        "letter_id": letter.id,
        "case_letter_id": a_reply(make, case, now).id,
        "attachment_letter_id": a_letter_with_a_file(make, now).id,
        "position": 0,
        "course_id": course.id,
        "offer_code": "rygestop",
        "kommunekode": "999",
        "session_id": meeting.id,
        "template_id": template.id,
        "onward_id": onward.id,
        "message_id": message.id,
        "booking_id": booking.id,
        "reminder_id": reminder.id,
        "pause_id": pause.id,
        "code": "start",
        "bases": "119-140",
        "reason_id": own_reason.id,
        "closing_id": closing.id,
        "consent_id": consent.id,
        "absence_id": absence.id,
        "handover_id": handover.id,
        "user_id": colleague.id,
        "point": "start",
        "filename": "rehab.css",
        "citizen_letter_id": to_citizen.id,
        "batch_id": to_citizen.batch_id,
        "feed_id": feed.id,
        "token": FEED_TOKEN,
        "found_id": UUID(int=0),
    }
    people: dict[str, User | None] = {
        role: make.user(Role(role))
        for role in (
            "visitator",
            "koordinator",
            "terapeut",
            "jobkonsulent",
            "leder",
            "administrator",
        )
    }
    people["stranger"] = colleague
    people["other"] = make.user(
        Role.VISITATOR, Role.KOORDINATOR, kommunekode="998", login="other-kommune"
    )
    people["anonymous"] = None
    return World(values, people)


def _a_team(make: Factories) -> Team:
    team = Team(organisation_id=make.organisation().id, name="Team Testby")
    make.save(team)
    return team
