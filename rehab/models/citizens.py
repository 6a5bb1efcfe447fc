"""The citizens whom the referrals are about."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class Citizen(Base):
    """A person in one organisation's care. `identifier` is CPR or a replacement number."""

    __tablename__ = "citizen"
    __table_args__ = (UniqueConstraint("organisation_id", "identifier"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    identifier: Mapped[str] = mapped_column(String(10))
    identifier_is_cpr: Mapped[bool] = mapped_column(default=True)
    given_name: Mapped[str] = mapped_column(String(70), default="")
    surname: Mapped[str] = mapped_column(String(70))
    street: Mapped[str] = mapped_column(String(80), default="")
    postcode: Mapped[str] = mapped_column(String(9), default="")
    town: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(70), default="")
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    address_protected: Mapped[bool] = mapped_column(default=False)

    @property
    def name(self) -> str:
        """Return the name as it is said."""
        return f"{self.given_name} {self.surname}".strip()
