"""What the page for registering a contact shows besides the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import KIND_LABELS
from rehab.models import Case, PathwayEventRow
from rehab.web.case_head import HeadView, Link, head_view
from rehab.web.cases.presenters import referral_choice
from rehab.web.filters import danish_day


@dataclass(frozen=True, slots=True)
class RegisteredContact:
    """A contact that stands, and where it is taken back."""

    title: str
    referral: str
    cancel_url: str | None


@dataclass(frozen=True, slots=True)
class ContactView:
    """The head of the page, the buttons in the order they are used, and what stands already."""

    head: HeadView
    several: bool
    kinds: tuple[tuple[str, str, str], ...]
    registered: tuple[RegisteredContact, ...]


def contact_view(case: Case, kinds: Sequence[EventKind], link: Link, today: date) -> ContactView:
    """Return what the page shows. Needs the case's referrals loaded with their events."""
    return ContactView(
        head=head_view(case, link, today),
        several=len(case.referrals) > 1,
        kinds=tuple(
            (kind.value, KIND_LABELS[kind], "primary" if kind is _USUAL else "secondary")
            for kind in kinds
        ),
        registered=_registered(case, link),
    )


def find_event(case: Case, event_id: UUID) -> PathwayEventRow | None:
    """Return a registered contact of the case, or None when it is not one of this case's."""
    events = (event for referral in case.referrals for event in referral.events)
    return next((event for event in events if event.id == event_id), None)


_USUAL = EventKind.CONTACT_REACHED


def _registered(case: Case, link: Link) -> tuple[RegisteredContact, ...]:
    found = []
    for referral in case.referrals:
        cancelled = {row.cancels_id for row in referral.events}
        for row in reversed(referral.events):
            if row.cancels_id is None and row.id not in cancelled:
                url = link("cases.cancel_contact", case_id=case.id, event_id=row.id)
                title = f"{danish_day(row.occurred_on)}: {KIND_LABELS[row.kind]}"
                if row.appointment_on is not None:
                    title += f" til {danish_day(row.appointment_on)}"
                closed = referral.closed_on is not None
                found.append(
                    RegisteredContact(title, referral_choice(referral), None if closed else url)
                )
    return tuple(found)
