"""What a kommune plans its holds from, and why a hold was planned although something clashed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.courses import CourseForm, Intake
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.courses import INTAKE
from rehab.models.people import User


class CourseTemplate(Base):
    """A series as the kommune usually holds it, without its days (F48).

    `times` says when it begins on each weekday, counted from Monday as "0"; `content` has one entry
    for each session, by kind. A template taken out of use stays, for those who ask what it was.
    """

    __tablename__ = "course_template"
    __table_args__ = (Index(None, "organisation_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    offer_code: Mapped[str] = mapped_column(String(40))
    form: Mapped[CourseForm]
    sessions: Mapped[int]
    times: Mapped[dict[str, str]]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(120))
    therapist_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    second_therapist_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    equipment: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int]
    minimum: Mapped[int]
    intake: Mapped[Intake] = mapped_column(INTAKE)
    joinable_until: Mapped[int]
    sessions_each: Mapped[int | None]
    content: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    therapist: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[therapist_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class ConflictOverride(Base):
    """Why sessions were saved although they clash, with the clashes as they were shown (F50)."""

    __tablename__ = "conflict_override"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), index=True)
    reason: Mapped[str]
    conflicts: Mapped[list[str]]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime]
