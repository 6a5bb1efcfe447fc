"""The employment side: work status, the plan, the workplace, and the consent that opens doors."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.employment import WorkStatus
from rehab.ids import new_id
from rehab.models.base import Base


class WorkStatusRow(Base):
    """What the citizen's work life was from a day on; earlier rows are kept."""

    __tablename__ = "work_status"
    __table_args__ = (Index(None, "case_id", "from_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    status: Mapped[WorkStatus]
    from_on: Mapped[date]
    sick_since: Mapped[date | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class ReturnToWorkPlan(Base):
    """A version of the plan for the return to work (3.2, LM-6). The newest counts."""

    __tablename__ = "return_to_work_plan"
    __table_args__ = (Index(None, "case_id", "written_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    goal: Mapped[str]
    steps: Mapped[str]
    expected_on: Mapped[date | None]
    follow_up_on: Mapped[date]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]


class WorkplaceContact(Base):
    """A talk with the workplace: when and under which conditions work can be resumed (TEAM-6)."""

    __tablename__ = "workplace_contact"
    __table_args__ = (Index(None, "case_id", "contacted_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    workplace: Mapped[str] = mapped_column(String(120))
    person: Mapped[str] = mapped_column(String(120))
    contacted_on: Mapped[date]
    resume_on: Mapped[date | None]
    conditions: Mapped[str]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class Consent(Base):
    """What the citizen has agreed may be told, to whom, for what, until when (DIS-8).

    `considerations` is the text about what to take care of at work, written for the reader.
    """

    __tablename__ = "consent"
    __table_args__ = (Index(None, "case_id", "given_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    form: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(40))
    scopes: Mapped[list[str]]
    purpose: Mapped[str]
    considerations: Mapped[str] = mapped_column(default="")
    given_on: Mapped[date]
    expires_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
