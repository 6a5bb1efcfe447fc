"""How long the list of a saved view is for one person: the same number on the chip as in a mail."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from rehab.domain.access import Actor
from rehab.domain.kept_filters import wanted_on
from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.queries.tallies import Counts, count_cases


class ViewLengths:
    """The lengths of one person's lists on one day; what one count tells apart is counted once."""

    def __init__(self, session: Session, actor: Actor, today: date) -> None:
        """Begin with nothing counted."""
        self._session, self._actor, self._today = session, actor, today
        self._known: dict[WorklistFilter, Counts] = {}

    def know(self, wanted: WorklistFilter, counts: Counts) -> None:
        """Take over what a page has counted already."""
        self._known[_coarse(wanted)] = counts

    def of(self, page: ListPage, narrowed: WorklistFilter) -> int:
        """Return how long a list is when it is narrowed by a filter."""
        one = wanted_on(page, narrowed, self._actor)
        if _coarse(one) not in self._known:
            counted = count_cases(self._session, self._actor, one, self._today)
            self._known[_coarse(one)] = counted
        return self._known[_coarse(one)].of(one)


def _coarse(wanted: WorklistFilter) -> WorklistFilter:
    """Return a filter without the parts that one count tells apart."""
    return replace(wanted, column=None, clock=None, action=None)
