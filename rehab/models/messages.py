"""What arrived, byte for byte, and the letters found in it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.ids import new_id
from rehab.models.base import Base


class IntakeOutcome(StrEnum):
    """What the import did with a letter, or with a file where no letter could be read."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    PARKED = "parked"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class Delivery(Base):
    """One file as it came. Stored before anything tries to read it, and never changed by reading.

    A delivery whose receiver is unknown belongs to no organisation until somebody places it.
    `file_key` names the very file on the disk, so that the same file offered again after a crash,
    or by two processes at once, is one delivery.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index(None, "organisation_id", "received_at"),
        Index(None, "sha256"),
        UniqueConstraint("file_key"),
        Index(
            "ix_delivery_unfinished",
            "received_at",
            postgresql_where=text("outcome IS NULL"),
            sqlite_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    received_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    envelope_id: Mapped[str | None] = mapped_column(String(40))
    sender_gln: Mapped[str | None] = mapped_column(String(35))
    outcome: Mapped[IntakeOutcome | None]
    refuse_code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None]
    put_away_at: Mapped[datetime | None]
    file_key: Mapped[str | None] = mapped_column(String(64))
    sender_token_id: Mapped[UUID | None] = mapped_column(ForeignKey("sender_token.id"))
    letters: Mapped[list["StoredLetter"]] = relationship(back_populates="delivery", lazy="raise")


class StoredLetter(Base):
    """One letter of a delivery; its content is read again from the delivery's bytes.

    Identity is (sender GLN, letter id, letter element); `first` marks the one that counts, so the
    same letter sent again is kept and logged without becoming a second referral (MEDCOM 4).
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("organisation_id", "sender_gln", "letter_id", "element", "first"),
        Index(None, "organisation_id", "outcome"),
        Index(None, "organisation_id", "patient_identifier"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str | None] = mapped_column(String(20))
    element: Mapped[str] = mapped_column(String(60))
    version_code: Mapped[str] = mapped_column(String(20))
    letter_id: Mapped[str] = mapped_column(String(40))
    sender_gln: Mapped[str] = mapped_column(String(35))
    sender_name: Mapped[str] = mapped_column(String(120), default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    first: Mapped[bool | None]
    outcome: Mapped[IntakeOutcome]
    reason: Mapped[str | None]
    citizen_id: Mapped[UUID | None] = mapped_column(ForeignKey("citizen.id"), index=True)
    patient_identifier: Mapped[str | None] = mapped_column(String(10))
    delivery: Mapped[Delivery] = relationship(back_populates="letters", lazy="raise")
    objects: Mapped[list["LetterObject"]] = relationship(
        lazy="raise", order_by="LetterObject.position"
    )


class LetterObject(Base):
    """A file that a letter carries, or points to: the two meet by the object identifier.

    The bytes stay in the delivery. `position` is the place among the letter's attachments, or
    among its references (MEDCOM 2, Reference).
    """

    __tablename__ = "letter_object"
    __table_args__ = (
        UniqueConstraint("letter_id", "is_attachment", "position"),
        Index(None, "object_identifier"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id"))
    is_attachment: Mapped[bool]
    position: Mapped[int]
    object_identifier: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(String(100), default="")
    extension: Mapped[str] = mapped_column(String(20), default="")
    size: Mapped[int | None]
