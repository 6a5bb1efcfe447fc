"""Suggest who should be a citizen's one entrance, and say when an answer is due (3.2).

The programme asks for one kontaktperson per citizen and says nothing of whom. The suggestion is
the kommune's own help (F33): it looks at who is there, who speaks with the citizen, who treats, who
holds the fewest cases and whose district it is, says its reasons, and decides nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from rehab.domain.calendar import add_working_days
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words

DISTRICT_WORTH: Final = 5
LOOKED_AHEAD: Final = timedelta(days=7)
ORDER_TEXT: Final = (
    f"Øverst står de, der ikke er fraværende i dag eller de næste {LOOKED_AHEAD.days} dage. Er der "
    "brug for tolk, kommer de, der taler borgerens sprog, først blandt dem. Så står de med rollen "
    "terapeut før andre, også når andre har færre sager, og til sidst tæller, hvem der har færrest "
    f"åbne sager; eget distrikt tæller som {DISTRICT_WORTH} sager færre. Er to lige, afgør navnet."
)
SHARE_TEXT: Final = (
    "Er der flere, går en sag først til dem, der ikke er fraværende i dag eller de næste "
    f"{LOOKED_AHEAD.days} dage, og, hvis der er brug for tolk, til dem, der taler borgerens sprog. "
    "Blandt dem får den med færrest åbne sager den; hver sag tæller med, så snart den er givet, og "
    f"eget distrikt tæller som {DISTRICT_WORTH} sager færre. Er to lige, afgør navnet. Rollen "
    "tæller ikke: du har selv valgt, hvem der overtager."
)
_RANGE: Final = re.compile(r"(\d{4})(?:\s*-\s*(\d{4}))?")
_LONGEST_REASON: Final = 500


class ContactPersonEnding(StrEnum):
    """Why a person stopped being kontaktperson."""

    REPLACED = "replaced"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    HANDED_OVER = "handed_over"
    TAKEN_BACK = "taken_back"


# Who ended like this never took the case on, and is nobody's entrance afterwards.
NEVER_TOOK_IT: Final = frozenset({ContactPersonEnding.DECLINED, ContactPersonEnding.UNANSWERED})


class PostcodesError(DomainError):
    """The postcodes of a district cannot be read."""


class DeclineReasonError(DomainError):
    """A case is declined without a reason, or with one nobody would read."""


@dataclass(frozen=True, slots=True)
class PostcodeRange:
    """The postcodes from one to another, both included."""

    first: str
    last: str

    def covers(self, postcode: str) -> bool:
        """Tell whether a postcode lies in the range."""
        return self.first <= postcode <= self.last


@dataclass(frozen=True, slots=True)
class Away:
    """Days a person is not at work, both included."""

    from_on: date
    until_on: date

    def text(self) -> str:
        """Say when, as `25.11.–04.12.`."""
        return f"{self.from_on:%d.%m.}–{self.until_on:%d.%m.}"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who can hold cases, with what the suggestion looks at.

    `may_lead` is whether sessions can be handed to the person too; a visitator holds cases only.
    """

    user_id: UUID
    name: str
    title: str
    open_cases: int
    is_therapist: bool = True
    may_lead: bool = True
    away: Away | None = None
    district: tuple[PostcodeRange, ...] = ()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CitizenNeeds:
    """What of a citizen bears on who should hold the case.

    `postcode` is empty where the address is protected: the suggestion must not give it away.
    """

    postcode: str = ""
    needs_interpreter: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One candidate with the reasons, in the order of the list."""

    colleague: Colleague
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the reasons as one line."""
        return ", ".join(self.reasons)


def parse_postcodes(text: str) -> tuple[PostcodeRange, ...]:
    """Return the ranges a district is written as: `2100-2199, 2400`.

    Raises `PostcodesError` for anything else, and for a range that runs backwards.
    """
    found = []
    for part in (piece.strip() for piece in text.split(",")):
        if not part:
            continue
        match = _RANGE.fullmatch(part)
        if match is None:
            raise PostcodesError(
                f"{part} er ikke et postnummer. Skriv fire cifre, fx 2100 eller 2100-2199."
            )
        first, last = match[1], match[2] or match[1]
        if last < first:
            raise PostcodesError(f"{part} løber baglæns. Skriv det laveste postnummer først.")
        found.append(PostcodeRange(first, last))
    return tuple(found)


def parse_languages(text: str) -> tuple[str, ...]:
    """Return the languages named in a line, in lower case and each once."""
    words = (" ".join(piece.lower().split()) for piece in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def suggest(
    colleagues: Iterable[Colleague], citizen: CitizenNeeds, on: date
) -> tuple[Suggestion, ...]:
    """Return everyone who can hold the case, the best suggestion first, each with why.

    Holding cases is the therapist's work, so who treats comes before who has fewer cases; what
    decides the order is said in `ORDER_TEXT`. Nobody is left out: the koordinator knows what the
    numbers do not.
    """
    ranked = sorted(colleagues, key=lambda one: _rank(one, citizen, on))
    return tuple(Suggestion(one, _reasons(one, citizen, on)) for one in ranked)


def share_out(
    colleagues: Sequence[Colleague],
    citizens: Sequence[CitizenNeeds],
    on: date,
    *,
    chosen: bool = False,
) -> tuple[UUID | None, ...]:
    """Return whom to give each of several cases, one after the other.

    Each case given counts at once, so that the load evens out among those who take over (F36).
    Whether they treat counts only while nobody has `chosen` them: who is picked to take over is
    to get a share, and the sharing is the one `SHARE_TEXT` says.
    """
    people = {one.user_id: one for one in colleagues}
    given: list[UUID | None] = []
    for citizen in citizens:
        if not people:
            given.append(None)
            continue
        places = {_rank(one, citizen, on, by_role=not chosen): one for one in people.values()}
        best = places[min(places)]
        people[best.user_id] = replace(best, open_cases=best.open_cases + 1)
        given.append(best.user_id)
    return tuple(given)


def answer_by(asked_on: date, working_days: int, closed: frozenset[date] = frozenset()) -> date:
    """Return the last day to say yes or no to a case; weekends and holidays do not count (F34)."""
    return add_working_days(asked_on, working_days, closed)


def is_unanswered(by: date, on: date) -> bool:
    """Tell whether the last day to answer has passed, so that the case returns to the queue."""
    return by < on


def check_decline_reason(text: str) -> str:
    """Return the reason a case is declined with; raises `DeclineReasonError` when it says nothing.

    The koordinator has to give the case to somebody else, and must know why (F34).
    """
    reason = text.strip()
    if not has_words(reason):
        raise DeclineReasonError("Skriv, hvorfor du siger nej, så sagen kan gives til en anden.")
    if len(reason) > _LONGEST_REASON:
        raise DeclineReasonError(f"Skriv højst {_LONGEST_REASON} tegn.")
    return reason


def load_text(open_cases: int) -> str:
    """Say how many open cases a person holds."""
    return plural(open_cases, "åben sag", "åbne sager") if open_cases else "ingen åbne sager"


def _rank(
    one: Colleague, citizen: CitizenNeeds, on: date, *, by_role: bool = True
) -> tuple[bool, bool, bool, int, str, UUID]:
    return (
        _is_away(one, on),
        citizen.needs_interpreter and not _speaks(one, citizen),
        by_role and not one.is_therapist,
        one.open_cases - (DISTRICT_WORTH if _is_local(one, citizen) else 0),
        one.name,
        one.user_id,
    )


def _reasons(one: Colleague, citizen: CitizenNeeds, on: date) -> tuple[str, ...]:
    reasons = [load_text(one.open_cases)]
    if citizen.needs_interpreter:
        if _speaks(one, citizen):
            reasons.append(f"taler {citizen.language.lower()}")
        elif citizen.language:
            reasons.append(f"taler ikke {citizen.language.lower()}")
        elif one.languages:
            reasons.append(f"taler {' og '.join(sorted(one.languages))}")
    reasons.append("har rollen terapeut" if one.is_therapist else "har ikke rollen terapeut")
    if _is_local(one, citizen):
        reasons.append("borgerens distrikt")
    if one.away is not None and _is_away(one, on):
        reasons.append(f"fraværende {one.away.text()}")
    else:
        reasons.append("ikke fraværende")
    return tuple(reasons)


def _is_away(one: Colleague, on: date) -> bool:
    away = one.away
    return away is not None and away.from_on <= on + LOOKED_AHEAD and on <= away.until_on


def _speaks(one: Colleague, citizen: CitizenNeeds) -> bool:
    return bool(citizen.language) and citizen.language.lower() in one.languages


def _is_local(one: Colleague, citizen: CitizenNeeds) -> bool:
    return bool(citizen.postcode) and any(part.covers(citizen.postcode) for part in one.district)
