"""Courses, their sessions, the seats on them, and who came."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.courses import CourseForm, Intake
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.cases import Case
from rehab.models.people import User

INTAKE: Final = Enum(
    Intake,
    native_enum=False,
    create_constraint=False,  # added to a table that SQLite would have to build anew
    length=20,
    values_callable=lambda members: [member.value for member in members],
)


class Course(Base):
    """A hold with seats, or one citizen's individual course; of an offer in the catalogue.

    A closed hold is bookable until its session number `joinable_until` begins; with rolling intake
    each citizen gets `sessions_each` sessions (F52). Below `minimum` citizens it is not begun.
    """

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("capacity >= 1", name="capacity_positive"),
        Index(None, "organisation_id", "offer_code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    offer_code: Mapped[str] = mapped_column(String(40))
    form: Mapped[CourseForm]
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int]
    minimum: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    intake: Mapped[Intake] = mapped_column(INTAKE, default=Intake.CLOSED, server_default="closed")
    joinable_until: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    sessions_each: Mapped[int | None]
    equipment: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    sessions: Mapped[list["CourseSession"]] = relationship(
        lazy="raise", order_by="CourseSession.starts_at", back_populates="course"
    )
    bookings: Mapped[list["Booking"]] = relationship(
        lazy="raise", order_by="Booking.booked_at", back_populates="course"
    )


class CourseSession(Base):
    """One meeting: when, where, with whom, and what it is about.

    A cancelled session stays, with its reason; the one held in its place says so in `replaces_id`.
    A substitute keeps the sheet of this one session and gets no access to the cases (F60).
    """

    __tablename__ = "course_session"
    __table_args__ = (
        Index(None, "therapist_id", "starts_at"),
        Index(None, "course_id"),
        Index(None, "starts_at"),
        Index(None, "second_therapist_id", "starts_at"),
        Index(None, "substitute_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(120))
    therapist_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    second_therapist_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    content: Mapped[dict[str, str]] = mapped_column(default=dict, server_default=text("'{}'"))
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("course_session.id"))
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    # How often the row was changed: a calendar that has an older number takes the newer (F92).
    sequence: Mapped[int] = mapped_column(
        default=0, server_default=text("0"), onupdate=text("sequence + 1")
    )
    course: Mapped[Course] = relationship(lazy="raise", back_populates="sessions")
    therapist: Mapped[User] = relationship(lazy="raise", foreign_keys=[therapist_id])
    second_therapist: Mapped[User | None] = relationship(
        lazy="raise", foreign_keys=[second_therapist_id]
    )
    substitute: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[substitute_id])


class SeatKind(StrEnum):
    """Whether a seat is booked, or held for whoever was offered it until the offer ends (F54)."""

    BOOKED = "booked"
    HELD = "held"


class Seat(Base):
    """A seat on a course that somebody has: booked, or held while an offer of it stands.

    The seat has a number, and one active row per seat is a constraint of the database: two
    people pressing "book" at once cannot both get the last seat, and neither can one of them get
    a seat that is held for another (F51). Both kinds lie in one table, so that one index says so;
    whoever asks for `Booking` never sees a seat that is only held. On a hold with rolling intake
    a seat is another's once the citizen has had all their sessions: `finished_at` (F52).
    """

    __tablename__ = "booking"
    __table_args__ = (
        Index(
            "uq_booking_active_seat",
            "course_id",
            "seat",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL AND finished_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL AND finished_at IS NULL"),
        ),
        Index(
            "uq_booking_active_case",
            "course_id",
            "case_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL AND finished_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL AND finished_at IS NULL"),
        ),
        Index(None, "course_id"),
        CheckConstraint("seat >= 1", name="seat_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[SeatKind] = mapped_column(server_default="booked")
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    seat: Mapped[int]
    booked_by: Mapped[UUID]
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship(lazy="raise")

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True}  # noqa: RUF012


class HeldSeat(Seat):
    """A seat nobody else can have while somebody from the waiting list answers an offer (F54)."""

    __mapper_args__ = {"polymorphic_identity": SeatKind.HELD}  # noqa: RUF012


class Booking(Seat):
    """A citizen's seat on a course.

    `sessions_each` is how many sessions the citizen was promised when booked on a hold with rolling
    intake, and None for the whole series; what the course promises later changes nothing (F52).
    """

    sessions_each: Mapped[int | None]
    course: Mapped[Course] = relationship(lazy="raise", back_populates="bookings")
    counts_for: Mapped[list["BookingReferral"]] = relationship(
        lazy="raise", cascade="all, delete-orphan"
    )
    marks: Mapped[list["Attendance"]] = relationship(lazy="raise")

    __mapper_args__ = {"polymorphic_identity": SeatKind.BOOKED}  # noqa: RUF012


class BookingReferral(Base):
    """Which referral a booked course counts for: it may be both the GOP and the Ref01 (F7)."""

    __tablename__ = "booking_referral"

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    referral_id: Mapped[UUID] = mapped_column(
        ForeignKey("referral.id"), primary_key=True, index=True
    )
    legal_basis: Mapped[LegalBasis]


class Attendance(Base):
    """How one citizen met at one session, as last recorded; the audit trail has the earlier.

    `happened_at` is when it was marked in the hall, `recorded_at` when we got it (F61).
    """

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("session_id", "booking_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("course_session.id"))
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), index=True)
    mark: Mapped[AttendanceMark]
    late_minutes: Mapped[int | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
    happened_at: Mapped[datetime | None]
