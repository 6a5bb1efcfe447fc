"""Letters to citizens: the page as it was written, the PDF made of it, and who printed it when."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.citizen_letters import LetterTemplate
from rehab.ids import new_id
from rehab.models.base import Base


class LetterState(StrEnum):
    """How far a letter has come on its way from page to PDF.

    One that is withdrawn was never posted, because what it says was no longer true.
    """

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class LetterBatch(Base):
    """Letters asked for together, so that their making can be followed and taken up again."""

    __tablename__ = "letter_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    requested_by: Mapped[UUID]
    requested_at: Mapped[datetime]


class CitizenLetter(Base):
    """A letter to a citizen. It is stored as bytes and never drawn again once it is made.

    `page` is the whole letter as it was when somebody asked for it, so that a letter drawn a
    minute later by the worker says what was seen. `to_print` puts it on the list of what is
    posted on paper (F89).
    """

    __tablename__ = "citizen_letter"
    __table_args__ = (
        Index(None, "case_id", "requested_at"),
        Index(None, "state", "requested_at"),
        Index(None, "organisation_id", "to_print", "printed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter_batch.id"), index=True)
    template: Mapped[LetterTemplate]
    heading: Mapped[str] = mapped_column(String(120))
    page: Mapped[str] = mapped_column(deferred=True)
    state: Mapped[LetterState] = mapped_column(default=LetterState.WAITING)
    reason: Mapped[str] = mapped_column(default="")
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    requested_by: Mapped[UUID]
    requested_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    to_print: Mapped[bool] = mapped_column(default=False)
    printed_by: Mapped[UUID | None]
    printed_at: Mapped[datetime | None]


class LetterWording(Base):
    """A kommune's own words for the free part of a letter, in place of those of the system."""

    __tablename__ = "letter_wording"
    __table_args__ = (UniqueConstraint("organisation_id", "template"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    template: Mapped[LetterTemplate]
    text: Mapped[str]
