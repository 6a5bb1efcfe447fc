"""When each job ran and how much it did, so that one that never ran is noticed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class JobRun(Base):
    """One run of one job for one day; `fault` says what stopped it, if anything did."""

    __tablename__ = "job_run"
    __table_args__ = (Index(None, "name", "finished_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60))
    for_day: Mapped[date]
    finished_at: Mapped[datetime]
    did: Mapped[int]
    fault: Mapped[str] = mapped_column(String(200), default="", server_default="")
