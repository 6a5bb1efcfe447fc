"""What a form about many cases sends: which cases, from which list, and how far it has come."""

from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import MultiDict

from rehab.domain.kept_filters import filter_in
from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.services.bulk_acts import Assignment
from rehab.web.links import Link
from rehab.web.list_addresses import address_of, page_named, query_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The ticked cases and the list they were ticked on; the ids travel in the body only."""

    case_ids: tuple[UUID, ...]
    page: ListPage
    wanted: WorklistFilter
    step: str
    seen: str
    assignments: dict[UUID, Assignment]
    batch_id: UUID | None

    @property
    def query(self) -> str:
        """Return the filter of the list, as it is sent back with the form."""
        return query_of(self.page, self.wanted)

    def back(self, link: Link) -> str:
        """Return the address of the list, narrowed as it was, with its boxes."""
        return address_of(self.page, self.wanted, link, vaelg="ja")


def asked_in(form: MultiDict[str, str]) -> Asked:
    """Return what a form sent; what is no id is no case."""
    ids = (identifier(text) for text in form.getlist("sag"))
    return Asked(
        case_ids=tuple(one for one in ids if one is not None),
        page=page_named(form.get("side", "")) or ListPage.MINE,
        wanted=filter_in(form.get("valg", "")),
        step=form.get("trin", ""),
        seen=form.get("vist", ""),
        assignments=_assignments(form.getlist("raekke")),
        batch_id=identifier(form.get("samling", "")),
    )


def token_of(case_id: UUID, to: Assignment) -> str:
    """Write to whom a case was shown to go, and who held it then."""
    return f"{case_id}:{to.user_id or ''}:{to.instead_of or ''}"


def identifier(text: str) -> UUID | None:
    """Return the id a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _assignments(tokens: list[str]) -> dict[UUID, Assignment]:
    found = {}
    for token in tokens:
        case, _, rest = token.partition(":")
        to, _, before = rest.partition(":")
        case_id = identifier(case)
        if case_id is not None:
            found[case_id] = Assignment(identifier(to), identifier(before))
    return found
