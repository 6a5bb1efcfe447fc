"""The kommune's teams, and the table that tells which of them a citizen goes to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class Team(Base):
    """A team citizens are sent to; one that is retired stays for the cases that have it."""

    __tablename__ = "team"
    __table_args__ = (
        Index(
            "uq_team_active_name",
            "organisation_id",
            "name",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(60))
    retired_at: Mapped[datetime | None]


class RoutingTable(Base):
    """One version of the routing rules, in their order. Rows are only added; the last holds.

    Each rule is `{"team", "postcodes", "age_from", "age_to", "legal_basis", "patient_group",
    "gop_type"}`, all texts, empty where the rule does not ask.
    """

    __tablename__ = "routing_table"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    rules: Mapped[list[dict[str, str]]]
