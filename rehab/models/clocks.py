"""What clocks are counted by besides events: pauses, corrected dates, and a kommune's own rules."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rehab.domain.clock_rules import ClockUnit, Strength
from rehab.ids import new_id
from rehab.models.base import Base


class PauseRow(Base):
    """A stretch of days on which one referral waits for a reason. Rows are only added.

    The reason's words, and whether it counts, are kept as they were on the day it was set, so that
    a reason that is renamed or taken away later changes no answer that was given.
    """

    __tablename__ = "pause"
    __table_args__ = (CheckConstraint("from_on <= until_on", name="in_order"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    reason_code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(120))
    counts: Mapped[bool]
    from_on: Mapped[date]
    until_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]

    ends: Mapped[list["PauseEndRow"]] = relationship(
        lazy="raise", order_by="PauseEndRow.recorded_at, PauseEndRow.id"
    )


class PauseEndRow(Base):
    """The last day of a pause that was ended before its time; the earliest one holds."""

    __tablename__ = "pause_end"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    pause_id: Mapped[UUID] = mapped_column(ForeignKey("pause.id"), index=True)
    until_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class DateCorrectionRow(Base):
    """The dates of a referral as they stood until they were corrected. Rows are only added."""

    __tablename__ = "date_correction"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    received_on: Mapped[date]
    discharged_on: Mapped[date | None]
    earliest_start_on: Mapped[date | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class ClockSettingRow(Base):
    """One version of a kommune's own rule for a clock of the programme. Rows are only added.

    It holds for referrals received from `valid_from` to `valid_until`; of two that both hold, the
    one recorded last does.
    """

    __tablename__ = "clock_setting"
    __table_args__ = (Index(None, "organisation_id", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(40))
    applies_to: Mapped[list[str]]
    days: Mapped[int]
    unit: Mapped[ClockUnit]
    strength: Mapped[Strength]
    enabled: Mapped[bool]
    pausable: Mapped[list[str]]
    stops: Mapped[list[str]]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class ClosedPeriodRow(Base):
    """A day of the year, or a week of it, on which a kommune is closed in a span of years.

    Either `month` and `day`, `week`, or `customary` is set, the last a day known by its name;
    without a last year it comes back every year. One that was a mistake is withdrawn and stays.
    """

    __tablename__ = "closed_period"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    month: Mapped[int | None]
    day: Mapped[int | None]
    week: Mapped[int | None]
    customary: Mapped[str | None] = mapped_column(String(40))
    first_year: Mapped[int]
    last_year: Mapped[int | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]


class LocalPauseReasonRow(Base):
    """A kommune's own reason to pause, with whether it counts; one taken away stays on record."""

    __tablename__ = "local_pause_reason"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120))
    counts: Mapped[bool]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
