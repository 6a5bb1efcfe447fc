"""The organisation that owns its cases: a kommune today, perhaps a region tomorrow."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class Organisation(Base):
    """A tenant: one entrance (GLN), one letterhead, its own people and cases (4.4)."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    gln: Mapped[str] = mapped_column(String(13))
    kommunekode: Mapped[str] = mapped_column(String(4), unique=True)
    department: Mapped[str] = mapped_column(String(80), default="Genoptræning og rehabilitering")
    speciality: Mapped[str] = mapped_column(String(35), default="Sundhed og forebyggelse")
    street: Mapped[str] = mapped_column(String(80), default="")
    postcode: Mapped[str] = mapped_column(String(9), default="")
    town: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(25), default="")
    programme_code: Mapped[str] = mapped_column(String(40))
    optional_offers: Mapped[list[str]] = mapped_column(default=list)
