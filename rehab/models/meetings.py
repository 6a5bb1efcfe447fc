"""The rehab team's meetings, and what is on their agenda."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.cases import Case, JournalNote
from rehab.models.people import User


class TeamMeeting(Base):
    """One meeting of the team; a kommune has one at a time."""

    __tablename__ = "team_meeting"
    __table_args__ = (
        Index(
            "uq_team_meeting_one_open",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    held_on: Mapped[date]
    begun_by: Mapped[UUID]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AgendaItem(Base):
    """A case somebody wants the team to talk about, and what came of it.

    What was decided is a note in the case's journal; the item names it. An item without a meeting
    waits for the next one. `ended_at` is when it was decided or taken off.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        Index(None, "organisation_id", "ended_at"),
        Index(
            "uq_agenda_item_one_open",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    question: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("team_meeting.id"), index=True)
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("journal_note.id"))
    task: Mapped[str] = mapped_column(default="")
    task_due_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship(lazy="raise")
    note: Mapped[JournalNote | None] = relationship(lazy="raise")
    asker: Mapped[User] = relationship(lazy="raise")
