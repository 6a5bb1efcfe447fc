"""How absences are listed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from rehab.domain.access import Actor, Permission, may
from rehab.models import Absence
from rehab.web.filters import danish_date

Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence: who, when, who stands in, and the button that ends it where one may."""

    name: str
    days: str
    substitute: str
    state: tuple[str, str]
    end_url: str | None
    end_label: str


def absence_lines(
    rows: Iterable[Absence], actor: Actor, link: Link, today: date
) -> tuple[AbsenceLine, ...]:
    """Return the absences as the list shows them, in the order given."""
    for_all = may(actor, Permission.CONTACT_PERSON_ASSIGN)
    return tuple(
        AbsenceLine(
            name=row.user.name,
            days=f"{danish_date(row.from_on)}–{danish_date(row.until_on)}",
            substitute=row.substitute.name,
            state=("nu", "warning") if row.from_on <= today else ("planlagt", "info"),
            end_url=link("absences.end", absence_id=row.id)
            if for_all or row.user_id == actor.id
            else None,
            end_label="Er tilbage" if row.from_on < today else "Slet",
        )
        for row in rows
    )
