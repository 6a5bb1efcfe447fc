"""What a page shows of what a citizen was told by SMS and e-mail."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rehab.domain.notices import NoticeChannel, NoticeKind
from rehab.models import Notice, NoticeStatus
from rehab.web.filters import danish_instant

STATUS_LABELS: Final = MappingProxyType(
    {
        NoticeStatus.QUEUED: "I kø",
        NoticeStatus.SENT: "Sendt",
        NoticeStatus.FAILED: "Ikke sendt",
        NoticeStatus.ON_PAPER: "Brev i stedet",
        NoticeStatus.WITHDRAWN: "Trukket tilbage",
    }
)
_STATUS_TONES: Final = {
    NoticeStatus.QUEUED: "info",
    NoticeStatus.SENT: "ok",
    NoticeStatus.FAILED: "danger",
    NoticeStatus.ON_PAPER: "neutral",
    NoticeStatus.WITHDRAWN: "neutral",
}
CHANNEL_LABELS: Final = MappingProxyType(
    {
        NoticeChannel.SMS: "SMS",
        NoticeChannel.EMAIL: "E-mail",
        NoticeChannel.LETTER: "Brev",
    }
)
KIND_LABELS: Final = MappingProxyType(
    {
        NoticeKind.SESSION_CANCELLED: "Tid aflyst",
        NoticeKind.SESSION_MOVED: "Tid flyttet",
        NoticeKind.SEAT_BOOKED: "Plads booket",
        NoticeKind.SEAT_OFFERED: "Plads tilbudt",
        NoticeKind.SEAT_WITHDRAWN: "Tilbudt plads trukket tilbage",
        NoticeKind.SESSION_REMINDER: "Påmindelse om tid",
        NoticeKind.CONTACT_PERSON_CHANGED: "Ny kontaktperson",
    }
)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """What a citizen was told, with how far it came."""

    when: str
    what: str
    channel: str
    text: str
    status: str
    tone: str
    reason: str


def notice_row(notice: Notice) -> NoticeRow:
    """Return what a citizen was told."""
    return NoticeRow(
        when=danish_instant(notice.queued_at),
        what=KIND_LABELS[notice.kind],
        channel=CHANNEL_LABELS[notice.channel],
        text=notice.text,
        status=STATUS_LABELS[notice.status],
        tone=_STATUS_TONES[notice.status],
        reason=notice.reason,
    )
