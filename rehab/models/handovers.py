"""What was handed over from one person to others, so that it can be shown and taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.handing_over import ItemOutcome
from rehab.ids import new_id
from rehab.models.base import Base


class Handover(Base):
    """One hand-over from one person, done in one transaction (F36)."""

    __tablename__ = "handover"
    __table_args__ = (Index(None, "organisation_id", "done_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    from_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    done_by: Mapped[UUID]
    done_at: Mapped[datetime]
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None]
    items: Mapped[list["HandoverItem"]] = relationship(
        lazy="raise", order_by="HandoverItem.position"
    )


class HandoverItem(Base):
    """One case or one session of a hand-over: to whom, and what became of it."""

    __tablename__ = "handover_item"
    __table_args__ = (
        CheckConstraint("(case_id IS NULL) <> (session_id IS NULL)", name="one_thing"),
        Index(None, "handover_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    handover_id: Mapped[UUID] = mapped_column(ForeignKey("handover.id"))
    position: Mapped[int]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("course_session.id"))
    to_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[ItemOutcome]
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
