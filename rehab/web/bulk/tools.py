"""What can be done with a list as a whole, and with the cases that are ticked on it."""

from dataclasses import dataclass
from typing import Final

from rehab.domain.access import Actor, Permission, may
from rehab.domain.bulk import MOST_ROWS
from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.queries.list_rows import PAGE
from rehab.web.links import Link
from rehab.web.list_addresses import address_of, query_of, values_on

_ACTS: Final = (
    ("Tildel kontaktperson", "bulk.assign", Permission.CONTACT_PERSON_ASSIGN),
    ("Hold eller venteliste", "bulk.place", Permission.COURSE_BOOK),
    ("Skriv brev", "bulk.write", Permission.CASE_WRITE),
    ("Udtræk til regneark", "bulk.export_chosen", Permission.CASE_READ),
)


@dataclass(frozen=True, slots=True)
class ActView:
    """Something that can be done with the ticked cases."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Tools:
    """The line above a list: ticking cases, and what is done with them.

    Boxes are only there when they are asked for, by an address that names no case.
    """

    page: str
    query: str
    picking: bool
    all_ticked: bool
    pick_url: str
    pick_all_url: str
    stop_url: str
    export_url: str
    save_url: str
    acts: tuple[ActView, ...]

    @property
    def size(self) -> int:
        """Return how many cases a page of the list holds: as many as are acted on at a time."""
        return MOST_ROWS if self.picking else PAGE


def tools_for(
    page: ListPage, wanted: WorklistFilter, actor: Actor, link: Link, asked: str
) -> Tools:
    """Return the tools of a list; `asked` is how the address says that boxes are wanted."""
    return Tools(
        page=page.value,
        query=query_of(page, wanted),
        picking=asked in {"ja", "alle"},
        all_ticked=asked == "alle",
        pick_url=address_of(page, wanted, link, vaelg="ja"),
        pick_all_url=address_of(page, wanted, link, vaelg="alle"),
        stop_url=address_of(page, wanted, link, vis="alle"),
        export_url=link("bulk.export_list", side=page.value, **values_on(page, wanted)),
        save_url=link("saved_views.new", side=page.value, **values_on(page, wanted)),
        acts=tuple(
            ActView(label, link(endpoint))
            for label, endpoint, permission in _ACTS
            if may(actor, permission)
        ),
    )
