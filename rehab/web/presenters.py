"""What several pages show in the same way: a person, a clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab.domain.clock_rules import Strength
from rehab.domain.cpr import InvalidIdentifierError, age_on, mask, parse_identifier
from rehab.domain.day_counting import as_figure
from rehab.domain.deadlines import ClockReading, days_left_text
from rehab.domain.what_if import Colour, colour_of
from rehab.models import Citizen
from rehab.queries.list_rows import CitizenFacts
from rehab.web.filters import danish_day

_TONES: Final = {
    Colour.RED: "overdue",
    Colour.YELLOW: "soon",
    Colour.GREEN: "ok",
    Colour.GREY: "paused",
    Colour.NONE: "met",
}
STRENGTH_TEXTS: Final = {
    Strength.LOV: "Lovkrav",
    Strength.AFTALE: "Aftalt frist",
    Strength.MAAL: "Mål",
}


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock as the clock component shows it."""

    text: str
    tone: str
    label: str
    due_text: str
    why: tuple[str, ...]
    strength_text: str
    section: str

    @property
    def why_text(self) -> str:
        """Return the question the account answers: a red clock is asked in so many words (F21)."""
        return "Hvorfor er den rød?" if self.tone == "overdue" else "Hvorfor?"

    @property
    def account(self) -> tuple[tuple[str, str], ...]:
        """Return the account as figures and words: the days that add up, and what is said of them.

        A line without a figure has an empty one.
        """
        return tuple(as_figure(line) for line in self.why)


@dataclass(frozen=True, slots=True)
class PersonView:
    """A citizen as every page shows one: name, age, masked CPR and tags."""

    name: str
    age: int | None
    masked_id: str
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter of a list, which lives in the address."""

    label: str
    url: str
    current: bool
    count: int | None


def clock_view(reading: ClockReading, today: date) -> ClockView:
    """Return a clock as it is shown; the words come first, the tone second."""
    return ClockView(
        text=days_left_text(reading, today),
        tone=_TONES[colour_of(reading)],
        label=reading.label,
        due_text=near_day(reading.due, today),
        why=reading.why,
        strength_text=STRENGTH_TEXTS[reading.strength],
        section=reading.section,
    )


def near_day(day: date | None, today: date) -> str:
    """Write a day as `fre. 27.11.` within the year, and with the year beyond it."""
    text = danish_day(day)
    return text if day is None or day.year != today.year else text[:-4]


def case_tags(sick_weeks: int | None, *, has_red_flag: bool) -> tuple[tuple[str, str], ...]:
    """Return the tags a citizen has from the case: a red flag first, then the sick leave."""
    flag = (("rødt flag", "danger"),) if has_red_flag else ()
    sick = ((f"sygemeldt uge {sick_weeks + 1}", "warning"),) if sick_weeks is not None else ()
    return flag + sick


def person_view(
    citizen: Citizen | CitizenFacts, today: date, extra_tags: Sequence[tuple[str, str]] = ()
) -> PersonView:
    """Return a citizen as every page shows one."""
    tags = list(extra_tags)
    if citizen.needs_interpreter:
        tags.append(("tolk", "info"))
    if citizen.address_protected:
        tags.append(("adressebeskyttelse", "warning"))
    if not citizen.identifier_is_cpr:
        tags.append(("erstatnings-CPR", "info"))
    born = _born_on(citizen)
    return PersonView(
        name=citizen.name,
        age=age_on(born, today) if born else None,
        masked_id=mask(citizen.identifier),
        tags=tuple(tags),
    )


def _born_on(citizen: Citizen | CitizenFacts) -> date | None:
    try:
        return parse_identifier(citizen.identifier).birth_date
    except InvalidIdentifierError:
        return None
