"""Who may hand messages in over HTTP."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class SenderToken(Base):
    """The token of one sender's system. Only its fingerprint is kept, so a copy opens nothing.

    With an organisation it hands in that kommune's messages and no other's.
    """

    __tablename__ = "sender_token"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
