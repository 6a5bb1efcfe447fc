"""The case: one citizen's course in the kommune, and who holds it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.contact_persons import ContactPersonEnding
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.citizens import Citizen
from rehab.models.people import User
from rehab.models.referrals import Referral


class Case(Base):
    """One citizen's case. It links referrals and never merges them (4.4, MSG-3).

    `employment_effort` opens the employment side of the case to the jobkonsulent (3.2).
    `team_why` is why the case has its team, or, a line each, why no rule could give it one (F16).
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        Index(None, "organisation_id", "closed_on", "opened_on"),
        Index(
            "uq_case_file_one_open",
            "citizen_id",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    programme_code: Mapped[str] = mapped_column(String(40))
    programme_version: Mapped[str] = mapped_column(String(20))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    employment_effort: Mapped[bool] = mapped_column(default=False)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    team_why: Mapped[str] = mapped_column(default="", server_default=text("''"))
    version: Mapped[int] = mapped_column(default=1)

    citizen: Mapped[Citizen] = relationship(lazy="raise")
    referrals: Mapped[list[Referral]] = relationship(lazy="raise", order_by=Referral.received_at)
    contact_persons: Mapped[list["ContactPerson"]] = relationship(
        lazy="raise", order_by="ContactPerson.from_on, ContactPerson.assigned_at"
    )
    notes: Mapped[list["JournalNote"]] = relationship(
        lazy="raise", order_by="JournalNote.written_at"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CaseNumber(Base):
    """The last number given in a year, per organisation: numbers come from the database."""

    __tablename__ = "case_number"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class ContactPerson(Base):
    """Who is the citizen's one entrance, from when until when (3.2). Earlier ones are kept.

    `answer_by` is the last day to say yes or no, and None when nobody was asked to. What a person
    declined with stands in `ended_reason`. `tell_citizen` waits for the yes before it is done.
    """

    __tablename__ = "contact_person"
    __table_args__ = (
        Index(
            "uq_contact_person_one_active",
            "case_id",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
        Index(None, "user_id", "until_on"),
        Index(
            "ix_contact_person_unanswered",
            "answer_by",
            sqlite_where=text("until_on IS NULL AND accepted_at IS NULL"),
            postgresql_where=text("until_on IS NULL AND accepted_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    assigned_by: Mapped[UUID]
    assigned_at: Mapped[datetime]
    answer_by: Mapped[date | None]
    accepted_at: Mapped[datetime | None]
    tell_citizen: Mapped[bool] = mapped_column(default=False, server_default=false())
    ending: Mapped[ContactPersonEnding | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    user: Mapped[User] = relationship(lazy="raise")

    @property
    def awaits_answer(self) -> bool:
        """Tell whether the person holds the case and has not said yes or no to it yet."""
        return self.until_on is None and self.answer_by is not None and self.accepted_at is None

    @property
    def said_yes(self) -> bool:
        """Tell whether the person was asked to take the case and has said yes to it."""
        return self.answer_by is not None and self.accepted_at is not None


class JournalNote(Base):
    """What a professional wrote. Notes are added and never changed (J-3)."""

    __tablename__ = "journal_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]
    text: Mapped[str]
    author: Mapped[User] = relationship(lazy="raise")


class Reminder(Base):
    """Something a job found that a person must act on; found once per cause and due day.

    An escalation is for those who answer for all the kommune's cases, not for who holds this one.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("case_id", "cause", "due_on"),
        Index(
            "ix_reminder_escalated",
            "organisation_id",
            "due_on",
            "id",
            sqlite_where=text("is_escalation AND done_at IS NULL"),
            postgresql_where=text("is_escalation AND done_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    cause: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str]
    due_on: Mapped[date]
    raised_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    is_escalation: Mapped[bool] = mapped_column(default=False, server_default=false())
