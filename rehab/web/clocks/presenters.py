"""What the pages about pauses show, and what the page of a case says of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.clock_rules import ClockRule
from rehab.domain.pauses import PauseReason, clocks_paused_by
from rehab.models import Case, PauseRow
from rehab.queries.pauses import pause_record
from rehab.services.contacts import open_referrals
from rehab.web.case_head import Link
from rehab.web.cases.presenters import referral_choice
from rehab.web.filters import danish_date


@dataclass(frozen=True, slots=True)
class PauseLine:
    """One pause of a case, as the page of pauses lists it."""

    reason: str
    referral: str
    days: str
    state: str
    tone: str
    end_url: str | None


def pause_lines(
    case: Case, pauses: Mapping[UUID, Sequence[PauseRow]], link: Link, today: date
) -> tuple[PauseLine, ...]:
    """Return every pause of a case, the latest first. Needs its referrals and the pauses' ends."""
    lines = []
    open_ids = {referral.id for referral in open_referrals(case)}
    for referral in case.referrals:
        for row in reversed(pauses.get(referral.id, ())):
            last = pause_record(row).last_day()
            state, tone = _state(row, last, today)
            taken_back = last < row.from_on
            may_end = last >= today and not taken_back and referral.id in open_ids
            days = f"{danish_date(row.from_on)}–{danish_date(row.until_on if taken_back else last)}"
            url = link("clocks.end_pause", case_id=case.id, pause_id=row.id) if may_end else None
            lines.append(
                PauseLine(
                    row.reason,
                    referral_choice(referral),
                    f"Ingen; var sat til {days}" if taken_back else days,
                    state,
                    tone,
                    url,
                )
            )
    return tuple(lines)


def reason_hint(
    reasons: Iterable[PauseReason], rules: Sequence[ClockRule]
) -> tuple[tuple[str, str], ...]:
    """Return each reason with the clocks it moves, so that nobody believes a clock waits."""
    return tuple(
        (reason.label, ", ".join(clocks_paused_by(reason, rules)) or "Flytter ingen frist")
        for reason in reasons
    )


def _state(row: PauseRow, last: date, today: date) -> tuple[str, str]:
    if last < row.from_on:
        return "Taget tilbage", "neutral"
    if last < today:
        return "Slut", "neutral"
    return ("I gang", "warning") if row.from_on <= today else ("Kommer", "info")
