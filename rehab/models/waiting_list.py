"""Who waits for a seat on a course, and the seats that were offered to those who wait."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.seat_offers import OfferAnswer
from rehab.domain.waiting_list import Ending
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.cases import Case
from rehab.models.courses import Course, HeldSeat


class WaitingEntry(Base):
    """A citizen who waits for a seat on any course of an offer, or on one wished course (F53).

    A case waits once for an offer. Whoever leaves the list stays in the table with the reason.
    """

    __tablename__ = "waiting_entry"
    __table_args__ = (
        Index(None, "organisation_id", "offer_code"),
        Index(None, "course_id"),
        Index(
            "uq_waiting_entry_active",
            "case_id",
            "offer_code",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    offer_code: Mapped[str] = mapped_column(String(40))
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"))
    put_on_by: Mapped[UUID]
    put_on_at: Mapped[datetime]
    jumped_by: Mapped[UUID | None]
    jumped_at: Mapped[datetime | None]
    jump_reason: Mapped[str] = mapped_column(default="")
    left_by: Mapped[UUID | None]
    left_at: Mapped[datetime | None]
    ending: Mapped[Ending | None]
    left_reason: Mapped[str] = mapped_column(default="")
    case: Mapped[Case] = relationship(lazy="raise")
    course: Mapped[Course | None] = relationship(lazy="raise")
    counts_for: Mapped[list["WaitingReferral"]] = relationship(
        lazy="raise", cascade="all, delete-orphan"
    )
    offers: Mapped[list["SeatOffer"]] = relationship(
        lazy="raise", order_by="SeatOffer.offered_at", back_populates="entry"
    )


class WaitingReferral(Base):
    """Which referral a citizen waits for; its deadlines give the place on the list (F7, F53)."""

    __tablename__ = "waiting_referral"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("waiting_entry.id"), primary_key=True)
    referral_id: Mapped[UUID] = mapped_column(
        ForeignKey("referral.id"), primary_key=True, index=True
    )


class SeatOffer(Base):
    """A free seat offered to one who waits, held until it is answered or the time is up (F54)."""

    __tablename__ = "seat_offer"
    __table_args__ = (
        Index(None, "answered_at", "answer_by"),
        Index(None, "course_id"),
        Index(
            "uq_seat_offer_open",
            "entry_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("waiting_entry.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    held_seat_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), unique=True)
    offered_by: Mapped[UUID]
    offered_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[OfferAnswer | None]
    reason: Mapped[str] = mapped_column(default="")
    entry: Mapped[WaitingEntry] = relationship(lazy="raise", back_populates="offers")
    course: Mapped[Course] = relationship(lazy="raise")
    held_seat: Mapped[HeldSeat] = relationship(lazy="raise")
