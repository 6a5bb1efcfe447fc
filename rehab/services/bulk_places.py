"""Giving many citizens a seat on a course, or a place on the waiting list, at once (F44)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import selectinload

from rehab.domain.access import Permission
from rehab.domain.bulk import Outcome, RowAnswer
from rehab.domain.errors import DomainError
from rehab.models import Case, Course
from rehab.queries.bookings import bookings_of_cases, countable_referrals, taken_seats
from rehab.queries.bulk import waiting_among
from rehab.services.bookings import BookCourse, book, chosen_referrals, free_seat_for
from rehab.services.context import Context
from rehab.services.turns import take_turn
from rehab.services.waiting_list import PutOnList, check_waits_for, put_on_list

_BOOKED: Final = RowAnswer(Outcome.ALREADY, "Borgeren er allerede booket på forløbet.")
_WAITS: Final = RowAnswer(Outcome.ALREADY, "Borgeren står allerede på ventelisten til tilbuddet.")
_GONE: Final = "Forløbet findes ikke længere. Vælg et andet."


class CourseGoneError(DomainError):
    """A course somebody chose is not the kommune's."""


@dataclass(frozen=True, slots=True)
class BookEach:
    """Book each citizen on one course, for every referral of theirs that it can count for."""

    course_id: UUID
    permission: Permission = Permission.COURSE_BOOK

    def foresee(self, ctx: Context, cases: Sequence[Case]) -> Mapping[UUID, RowAnswer]:
        """Return which seat each would get; a seat foreseen for one is taken for the next."""
        course = self._course(ctx)
        taken = dict(taken_seats(ctx.session, course.id))
        plans = bookings_of_cases(ctx.session, [case.id for case in cases])
        answers = {}
        for case in cases:
            if case.id in taken.values():
                answers[case.id] = _BOOKED
                continue
            command = BookCourse(_countable(ctx, case))
            try:
                chosen_referrals(ctx, case, command)
                seat = free_seat_for(ctx, case, course, command, plans[case.id], taken)
            except DomainError as refusal:
                answers[case.id] = RowAnswer(Outcome.REFUSED, str(refusal))
            else:
                taken[seat] = case.id
                answers[case.id] = RowAnswer(
                    Outcome.READY, f"Bookes på {course.title}, plads {seat}."
                )
        return answers

    def do(self, ctx: Context, case: Case) -> RowAnswer:
        """Book one citizen; the lowest free seat."""
        course = self._course(ctx)
        take_turn(ctx, case)
        if case.id in taken_seats(ctx.session, course.id).values():
            return _BOOKED
        booking = book(ctx, case, course, BookCourse(_countable(ctx, case)))
        return RowAnswer(Outcome.DONE, f"Booket på {course.title}, plads {booking.seat}.")

    def _course(self, ctx: Context) -> Course:
        course = ctx.session.get(
            Course,
            self.course_id,
            options=[selectinload(Course.sessions)],
            populate_existing=True,
        )
        if course is None or course.organisation_id != ctx.organisation_id:
            raise CourseGoneError(_GONE)
        return course


@dataclass(frozen=True, slots=True)
class LetEachWait:
    """Let each citizen wait for an offer, for every referral of theirs that it can count for."""

    offer_code: str
    label: str
    permission: Permission = Permission.COURSE_BOOK

    def foresee(self, ctx: Context, cases: Sequence[Case]) -> Mapping[UUID, RowAnswer]:
        """Return who can be put on the list, by the rule that decides it when it is done."""
        ids = [case.id for case in cases]
        waiting = waiting_among(ctx.session, ids, self.offer_code)
        answers = {}
        for case in cases:
            if case.id in waiting:
                answers[case.id] = _WAITS
                continue
            try:
                check_waits_for(ctx, case, _countable(ctx, case))
            except DomainError as refusal:
                answers[case.id] = RowAnswer(Outcome.REFUSED, str(refusal))
            else:
                answers[case.id] = RowAnswer(
                    Outcome.READY, f"Kommer på ventelisten til {self.label}."
                )
        return answers

    def do(self, ctx: Context, case: Case) -> RowAnswer:
        """Put one citizen on the list."""
        take_turn(ctx, case)
        if waiting_among(ctx.session, [case.id], self.offer_code):
            return _WAITS
        put_on_list(ctx, case, PutOnList(self.offer_code, None, _countable(ctx, case)))
        return RowAnswer(Outcome.DONE, f"Står på ventelisten til {self.label}.")


def _countable(ctx: Context, case: Case) -> frozenset[UUID]:
    return frozenset(row.id for row in countable_referrals(case, ctx.programme_for))
