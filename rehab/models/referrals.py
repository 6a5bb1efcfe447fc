"""Referrals: what a doctor or a hospital asks the kommune to do, and what triage said."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.referrals import (
    GopType,
    ReferralKind,
    ReferralStatus,
    SenderKind,
    TriageDecision,
)
from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.citizens import Citizen


class Referral(Base):
    """One request with its own legal basis, clocks and closing; never merged with another (4.4).

    `received_on` is the Danish day the message came; `sections` is the sender's text under its
    headings, as `{"key", "heading", "text"}` in order. `received_name` is the citizen's name as
    it came, which may be another than the one the number is known by.
    """

    __tablename__ = "referral"
    __table_args__ = (Index(None, "organisation_id", "status", "received_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"), unique=True)
    kind: Mapped[ReferralKind]
    legal_basis: Mapped[LegalBasis]
    status: Mapped[ReferralStatus] = mapped_column(default=ReferralStatus.RECEIVED)
    programme_version: Mapped[str] = mapped_column(String(20))
    letter_number: Mapped[str | None] = mapped_column(String(40))
    episode_id: Mapped[str | None] = mapped_column(String(40))
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    discharged_on: Mapped[date | None]
    earliest_start_on: Mapped[date | None]
    gop_type: Mapped[GopType | None]
    sender_kind: Mapped[SenderKind]
    sender_gln: Mapped[str | None] = mapped_column(String(35))
    sender_identifier: Mapped[str | None] = mapped_column(String(20))
    sender_identifier_code: Mapped[str | None] = mapped_column(String(30))
    sender_name: Mapped[str] = mapped_column(String(120))
    sender_department: Mapped[str] = mapped_column(String(120), default="")
    referrer_name: Mapped[str] = mapped_column(String(120), default="")
    answer_to: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    received_name: Mapped[str] = mapped_column(String(150), default="", server_default="")
    work_ability_threatened: Mapped[bool | None]
    sections: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    suggested_group: Mapped[int | None]
    patient_group: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    closed_on: Mapped[date | None]

    citizen: Mapped[Citizen] = relationship(lazy="raise")
    diagnoses: Mapped[list["Diagnosis"]] = relationship(
        lazy="raise", order_by="Diagnosis.position", cascade="all, delete-orphan"
    )
    events: Mapped[list["PathwayEventRow"]] = relationship(
        lazy="raise", order_by="PathwayEventRow.occurred_on, PathwayEventRow.recorded_at"
    )
    triage_decisions: Mapped[list["TriageRecord"]] = relationship(
        lazy="raise", order_by="TriageRecord.decided_at"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Diagnosis(Base):
    """One diagnosis of a referral, in the order and with the role the sender gave."""

    __tablename__ = "diagnosis"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(30))
    code: Mapped[str | None] = mapped_column(String(20))
    type_code: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(String(200), default="")


class TriageRecord(Base):
    """A triage decision with its coded reason; earlier ones are kept (F11)."""

    __tablename__ = "triage_record"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    decision: Mapped[TriageDecision]
    reason_code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str]
    red_flags: Mapped[list[str]] = mapped_column(default=list)
    doctor_contact: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]


class PathwayEventRow(Base):
    """Something that happened and that clocks are counted from. Rows are only added.

    A mistake is put right by a row that names the one it cancels, never by changing it.
    """

    __tablename__ = "pathway_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    kind: Mapped[EventKind]
    occurred_on: Mapped[date]
    appointment_on: Mapped[date | None]
    channel: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
    cancels_id: Mapped[UUID | None] = mapped_column(ForeignKey("pathway_event.id"))
