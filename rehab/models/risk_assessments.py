"""What was found of risk factors for lasting pain, each time somebody asked."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.risk_factors import DoctorTold
from rehab.ids import new_id
from rehab.models.base import Base


class RiskAssessmentRow(Base):
    """One assessment of a case; rows are only added (Boks 4, F14).

    `present` and `new` are codes of the programme's factors; `message_id` is the letter to the
    citizen's own doctor.
    """

    __tablename__ = "risk_assessment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    assessed_on: Mapped[date]
    present: Mapped[list[str]] = mapped_column(default=list)
    new: Mapped[list[str]] = mapped_column(default=list)
    told: Mapped[DoctorTold]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing_message.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
