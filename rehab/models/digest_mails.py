"""Which mails of what waits have left for whom, so that nobody gets two on one day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rehab.models.base import Base


class DigestMail(Base):
    """One person's mail of one day; without `sent_at` the server refused it for good."""

    __tablename__ = "digest_mail"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    for_day: Mapped[date] = mapped_column(primary_key=True)
    reminders: Mapped[int]
    escalations: Mapped[int]
    views: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]
