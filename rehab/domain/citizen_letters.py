"""The letters a kommune writes to a citizen: their headings, and words to begin from.

A letter has a part somebody may write anew and a part that is always true: the times, whom to
ring and who writes. The citizen is »du«, the sentences are short, and an illness is not named.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words

_DENMARK: Final = ZoneInfo("Europe/Copenhagen")
_WEEKDAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip
LONGEST_TEXT: Final = 4000


class LetterTemplate(StrEnum):
    """Which letter; the value stands in addresses, so it is Danish and without special letters."""

    INVITATION = "indkaldelse"
    PLAN = "plan"
    NOT_REACHED = "ikke-henvendt"
    FREE_CHOICE = "frit-valg"
    CANCELLATION = "aflysning"
    NEW_CONTACT_PERSON = "ny-kontaktperson"
    MESSAGE = "besked"


HEADINGS: Final = MappingProxyType(
    {
        LetterTemplate.INVITATION: "Indkaldelse",
        LetterTemplate.PLAN: "Din plan",
        LetterTemplate.NOT_REACHED: "Vi vil gerne tale med dig",
        LetterTemplate.FREE_CHOICE: "Du kan vælge et andet sted",
        LetterTemplate.CANCELLATION: "Din tid er aflyst",
        LetterTemplate.NEW_CONTACT_PERSON: "Du har fået en ny kontaktperson",
        LetterTemplate.MESSAGE: "Besked til dig",
    }
)
# What a template rests on, shown to the one who writes and never to the citizen.
RULES: Final = MappingProxyType(
    {
        LetterTemplate.INVITATION: "Forløbsprogrammet 4.4: kommunen indkalder borgeren.",
        LetterTemplate.PLAN: "Forløbsprogrammet 3.2: kontaktpersonen holder planen.",
        LetterTemplate.NOT_REACHED: (
            "Sundhedsloven § 119 og § 140: tilbuddet er frivilligt, og en borger, der ikke er "
            "truffet, har ikke sagt nej."
        ),
        LetterTemplate.FREE_CHOICE: (
            "Sundhedsloven § 140, stk. 4: kan genoptræningen ikke begynde inden 7 dage efter "
            "udskrivningen, kan borgeren vælge en privat leverandør med aftale. Siger planen en "
            "senere dag, regnes der fra den. Det gælder ikke træning på sygehuset."
        ),
        LetterTemplate.CANCELLATION: "Forløbsprogrammet 3.2: borgeren skal kende sin plan.",
        LetterTemplate.NEW_CONTACT_PERSON: "Forløbsprogrammet 3.2: én kontaktperson ad gangen.",
        LetterTemplate.MESSAGE: "",
    }
)
_SHOWS_SESSIONS: Final = frozenset(
    {LetterTemplate.INVITATION, LetterTemplate.PLAN, LetterTemplate.CANCELLATION}
)


class LetterTextError(DomainError):
    """A letter that says nothing, or more than a page has room for, is not made."""


class NothingPlannedError(DomainError):
    """A letter about times was asked for, and there are none ahead."""


@dataclass(frozen=True, slots=True)
class LetterSession:
    """One time the citizen is to come: on which course, when and where."""

    course: str
    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter is written from: the times ahead, the cancelled ones, and who answers.

    `attempts` are the days somebody tried to reach the citizen in vain, in order.
    """

    sessions: tuple[LetterSession, ...]
    cancelled: tuple[LetterSession, ...]
    attempts: tuple[date, ...]
    contact_person: str
    phone: str


def letter_words(template: LetterTemplate, facts: LetterFacts, own: str = "") -> str:
    """Return the words a letter begins from: the kommune's own where it has some (F88).

    They are a draft for a person to read and change before the letter is made.
    """
    return own.strip() or _WORDS[template](facts)


def letter_sessions(template: LetterTemplate, facts: LetterFacts) -> tuple[LetterSession, ...]:
    """Return the times a letter lists: those of a letter about times, and none else.

    Raises `NothingPlannedError` for an indkaldelse or a plan without any.
    """
    if template not in _SHOWS_SESSIONS:
        return ()
    if not facts.sessions and template is not LetterTemplate.CANCELLATION:
        raise NothingPlannedError(
            "Borgeren har ingen tider endnu. Book et hold eller en tid, før brevet skrives."
        )
    return facts.sessions


def check_words(text: str) -> str:
    """Return the words of a letter without the room around them. Raises `LetterTextError`."""
    text = text.strip()
    if not has_words(text):
        raise LetterTextError("Skriv, hvad der skal stå i brevet.")
    if len(text) > LONGEST_TEXT:
        raise LetterTextError(f"Skriv højst {LONGEST_TEXT} tegn.")
    return text


def spoken_day(instant: datetime) -> str:
    """Return a day as a letter says it: »tirsdag den 24. november 2026«."""
    day = instant.astimezone(_DENMARK).date()
    return f"{_WEEKDAYS[day.weekday()]} den {spoken_date(day)}"


def spoken_date(day: date) -> str:
    """Return a date as a letter says it: »24. november 2026«."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def spoken_time(instant: datetime) -> str:
    """Return a time of day as a letter says it: »10.00«."""
    return f"{instant.astimezone(_DENMARK):%H.%M}"


def _first(facts: LetterFacts) -> str:
    if not facts.sessions:
        return ""
    first = facts.sessions[0]
    when = f"{spoken_day(first.starts_at)} kl. {spoken_time(first.starts_at)}"
    return f" Du skal komme første gang {when}."


def _invitation(facts: LetterFacts) -> str:
    return (
        f"Vi har en plads til dig.{_first(facts)} Det er gratis.\n\n"
        "Tag tøj på, som du kan røre dig i, og kom ti minutter før. Har du brug for tolk eller "
        "for hjælp til at komme frem, så ring til os.\n\n"
        "Kan du ikke komme, så ring så snart du ved det. Så kan en anden få pladsen."
    )


def _plan(_facts: LetterFacts) -> str:
    return (
        "Her er din plan. Gem den, så du ved, hvornår du skal komme.\n\n"
        "Vi ringer eller skriver, hvis en tid bliver lavet om. Passer en af tiderne dårligt, så "
        "ring til os."
    )


def _not_reached(facts: LetterFacts) -> str:
    tried = ""
    if facts.attempts:
        times = plural(len(facts.attempts), "gang", "gange")
        tried = f" Vi har prøvet {times}, sidst den {spoken_date(facts.attempts[-1])}."
    return (
        f"En læge har bedt os om at hjælpe dig. Vi kan ikke få fat i dig.{tried}\n\n"
        "Ring til os inden 14 dage. Så finder vi sammen en tid, der passer dig.\n\n"
        "Vil du ikke have hjælp nu, så sig det også. Det er helt i orden, og du kan altid ringe "
        "igen."
    )


def _free_choice(_facts: LetterFacts) -> str:
    return (
        "Du har ret til at begynde at træne, senest 7 dage efter at du kom hjem. Det kan vi ikke "
        "nå.\n\n"
        "Derfor kan du i stedet vælge et privat sted, som har en aftale om det. Det er også "
        "gratis for dig. Ring til os, så siger vi, hvor du kan vælge, og sender dine papirer "
        "videre, hvis du vil have det.\n\n"
        "Du kan også vente på os. Sig til, hvis du hellere vil det. Så giver vi dig en tid, så "
        "snart vi kan."
    )


def _cancellation(facts: LetterFacts) -> str:
    gone = " og ".join(
        f"{spoken_day(row.starts_at)} kl. {spoken_time(row.starts_at)}" for row in facts.cancelled
    )
    what = f"Din tid {gone} er aflyst." if gone else "Din tid er aflyst."
    rest = " Resten af dine tider gælder stadig. De står her." if facts.sessions else ""
    return f"{what} Det er vi kede af.\n\nDu skal ikke gøre noget.{rest}"


def _new_contact_person(facts: LetterFacts) -> str:
    name = facts.contact_person or "en ny person"
    return (
        f"Fra nu af er det {name}, du skal tale med hos os.\n\n"
        "Dine tider og din plan er de samme som før. Har du spørgsmål, så ring."
    )


def _message(_facts: LetterFacts) -> str:
    return ""


_WORDS: Final = MappingProxyType(
    {
        LetterTemplate.INVITATION: _invitation,
        LetterTemplate.PLAN: _plan,
        LetterTemplate.NOT_REACHED: _not_reached,
        LetterTemplate.FREE_CHOICE: _free_choice,
        LetterTemplate.CANCELLATION: _cancellation,
        LetterTemplate.NEW_CONTACT_PERSON: _new_contact_person,
        LetterTemplate.MESSAGE: _message,
    }
)
