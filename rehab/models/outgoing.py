"""What is to be sent, has been sent, and what came back. The row is made with its cause."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base


class OutgoingKind(StrEnum):
    """What kind of message goes out."""

    POSITIVE_RECEIPT = "XCTL03"
    NEGATIVE_RECEIPT = "XCTL02"
    CLOSING_LETTER = "XDIS15"
    CORRESPONDENCE = "XDIS91"

    @property
    def is_receipt(self) -> bool:
        """Tell whether it is a receipt, which nobody ever answers."""
        return self in {OutgoingKind.POSITIVE_RECEIPT, OutgoingKind.NEGATIVE_RECEIPT}


class OutgoingStatus(StrEnum):
    """How far an outgoing message has come; accepted is not read (F84)."""

    QUEUED = "queued"
    HELD_BACK = "held_back"
    SENT = "sent"
    POSITIVE = "positive"
    REJECTED = "rejected"


class OutgoingMessage(Base):
    """One message to one receiver. "No answer" is not stored: it is time passing since `sent_at`.

    A delivery has at most one receipt, whatever happens between two attempts to import it; a
    resend is a new row with a new envelope and the same letter (MEDCOM 4.2). `answers_key` is
    what a receipt is about, so that the same letter gets the same answer again. `raw` is empty
    when a letter could not be written at all; then the row is held back and says why.
    """

    __tablename__ = "outgoing_message"
    __table_args__ = (
        UniqueConstraint("envelope_id"),
        UniqueConstraint("receipt_for_id"),
        UniqueConstraint("resend_of_id"),
        Index(None, "organisation_id", "queued_at"),
        Index(None, "status", "queued_at"),
        Index(None, "organisation_id", "letter_id"),
        Index(None, "answers_key"),
        Index(None, "case_id"),
        Index(None, "epikrise_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[OutgoingKind]
    status: Mapped[OutgoingStatus] = mapped_column(default=OutgoingStatus.QUEUED)
    envelope_id: Mapped[str] = mapped_column(String(14))
    letter_id: Mapped[str] = mapped_column(String(14))
    receiver_gln: Mapped[str] = mapped_column(String(35))
    receiver_name: Mapped[str] = mapped_column(String(120), default="")
    subject: Mapped[str] = mapped_column(String(120), default="")
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    receipt_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id"))
    answers_key: Mapped[str | None] = mapped_column(String(64))
    epikrise_id: Mapped[UUID | None] = mapped_column(ForeignKey("epikrise.id"))
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    resend_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing_message.id"))
    reason: Mapped[str] = mapped_column(default="")
    queued_by: Mapped[UUID]
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
