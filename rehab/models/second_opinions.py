"""Draws of triage decisions for a second opinion, and the opinions that were given."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.referrals import TriageDecision
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.referrals import Referral, TriageRecord


class SecondOpinionDraw(Base):
    """One draw of decisions from a period (F18); its id is the seed, so it can be done again."""

    __tablename__ = "second_opinion_draw"
    __table_args__ = (Index(None, "organisation_id", "drawn_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    wanted: Mapped[int]
    drawn_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    drawn_at: Mapped[datetime]


class SecondOpinion(Base):
    """One decision that was drawn, and what another person would have decided.

    `first_group` is the group of the first decision as it was when drawn; a referral keeps its
    last one only. A decision is drawn once, unless it was withdrawn.
    """

    __tablename__ = "second_opinion"
    __table_args__ = (
        Index(None, "organisation_id", "given_at"),
        Index(
            "uq_second_opinion_drawn_once",
            "triage_record_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    draw_id: Mapped[UUID] = mapped_column(ForeignKey("second_opinion_draw.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    triage_record_id: Mapped[UUID] = mapped_column(ForeignKey("triage_record.id"))
    first_group: Mapped[int | None]
    decision: Mapped[TriageDecision | None]
    patient_group: Mapped[int | None]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    given_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship(lazy="raise")
    triage_record: Mapped[TriageRecord] = relationship(lazy="raise")

    @property
    def waits(self) -> bool:
        """Tell whether it was neither given nor withdrawn."""
        return self.given_at is None and self.withdrawn_at is None
