"""What a search shows: the cases that were found, and the referrals no case has come of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rehab.models import Case, Referral
from rehab.queries.search import MOST_FOUND
from rehab.web.case_head import Link, holder_name
from rehab.web.filters import danish_date
from rehab.web.labels import KIND_LABELS, STATUS_LABELS
from rehab.web.presenters import PersonView, person_view


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case as a search shows it."""

    number: str
    person: PersonView
    url: str
    status: str
    contact_person: str
    referrers: str


@dataclass(frozen=True, slots=True)
class FoundReferral:
    """A referral of no case as a search shows it, with the state it is in."""

    person: PersonView
    url: str
    kind: str
    status: str
    received: str
    referrer: str


@dataclass(frozen=True, slots=True)
class Found:
    """All a search found, and whether there is more of either than is shown."""

    cases: tuple[FoundCase, ...]
    referrals: tuple[FoundReferral, ...]
    more_cases: bool
    more_referrals: bool

    @property
    def only_url(self) -> str | None:
        """Return where the one hit is opened, or None when there are none or several."""
        urls = [row.url for row in self.cases] + [row.url for row in self.referrals]
        return urls[0] if len(urls) == 1 else None


def found_of(
    cases: Sequence[Case], referrals: Sequence[Referral], link: Link, today: date
) -> Found:
    """Return what was found; the queries give one more than is shown when there is more."""
    return Found(
        cases=tuple(_case(case, link, today) for case in cases[:MOST_FOUND]),
        referrals=tuple(_referral(row, link, today) for row in referrals[:MOST_FOUND]),
        more_cases=len(cases) > MOST_FOUND,
        more_referrals=len(referrals) > MOST_FOUND,
    )


def _case(case: Case, link: Link, today: date) -> FoundCase:
    closed = case.closed_on
    return FoundCase(
        number=case.number,
        person=person_view(case.citizen, today),
        url=link("cases.show", case_id=case.id),
        status=f"Afsluttet {danish_date(closed)}" if closed else "Åben",
        contact_person=holder_name(case),
        referrers=", ".join(dict.fromkeys(row.sender_name for row in case.referrals)),
    )


def _referral(row: Referral, link: Link, today: date) -> FoundReferral:
    return FoundReferral(
        person=person_view(row.citizen, today),
        url=link("referrals.show", referral_id=row.id),
        kind=KIND_LABELS[row.kind],
        status=STATUS_LABELS[row.status],
        received=danish_date(row.received_on),
        referrer=", ".join(
            dict.fromkeys(name for name in (row.sender_name, row.referrer_name) if name)
        ),
    )
