"""What moved the clocks of a case, as entries of its timeline: pauses and corrected dates."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from rehab.queries.case_page import CasePage
from rehab.web.cases.entries import Entry, Topic, entry_at
from rehab.web.cases.presenters import referral_name
from rehab.web.filters import danish_date


def pauses(page: CasePage) -> Iterator[Entry]:
    """Yield each pause as it was set, and each time one was ended early."""
    for referral in page.case.referrals:
        name = referral_name(referral)
        for row in page.moved.pauses.get(referral.id, ()):
            yield entry_at(
                row.recorded_at,
                _who(page, row.recorded_by),
                f"På pause {danish_date(row.from_on)}–{danish_date(row.until_on)} ({name})",
                Topic.CONTACT,
                body=f"{row.reason}." if row.counts else f"{row.reason}. Flytter ingen frist.",
                tone="warning",
            )
            for end in row.ends:
                undone = end.until_on == row.from_on - timedelta(days=1)
                last = f"sidste dag {danish_date(end.until_on)}"
                yield entry_at(
                    end.recorded_at,
                    _who(page, end.recorded_by),
                    f"Pausen {'er taget tilbage' if undone else f'afsluttet, {last}'} ({name})",
                    Topic.CONTACT,
                    body=f"{row.reason}.",
                )


def corrections(page: CasePage) -> Iterator[Entry]:
    """Yield each correction of a referral's dates, with the dates as they stood before it."""
    for referral in page.case.referrals:
        for row in page.moved.corrections.get(referral.id, ()):
            before = [f"modtaget {danish_date(row.received_on)}"]
            if row.discharged_on is not None:
                before.append(f"udskrevet {danish_date(row.discharged_on)}")
            if row.earliest_start_on is not None:
                before.append(f"tidligste start {danish_date(row.earliest_start_on)}")
            yield entry_at(
                row.recorded_at,
                _who(page, row.recorded_by),
                f"Datoer rettet ({referral_name(referral)})",
                Topic.TRIAGE,
                body=f"Før rettelsen: {', '.join(before)}.",
            )


def _who(page: CasePage, user_id: UUID) -> str:
    user = page.people.get(user_id)
    return user.name if user else "Rehab"
