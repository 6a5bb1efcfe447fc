"""What was measured at the start and at the end."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.measures import MeasurePoint
from rehab.ids import new_id
from rehab.models.base import Base


class Measurement(Base):
    """NRS pain and PSFS on one day of one case, at its start or its end (chapter 5).

    `activities` keeps the citizen's own words with a score each, as `{"activity", "score"}`.
    """

    __tablename__ = "measurement"
    __table_args__ = (UniqueConstraint("case_id", "point"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    point: Mapped[MeasurePoint]
    measured_on: Mapped[date]
    nrs_pain: Mapped[int | None]
    activities: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
