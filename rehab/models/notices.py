"""What citizens are told by SMS and e-mail: the row is made with its cause and sent afterwards."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.notices import NoticeChannel, NoticeKind
from rehab.ids import new_id
from rehab.models.base import Base


class NoticeStatus(StrEnum):
    """How far a notice has come; one on paper is finished by the letter that carries it.

    One that was withdrawn had not left the house when what it tells was no longer true.
    """

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    ON_PAPER = "on_paper"
    WITHDRAWN = "withdrawn"


class Notice(Base):
    """One thing told to one citizen. What it says stays as it was queued, whatever moves later.

    `cause` names what must be told once only, as the reminder of one session; others have none.
    `paper_text` is what a letter says in its place, when nobody can be reached otherwise.
    `useless_after` is when it says nothing any more, because the time it is about has come.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("case_id", "cause"),
        Index(None, "status", "next_try_at"),
        Index(None, "organisation_id", "queued_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[NoticeKind]
    channel: Mapped[NoticeChannel]
    status: Mapped[NoticeStatus]
    address: Mapped[str] = mapped_column(String(70), default="")
    subject: Mapped[str] = mapped_column(String(120))
    text: Mapped[str]
    paper_text: Mapped[str]
    cause: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    queued_by: Mapped[UUID]
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    useless_after: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("citizen_letter.id"), index=True)
