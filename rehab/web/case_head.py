"""The top of every page about one case, and who holds it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.models import Case
from rehab.web.presenters import PersonView, person_view

Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class HeadView:
    """What every page about one case says at the top, and the way back to it."""

    case_id: UUID
    number: str
    person: PersonView
    phone: str
    contact_person: str
    url: str


def head_view(case: Case, link: Link, today: date) -> HeadView:
    """Return the top of a page about a case. Needs its citizen and kontaktpersoner loaded."""
    return HeadView(
        case_id=case.id,
        number=case.number,
        person=person_view(case.citizen, today),
        phone=case.citizen.phone,
        contact_person=holder_name(case),
        url=link("cases.show", case_id=case.id),
    )


def holder_of(case: Case) -> UUID | None:
    """Return who holds a case now. Needs its kontaktpersoner loaded."""
    return next((row.user_id for row in case.contact_persons if row.until_on is None), None)


def holder_name(case: Case) -> str:
    """Return the name of who holds a case now, or nothing. Needs kontaktpersoner with users."""
    return next((row.user.name for row in case.contact_persons if row.until_on is None), "")
