"""What is kept of a session besides the marks: taps, encounters, notes, and who left the course.

Rows are only added; the database refuses to change or delete them.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.attendance import AttendanceMark, MarkOutcome
from rehab.domain.encounters import (
    DeliveryType,
    EncounterClass,
    EncounterFacts,
    EncounterStatus,
)
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.people import User


class AttendanceTap(Base):
    """One tap on a sheet, named by the tablet that made it, so that it is stored once."""

    __tablename__ = "attendance_tap"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("course_session.id"), index=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"))
    mark: Mapped[AttendanceMark]
    late_minutes: Mapped[int | None]
    outcome: Mapped[MarkOutcome]
    happened_at: Mapped[datetime]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class Encounter(Base):
    """One meeting on a citizen's own record; a later row that replaces it says it was an error."""

    __tablename__ = "encounter"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("course_session.id"), index=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"))
    status: Mapped[EncounterStatus]
    encounter_class: Mapped[EncounterClass]
    delivery: Mapped[DeliveryType]
    intervention_codes: Mapped[list[str]]
    planned_start: Mapped[datetime]
    planned_end: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("encounter.id"), unique=True)
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]

    def facts(self) -> EncounterFacts:
        """Return the meeting as the rules know it."""
        return EncounterFacts(
            status=self.status,
            encounter_class=self.encounter_class,
            delivery=self.delivery,
            intervention_codes=tuple(self.intervention_codes),
            planned_start=self.planned_start,
            planned_end=self.planned_end,
        )


class SessionNote(Base):
    """What was noted of a whole session, never of one citizen (F58)."""

    __tablename__ = "session_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("course_session.id"), index=True)
    text: Mapped[str]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]
    author: Mapped[User] = relationship(lazy="raise")


class CourseDropout(Base):
    """That a citizen left a course before it ended, and the coded reason (F59)."""

    __tablename__ = "course_dropout"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    reason_code: Mapped[str] = mapped_column(String(60))
    left_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
