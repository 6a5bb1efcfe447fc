"""Where each open case and each referral stands: a projection, which the lists are read from.

Every column is an answer of the rules in `rehab.domain`, kept so that a list of many can be read
by an index. Nothing here ticks, and everything can be made again from the rows it came from
(ADR 0018). The tally is kept by triggers, so that a number is the length of its list.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Enum, ForeignKey, Index, Integer, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from rehab.domain.clock_rules import LegalBasis, Strength
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.referrals import ReferralStatus
from rehab.domain.standings import ClockOutcome
from rehab.models.base import Base

_IN_COLUMN: Final = ("board_column", "priority", "presses_on", "number")


def _word(kind: type[StrEnum]) -> Enum:
    """Return the column of a coded answer. A new code must not wait for a migration here."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class CaseStanding(Base):
    """Where one open case stands; a closed case has none.

    `presses_on` is the due day that presses most, and `clock_referral_id` with `clock_code` say
    whose it is; the hold is the pause that lasts or the next. `recheck_at` is when the answer
    changes without anything being written.
    """

    __tablename__ = "case_standing"
    __table_args__ = (
        Index("ix_case_standing_board", "organisation_id", *_IN_COLUMN),
        Index("ix_case_standing_due", "organisation_id", "presses_on", "number"),
        Index("ix_case_standing_holder", "holder_id", "presses_on", "number"),
        Index("ix_case_standing_action", "organisation_id", "action", "presses_on", "number"),
        Index("ix_case_standing_hold", "organisation_id", "hold_until", "number"),
        Index("ix_case_standing_recheck", "recheck_at"),
        Index("ix_case_standing_cases", "organisation_id", "case_id"),
        # A case is in one of these. PostgreSQL does not read an index in its order past a column
        # that is asked to be NULL, so the cases without a team have their own.
        Index(
            "ix_case_standing_team",
            "organisation_id",
            "team_id",
            *_IN_COLUMN,
            sqlite_where=text("team_id IS NOT NULL"),
            postgresql_where=text("team_id IS NOT NULL"),
        ),
        Index(
            "ix_case_standing_teamless",
            "organisation_id",
            *_IN_COLUMN,
            sqlite_where=text("team_id IS NULL"),
            postgresql_where=text("team_id IS NULL"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"))
    number: Mapped[str] = mapped_column(String(20))
    board_column: Mapped[BoardColumn] = mapped_column(_word(BoardColumn))
    priority: Mapped[int] = mapped_column(SmallInteger)
    presses_on: Mapped[date]
    clock_referral_id: Mapped[UUID | None]
    clock_code: Mapped[str] = mapped_column(String(40))
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    action: Mapped[ActionCode | None] = mapped_column(_word(ActionCode))
    action_reason: Mapped[str]
    next_session_at: Mapped[datetime | None]
    sick_since: Mapped[date | None]
    has_red_flag: Mapped[bool]
    by_law: Mapped[bool]
    by_programme: Mapped[bool]
    hold_from: Mapped[date | None]
    hold_until: Mapped[date | None]
    recheck_at: Mapped[datetime | None]


class EmploymentStanding(Base):
    """Where a case stands on the jobkonsulent's list; kept for some time after it has closed.

    `sick_since` is known only while a consent opens the work status (DIS-7), and `sorts_on` is a
    day after all others without it. Nothing else of the health side is here.
    """

    __tablename__ = "employment_standing"
    __table_args__ = (
        Index("ix_employment_standing_list", "organisation_id", "sorts_on", "number"),
        Index("ix_employment_standing_recheck", "recheck_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"))
    number: Mapped[str] = mapped_column(String(20))
    sorts_on: Mapped[date]
    closed_on: Mapped[date | None]
    recheck_at: Mapped[datetime | None]


class ReferralStanding(Base):
    """Where one referral stands in the inbox; also one that has ended."""

    __tablename__ = "referral_standing"
    __table_args__ = (
        Index(
            "ix_referral_standing_status",
            "organisation_id",
            "status",
            "is_calm",
            "presses_on",
            "received_at",
            "referral_id",
        ),
        Index(
            "ix_referral_standing_open",
            "organisation_id",
            "is_open",
            "is_calm",
            "presses_on",
            "received_at",
            "referral_id",
        ),
        Index(
            "ix_referral_standing_ended",
            "organisation_id",
            "is_open",
            "received_at",
            "referral_id",
        ),
        Index("ix_referral_standing_recheck", "recheck_at"),
    )

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    citizen_id: Mapped[UUID] = mapped_column(ForeignKey("citizen.id"))
    status: Mapped[ReferralStatus] = mapped_column(_word(ReferralStatus))
    legal_basis: Mapped[LegalBasis] = mapped_column(_word(LegalBasis))
    is_open: Mapped[bool]
    is_calm: Mapped[bool]
    presses_on: Mapped[date]
    clock_code: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime]
    recheck_at: Mapped[datetime | None]


class ClockStanding(Base):
    """One clock of one referral: its due day and its account, without what ticks."""

    __tablename__ = "clock_standing"
    __table_args__ = (
        Index("ix_clock_standing_due", "organisation_id", "outcome", "due_on", "code"),
        Index(
            "ix_clock_standing_received",
            "organisation_id",
            "code",
            "outcome",
            "received_on",
            "referral_id",
        ),
        Index(
            "ix_clock_standing_judged",
            "organisation_id",
            "code",
            "received_on",
            "referral_id",
        ),
    )

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    outcome: Mapped[ClockOutcome] = mapped_column(_word(ClockOutcome))
    stopped_on: Mapped[date | None]
    counted_from: Mapped[date | None]
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]
    label: Mapped[str]
    strength: Mapped[Strength] = mapped_column(_word(Strength))
    section: Mapped[str]
    why: Mapped[list[str]]


class StandingTally(Base):
    """How many more or fewer there came to be of something the lists count.

    Triggers add a row for each change, so nobody waits for a counter; a job folds them. `what` is
    "case" (column, action and due day), "holder" (who holds), "referral" (status and legal basis),
    or a clock, "running" or "ended" (code and outcome, due day and day of receipt).
    """

    __tablename__ = "standing_tally"
    __table_args__ = (
        Index("ix_standing_tally_what", "organisation_id", "what", "received_on"),
        Index(
            "ix_standing_tally_loose",
            "loose",
            sqlite_where=text("loose"),
            postgresql_where=text("loose"),
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    what: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date | None]
    received_on: Mapped[date | None]
    count: Mapped[int]
    loose: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
