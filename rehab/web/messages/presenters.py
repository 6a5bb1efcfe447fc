"""What is shown of a message: to whom, how far it has come, and what can be done."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from rehab.models import OutgoingKind, OutgoingMessage, OutgoingStatus, StoredLetter
from rehab.queries.messages import MessageFilter, is_unanswered
from rehab.web.filters import danish_instant
from rehab.web.labels import LETTER_WORDS, OUTCOME_LABELS, label_of

Link = Callable[..., str]
FILTER_LABELS: Final[Mapping[MessageFilter, str]] = {
    MessageFilter.OUT: "Sendte breve",
    MessageFilter.UNANSWERED: "Uden svar",
    MessageFilter.FAILED: "Afvist eller holdt tilbage",
    MessageFilter.WAITING: "I kø",
    MessageFilter.RECEIPTS: "Vores kvitteringer",
    MessageFilter.IN: "Modtaget",
}
EMPTY_TEXTS: Final[Mapping[MessageFilter, tuple[str, str]]] = {
    MessageFilter.OUT: ("Intet er sendt", "Epikriser og korrespondance, I sender, står her."),
    MessageFilter.UNANSWERED: (
        "Alle breve har fået svar",
        "Her står breve, som modtageren ikke har kvitteret for inden 30 minutter.",
    ),
    MessageFilter.FAILED: (
        "Intet er afvist",
        "Her står breve, som modtageren har afvist, eller som ikke kunne sendes, med grunden.",
    ),
    MessageFilter.WAITING: ("Køen er tom", "Her står det, der endnu ikke er sendt."),
    MessageFilter.RECEIPTS: (
        "Ingen kvitteringer",
        "Her står de kvitteringer, I har sendt for det, I har modtaget.",
    ),
    MessageFilter.IN: ("Intet er modtaget", "Alt, hvad I modtager, står her med sit udfald."),
}
_TONES: Final = {
    OutgoingStatus.QUEUED: "info",
    OutgoingStatus.HELD_BACK: "danger",
    OutgoingStatus.SENT: "info",
    OutgoingStatus.POSITIVE: "ok",
    OutgoingStatus.REJECTED: "danger",
}
_KINDS: Final = {
    OutgoingKind.POSITIVE_RECEIPT: "Positiv kvittering",
    OutgoingKind.NEGATIVE_RECEIPT: "Afvisning",
    OutgoingKind.CLOSING_LETTER: "Epikrise",
    OutgoingKind.CORRESPONDENCE: "Korrespondance",
}
UNANSWERED: Final = "Intet svar i 30 min."
SENT_AGAIN: Final = "Brevet er lagt i køen igen, i en ny kuvert."
RELEASED: Final = "Kvitteringen er lagt i køen, som den blev skrevet."
NOTHING_LEAVES: Final = (
    "Der er ikke valgt en mappe til udgående meddelelser, så intet bliver sendt. "
    "Brevene venter i køen. Bed driften sætte outbox_folder."
)


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message that goes out, or went."""

    message_id: UUID
    when: str
    what: str
    receiver: str
    receiver_note: str
    status: str
    tone: str
    reason: str
    resend_label: str
    resend_url: str | None
    raw_url: str | None
    case_url: str | None


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """One letter that came."""

    when: str
    what: str
    sender: str
    status: str
    tone: str
    url: str


def message_view(
    row: OutgoingMessage,
    again: Collection[UUID],
    hopeless: Collection[UUID],
    now: datetime,
    link: Link,
    *,
    may_resend: bool,
    may_read_raw: bool = False,
) -> MessageView:
    """Return a message as it is shown. `again` are those that were sent once more.

    Sending again is offered when the receiver has had the time to answer (MEDCOM 4.2), and for
    what was held back unless it is `hopeless`: it would be held back again.
    """
    status, tone = status_of(row, again, now)
    held_back = row.status is OutgoingStatus.HELD_BACK
    waited = is_unanswered(row, now) or held_back or _was_rejected(row)
    return MessageView(
        message_id=row.id,
        when=danish_instant(row.sent_at or row.queued_at),
        what=row.subject or _KINDS[row.kind],
        receiver=row.receiver_name or row.receiver_gln,
        receiver_note=f"{row.kind.value} til {row.receiver_gln}",
        status=status,
        tone=tone,
        reason=row.reason,
        resend_label="Prøv igen" if held_back else "Send igen",
        resend_url=link("messages.resend", message_id=row.id)
        if may_resend and waited and row.id not in again and row.id not in hopeless
        else None,
        raw_url=link("messages.raw", message_id=row.id) if may_read_raw else None,
        case_url=link("cases.show", case_id=row.case_id) if row.case_id else None,
    )


def status_of(row: OutgoingMessage, again: Collection[UUID], now: datetime) -> tuple[str, str]:
    """Say how far a message has come, and in which tone; accepted does not mean read (F84)."""
    if row.id in again and row.status is not OutgoingStatus.POSITIVE:
        return "Sendt igen", "neutral"
    if is_unanswered(row, now):
        return UNANSWERED, "warning"
    return label_of(row.status), _TONES[row.status]


def _was_rejected(row: OutgoingMessage) -> bool:
    return row.status is OutgoingStatus.REJECTED and not row.kind.is_receipt


def received_view(letter: StoredLetter, link: Link) -> ReceivedView:
    """Return a letter that came. Needs its delivery loaded."""
    waits = letter.outcome.value == "parked"
    return ReceivedView(
        when=danish_instant(letter.delivery.received_at),
        what=LETTER_WORDS.get(letter.kind or "", letter.element),
        sender=letter.sender_name or letter.sender_gln,
        status=OUTCOME_LABELS[letter.outcome],
        tone="warning" if waits else "neutral",
        url=link("letters.show", letter_id=letter.id),
    )
