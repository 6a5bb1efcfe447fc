"""The closing document of one referral, first as a draft and then as bytes that never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.referrals import Referral


class Epikrise(Base):
    """The epikrise with its five headings (4.6). Signed, it is the PDF's and the XML's bytes.

    `texts` maps the heading's code to its text; `recipients` is `{"name", "gln", "role"}` each.
    """

    __tablename__ = "epikrise"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)
    texts: Mapped[dict[str, str]] = mapped_column(default=dict)
    recipients: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    saved_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    saved_at: Mapped[datetime]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    signed_at: Mapped[datetime | None]
    letter_number: Mapped[str | None] = mapped_column(String(14))
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    xml: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    version: Mapped[int] = mapped_column(default=1)
    referral: Mapped[Referral] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
