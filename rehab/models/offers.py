"""How a kommune gives the offers of the catalogue, and where it departs from the minimum."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.catalogue import Deliverer
from rehab.ids import new_id
from rehab.models.base import Base


class OfferDetailsRow(Base):
    """What the public catalogue says of one offer of one kommune (4.4)."""

    __tablename__ = "offer_details"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    offer_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    sessions: Mapped[int | None]
    minutes: Mapped[int | None]
    fsiii_code: Mapped[str] = mapped_column(String(60), default="")
    deliverer: Mapped[Deliverer] = mapped_column(default=Deliverer.OWN)
    provider: Mapped[str] = mapped_column(String(120), default="")
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


class OfferDeviationRow(Base):
    """That a minimum standard is not given, why, and from when until when. Kept when it ends."""

    __tablename__ = "offer_deviation"
    __table_args__ = (
        Index(
            "uq_offer_deviation_one_open",
            "organisation_id",
            "offer_code",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    offer_code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
