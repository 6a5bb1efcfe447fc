"""What a citizen was referred on to, where another than the kommune itself delivers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class OnwardReferral(Base):
    """A citizen sent on to a provider, and the day something is to be heard (Boks 8)."""

    __tablename__ = "onward_referral"
    __table_args__ = (Index(None, "feedback_on", "feedback_due_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    offer_code: Mapped[str] = mapped_column(String(40))
    provider: Mapped[str] = mapped_column(String(120))
    referred_on: Mapped[date]
    feedback_due_on: Mapped[date]
    feedback_on: Mapped[date | None]
    feedback: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
