"""The people who work in the system."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.access import Actor, Role
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.organisations import Organisation


class User(Base):
    """A person with a log-in in one organisation.

    `session_token` is what the cookie holds; a new one ends every session the person has.
    """

    __tablename__ = "user_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(25), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    session_token: Mapped[str] = mapped_column(String(64), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    roles: Mapped[list["UserRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    def actor(self) -> Actor:
        """Return who this person is to the rules of access. Needs `roles` loaded."""
        return Actor(self.id, self.organisation_id, frozenset(row.role for row in self.roles))


class UserRole(Base):
    """One role of one person."""

    __tablename__ = "user_role"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
