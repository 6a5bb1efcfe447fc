"""When people are away, and who stands in for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.people import User


class Absence(Base):
    """A planned absence, both days included, with the substitute who answers meanwhile (F35).

    One that is cancelled never was; one that ends early gets an earlier last day.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="in_order"),
        Index(None, "organisation_id", "until_on"),
        Index(None, "user_id", "until_on"),
        Index(None, "substitute_id", "until_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])
    substitute: Mapped[User] = relationship(lazy="raise", foreign_keys=[substitute_id])
