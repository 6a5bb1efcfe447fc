"""The acts of the demo people: the same use cases the pages call, on days that have been."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from rehab.clock import COPENHAGEN
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import ContactChannel
from rehab.domain.courses import CourseForm
from rehab.domain.referrals import TriageDecision
from rehab.domain.series import Series
from rehab.models import Booking, Case, Course, CourseSession, Organisation, Referral, User
from rehab.queries.cases import find_case
from rehab.services.attendance import MarkChange, RecordAttendance, record_attendance
from rehab.services.bookings import BookCourse, book
from rehab.services.contact_person_answers import accept_case
from rehab.services.contact_persons import assign_contact_person
from rehab.services.contacts import RecordContact, record_contact
from rehab.services.context import Context
from rehab.services.courses import PlanCourse, plan_course
from rehab.services.triage import TriageCommand, triage
from rehab.services.waiting_list import PutOnList, put_on_list

_FRIDAY: Final = 4


@dataclass(frozen=True, slots=True)
class Storyteller:
    """The demo people at work on chosen days, counted back from the day the demo is loaded."""

    ctx: Context
    organisation: Organisation

    def on(self, days_ago: int, login: str = "", hour: int = 10) -> Context:
        """Return the context of a demo person on a day; without a login, of the system."""
        day = self.ctx.today - timedelta(days=days_ago)
        now = min(datetime.combine(day, time(hour), COPENHAGEN), self.ctx.now)
        actor = self.person(login).actor() if login else self.ctx.actor
        return replace(self.ctx, now=now, actor=actor)

    def person(self, login: str) -> User:
        """Return a demo person."""
        query = select(User).where(User.login == login).options(selectinload(User.roles))
        return self.ctx.session.scalars(query).one()

    def referral(self, number: int) -> Referral:
        """Return a demo referral by its number."""
        query = select(Referral).where(
            Referral.organisation_id == self.organisation.id,
            Referral.letter_number == f"DEMOL{number:04}",
        )
        options = (
            joinedload(Referral.citizen),
            selectinload(Referral.diagnoses),
            selectinload(Referral.triage_decisions),
            selectinload(Referral.events),
        )
        return self.ctx.session.scalars(query.options(*options)).unique().one()

    def case(self, ctx: Context, number: int) -> Case:
        """Return the case a demo referral opened."""
        self.ctx.session.expire_all()
        case_id = self.referral(number).case_id
        case = find_case(ctx.session, ctx.actor, case_id) if case_id else None
        if case is None:
            raise LookupError(f"demo referral {number} has no case")
        return case

    def accept(self, number: int, days_ago: int, reason: str, group: int) -> None:
        """Let the visitator accept a referral, and the koordinator give it to Tove."""
        vivi = self.on(days_ago, "vivi", hour=9)
        triage(
            vivi,
            self.referral(number),
            TriageCommand(TriageDecision.ACCEPT, reason, "Opfylder kriterierne.", group=group),
        )
        vivi.session.flush()

    def assign(self, number: int, days_ago: int) -> None:
        """Let the koordinator make Tove kontaktperson, and Tove say yes."""
        karen = self.on(days_ago, "karen", hour=11)
        assign_contact_person(karen, self.case(karen, number), self.person("tove"))
        karen.session.flush()
        tove = self.on(days_ago, "tove", hour=12)
        accept_case(tove, self.case(tove, number))
        tove.session.flush()

    def contact(self, number: int, days_ago: int, kind: EventKind, note: str) -> None:
        """Let Tove call the citizen."""
        tove = self.on(days_ago, "tove", hour=13)
        command = RecordContact(kind, tove.today, ContactChannel.PHONE, note=note)
        record_contact(tove, self.case(tove, number), command)
        tove.session.flush()

    def plan(
        self,
        title: str,
        offer: str,
        first_on: date,
        sessions: int,
        planned_days_ago: int,
        form: CourseForm = CourseForm.HOLD,
        *,
        hour: int = 9,
    ) -> Course:
        """Let the koordinator plan a course that Tove leads twice a week, at an hour of its own."""
        karen = self.on(planned_days_ago, "karen")
        day = first_on.weekday()
        series = Series(first_on, frozenset({day, day + 2 if day + 2 <= _FRIDAY else 0}), sessions)
        command = PlanCourse(
            offer_code=offer,
            form=form,
            title=title,
            place="Sundhedshuset, sal 2",
            capacity=1 if form is CourseForm.INDIVIDUAL else 12,
            therapist_id=self.person("tove").id,
            series=series,
            starts_at=time(hour),
            minutes=60,
        )
        return plan_course(karen, command)

    def book(self, number: int, course: Course, days_ago: int) -> None:
        """Let Tove book the citizen on a course, for every open referral of the case."""
        tove = self.on(days_ago, "tove", hour=14)
        case = self.case(tove, number)
        counts_for = frozenset(referral.id for referral in case.referrals)
        book(tove, case, tove.session.get_one(Course, course.id), BookCourse(counts_for))
        tove.session.flush()

    def wait(self, number: int, offer: str, days_ago: int) -> None:
        """Let the koordinator put the citizen on the waiting list of an offer."""
        karen = self.on(days_ago, "karen", hour=15)
        case = self.case(karen, number)
        counts_for = frozenset(referral.id for referral in case.referrals)
        put_on_list(karen, case, PutOnList(offer, None, counts_for))
        karen.session.flush()

    def attend(self, course: Course, marks: tuple[AttendanceMark, ...]) -> None:
        """Let Tove keep the sheets of the sessions held so far, everybody marked alike."""
        query = select(CourseSession).where(CourseSession.course_id == course.id)
        query = query.options(joinedload(CourseSession.course)).order_by(CourseSession.starts_at)
        seats = select(Booking.id).where(Booking.course_id == course.id)
        tove = self.person("tove").actor()
        for meeting, mark in zip(list(self.ctx.session.scalars(query)), marks, strict=False):
            if meeting.ends_at >= self.ctx.now:
                return
            at = replace(self.ctx, actor=tove, now=meeting.ends_at)
            rows = {seat: MarkChange(None, mark) for seat in self.ctx.session.scalars(seats)}
            record_attendance(at, meeting, RecordAttendance(rows))
            self.ctx.session.flush()


def weekday_from(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > _FRIDAY else 0)
