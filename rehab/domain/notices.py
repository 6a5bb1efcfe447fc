"""What a citizen is told in an SMS or an e-mail: that there is a time, where, and whom to ring.

A notice is one SMS of 160 signs and names no illness and no offer (F88): telephones lie about, and
an e-mail is a postcard. What it leaves out stands in the letter.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from rehab.domain.citizen_letters import LetterTemplate, spoken_day, spoken_time
from rehab.domain.health_words import without_health_words
from rehab.domain.sms import SEPTETS, in_gsm, sms_length, sms_number

_DENMARK: Final = ZoneInfo("Europe/Copenhagen")
_WEEKDAYS: Final = ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn.")
_LONGEST_SENDER: Final = 30
_LONGEST_PHONE: Final = 15
_SEE_LETTER: Final = "sted: se dit brev"
_LEAST_PLACE: Final = 4


class NoticeKind(StrEnum):
    """What a notice is about."""

    SESSION_CANCELLED = "session_cancelled"
    SESSION_MOVED = "session_moved"
    SEAT_BOOKED = "seat_booked"
    SEAT_OFFERED = "seat_offered"
    SEAT_WITHDRAWN = "seat_withdrawn"
    SESSION_REMINDER = "session_reminder"
    CONTACT_PERSON_CHANGED = "contact_person_changed"


class NoticeChannel(StrEnum):
    """How a notice reaches the citizen."""

    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """All a notice may say, whatever its kind; there is no room in it for an offer or a name.

    `answer_by` is when an offered seat goes to the next; `phone` and `kommune` are the sender's.
    """

    starts_at: datetime | None
    place: str
    answer_by: datetime | None
    phone: str
    kommune: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of how a citizen can be reached.

    `exempt` is exempt from Digital Post (lov om Digital Post fra offentlige afsendere § 5), and
    `declines` says that the citizen wants neither SMS nor e-mail: both get a letter (F89).
    """

    phone: str
    email: str
    exempt: bool = False
    declines: bool = False


_SENTENCES: Final = {
    NoticeKind.SESSION_CANCELLED: "Din tid{when} er aflyst. Spørgsmål: ring {phone}.",
    NoticeKind.SESSION_MOVED: "Din tid er flyttet til{when}, {place}. Afbud: ring {phone}.",
    NoticeKind.SEAT_BOOKED: "Du har fået en plads:{when}, {place}. Afbud: ring {phone}.",
    NoticeKind.SEAT_OFFERED: "Ledig plads til dig:{when}, {place}. Svar{by}: ring {phone}.",
    NoticeKind.SEAT_WITHDRAWN: "Pladsen{when} er ikke ledig mere. Spørgsmål: ring {phone}.",
    NoticeKind.SESSION_REMINDER: "Husk din tid{when}, {place}. Afbud: ring {phone}.",
    NoticeKind.CONTACT_PERSON_CHANGED: (
        "Du har fået en ny kontaktperson. Spørgsmål: ring {phone}."
    ),
}


LETTER_OF: Final = MappingProxyType(
    {
        NoticeKind.SESSION_CANCELLED: LetterTemplate.CANCELLATION,
        NoticeKind.SESSION_MOVED: LetterTemplate.MESSAGE,
        NoticeKind.SEAT_BOOKED: LetterTemplate.MESSAGE,
        NoticeKind.SEAT_OFFERED: LetterTemplate.MESSAGE,
        NoticeKind.SEAT_WITHDRAWN: LetterTemplate.MESSAGE,
        NoticeKind.SESSION_REMINDER: LetterTemplate.MESSAGE,
        NoticeKind.CONTACT_PERSON_CHANGED: LetterTemplate.NEW_CONTACT_PERSON,
    }
)
_HAS_PLACE: Final = frozenset(
    {
        NoticeKind.SESSION_MOVED,
        NoticeKind.SEAT_BOOKED,
        NoticeKind.SEAT_OFFERED,
        NoticeKind.SESSION_REMINDER,
    }
)
# Minutes, then hours: a server that is down for a night is tried in the morning, and who has not
# been reached by then gets a letter.
_WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 480))


def notice_text(kind: NoticeKind, facts: NoticeFacts) -> str:
    """Return the words of a notice: at most one SMS, without a word about health (F88).

    It says when, where, whom to ring and who writes. A place that tells what goes on there is
    left out for the citizen's letter, and one that is too long is cut at a word.
    """
    sentence = _SENTENCES[kind] + " Hilsen {kommune}"
    words = {
        "when": f" {_instant(facts.starts_at)}" if facts.starts_at else "",
        "by": f" senest {_instant(facts.answer_by)}" if facts.answer_by else "",
        "phone": _shortened(in_gsm(facts.phone), _LONGEST_PHONE),
        "kommune": _shortened(in_gsm(facts.kommune), _LONGEST_SENDER),
    }
    if "{place}" not in sentence:
        return sentence.format(**words)
    room = SEPTETS - sms_length(sentence.format(**words, place="")).units
    place = _shortened(in_gsm(without_health_words(facts.place)), room)
    if len(place) < _LEAST_PLACE:
        place = _SEE_LETTER
    return sentence.format(**words, place=place)


def paper_text(kind: NoticeKind, facts: NoticeFacts) -> str:
    """Return the words of a letter that tells the same, where there is room for whole sentences.

    A letter is closed, so the place stands in it as it is.
    """
    when = _spoken(facts.starts_at)
    by = f" Svar senest {_spoken(facts.answer_by)}." if facts.answer_by else ""
    sentences = {
        NoticeKind.SESSION_CANCELLED: f"Din tid {when} er aflyst. Det er vi kede af.",
        NoticeKind.SESSION_MOVED: f"Din tid er flyttet. Du skal nu komme {when}.",
        NoticeKind.SEAT_BOOKED: f"Du har fået en plads. Du skal komme første gang {when}.",
        NoticeKind.SEAT_OFFERED: f"Der er en ledig plads til dig. Første gang er {when}.{by}",
        NoticeKind.SEAT_WITHDRAWN: (
            f"Du fik tilbudt en plads {when}. Pladsen er ikke ledig mere. Du skal ikke komme. "
            "Vi ringer til dig om en ny plads."
        ),
        NoticeKind.SESSION_REMINDER: f"Husk, at du har en tid {when}.",
        NoticeKind.CONTACT_PERSON_CHANGED: "Du har fået en ny kontaktperson hos os.",
    }
    place = facts.place.strip()
    where = f" Stedet er {place}." if place and kind in _HAS_PLACE else ""
    return " ".join((sentences[kind] + where).split())


def notice_subject(facts: NoticeFacts) -> str:
    """Return what stands in the list of an inbox: who writes, and not why."""
    return f"Besked fra {' '.join(facts.kommune.split())}"


def channel_for(reach: Reach) -> NoticeChannel:
    """Return how a citizen is told something: SMS, else e-mail, else a letter on paper (F89)."""
    if reach.exempt or reach.declines:
        return NoticeChannel.LETTER
    if sms_number(reach.phone) is not None:
        return NoticeChannel.SMS
    return NoticeChannel.EMAIL if _is_address(reach.email) else NoticeChannel.LETTER


def next_wait(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts, or None when it is given up."""
    return _WAITS[attempts - 1] if attempts <= len(_WAITS) else None


def wants_reminder(session_on: date, booked_on: date, today: date, days: int) -> bool:
    """Tell whether a citizen is reminded today of a session, this many days before it (F88).

    It looks at dates only, so a day on which nobody asked is made up for the next, and never on
    the day itself. Who booked that late has just been told.
    """
    due = session_on - timedelta(days=days)
    return due <= today < session_on and booked_on < due


def _instant(instant: datetime) -> str:
    local = instant.astimezone(_DENMARK)
    day = f"{_WEEKDAYS[local.weekday()]} {local.day}/{local.month}"
    return f"{day} kl. {local.hour}.{local.minute:02}"


def _spoken(instant: datetime | None) -> str:
    return "" if instant is None else f"{spoken_day(instant)} kl. {spoken_time(instant)}"


def _shortened(text: str, room: int) -> str:
    """Return as many whole words as there is room for."""
    if len(text) <= room:
        return text
    return text[: max(room + 1, 0)].rpartition(" ")[0].rstrip(" ,.-")


def _is_address(email: str) -> bool:
    name, at, host = email.strip().partition("@")
    return bool(name and at and "." in host.strip(".")) and len(email.split()) == 1
