"""What the tablet and the server say to each other about a sheet: ids, marks and instants."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from rehab.domain.attendance import MARK_LABELS, AttendanceMark
from rehab.domain.taps import MOST_TAPS, TapRefusedError
from rehab.queries.attendance import Participant
from rehab.services.taps import Tap
from rehab.web.attendance.forms import written_at
from rehab.web.attendance.presenters import display_name, row_note

_MARKS: Final = {mark.value: mark for mark in AttendanceMark}
_LATEST_MS: Final = 10**14


def read_taps(sent: object, held_on: date) -> tuple[list[Tap], int]:
    """Return the taps of a request's body and the tablet's clock as it sent them.

    Raises `TapRefusedError` for anything that is not what our own page sends.
    """
    if not isinstance(sent, dict) or not isinstance(sent.get("taps"), list):
        raise TapRefusedError("Registreringerne kunne ikke læses. Genindlæs siden.")
    if len(sent["taps"]) > MOST_TAPS:
        raise TapRefusedError(f"Send højst {MOST_TAPS} registreringer ad gangen.")
    return [_tap(row, held_on) for row in sent["taps"]], _instant(sent.get("sent"))


def state(
    people: Sequence[Participant],
    kept: Collection[UUID],
    names: Mapping[UUID, str],
    viewer: UUID,
) -> dict[str, object]:
    """Return the sheet as it stands, by booking, with a sentence on each row that was kept."""
    return {
        "rows": {
            str(person.booking_id): {
                "mark": person.mark.value if person.mark else "",
                "minutes": person.late_minutes,
                "note": row_note(person, names, viewer) or "",
                "conflict": conflict_text(person, names) if person.booking_id in kept else "",
            }
            for person in people
        },
        "registered": sum(person.mark is not None for person in people),
        "total": len(people),
    }


def conflict_text(person: Participant, names: Mapping[UUID, str]) -> str:
    """Say on a row that somebody else marked it first, and what to do."""
    if person.mark is None:
        return ""
    by = names.get(person.recorded_by) if person.recorded_by else None
    who = by or "En anden"
    label = MARK_LABELS[person.mark].lower()
    return f"{who} satte {display_name(person)} til {label} først. Tryk igen, hvis det er forkert."


def _tap(row: object, held_on: date) -> Tap:
    if not isinstance(row, dict):
        raise TapRefusedError("Registreringerne kunne ikke læses. Genindlæs siden.")
    mark = _MARKS.get(str(row.get("mark")))
    if mark is None:
        raise TapRefusedError("Registreringen har intet mærke, vi kender. Genindlæs siden.")
    minutes = row.get("minutes")
    return Tap(
        id=_uuid(row.get("id")),
        booking_id=_uuid(row.get("row")),
        shown=_MARKS.get(str(row.get("shown"))),
        mark=mark,
        late_minutes=minutes if isinstance(minutes, int) else None,
        made_ms=_instant(row.get("at")),
        fills_empty=row.get("fill") is True,
        written_at=_paper(row.get("paper"), held_on),
    )


def _uuid(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise TapRefusedError("Registreringerne kunne ikke læses. Genindlæs siden.") from None


def _instant(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LATEST_MS:
        raise TapRefusedError("Tidspunktet kunne ikke læses. Genindlæs siden.")
    return value


def _paper(text: object, held_on: date) -> datetime | None:
    if not text:
        return None
    try:
        return written_at(held_on, time.fromisoformat(str(text)[:5]))
    except ValueError:
        raise TapRefusedError("Skriv tiden som timer og minutter, fx 14:30.") from None
