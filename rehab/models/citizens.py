"""The citizens whom the referrals are about."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class Citizen(Base):
    """A person in one organisation's care. `identifier` is CPR or a replacement number.

    `language` is what an interpreter would speak with the citizen, empty when nobody has said.
    Who is exempt from Digital Post or declines SMS and e-mail gets letters on paper (F89).
    """

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
    language: Mapped[str] = mapped_column(String(40), default="", server_default="")
    address_protected: Mapped[bool] = mapped_column(default=False)
    digital_post_exempt: Mapped[bool] = mapped_column(default=False, server_default=false())
    declines_messages: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def name(self) -> str:
        """Return the name as it is said."""
        return f"{self.given_name} {self.surname}".strip()
