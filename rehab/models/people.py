"""The people who work in the system."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.access import Actor, Role
from rehab.domain.digests import DigestChoice
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.organisations import Organisation


class User(Base):
    """A person with a log-in in one organisation.

    `postcodes` are those the person works in, as written (`2100-2199, 2400`); `languages` those
    spoken beside Danish. Both only help to suggest a kontaktperson (F33). `digest` says whether
    what waits for the person is also mailed to `email`.
    """

    __tablename__ = "user_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(25), default="")
    postcodes: Mapped[str] = mapped_column(String(200), default="", server_default="")
    languages: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[str] = mapped_column(String(200), default="", server_default="")
    digest: Mapped[DigestChoice] = mapped_column(
        Enum(
            DigestChoice,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
        default=DigestChoice.NONE,
        server_default=DigestChoice.NONE.value,
    )
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    roles: Mapped[list["UserRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    def actor(self) -> Actor:
        """Return who this person is to the rules of access. Needs `roles` loaded."""
        return Actor(self.id, self.organisation_id, frozenset(row.role for row in self.roles))


class OpenSession(Base):
    """One device a person is logged in on; the cookie holds its token.

    A therapist is logged in at a desk and on a tablet at once, and logging out of one must not
    lose what the other has not sent yet. `found` is what the last few searches found, the oldest
    first, each by a name of its own and as identifiers in the order they were shown; what was
    asked, which may be a CPR, is kept nowhere.
    """

    __tablename__ = "open_session"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    started_at: Mapped[datetime]
    found: Mapped[dict[str, list[str]] | None]


class UserRole(Base):
    """One role of one person."""

    __tablename__ = "user_role"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
