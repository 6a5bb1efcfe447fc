"""Each kind of stored row as entries of the timeline of its case."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab.domain.access import Actor, Permission, came_to_case, may
from rehab.domain.clock_rules import EventKind
from rehab.domain.contact_persons import NEVER_TOOK_IT, ContactPersonEnding
from rehab.domain.contacts import CHANNEL_LABELS, KIND_LABELS, ContactChannel
from rehab.domain.employment import WORK_STATUS_LABELS
from rehab.domain.measures import MeasurePoint, number_text
from rehab.domain.referrals import TriageDecision
from rehab.medcom.letters import REFERRAL_KINDS
from rehab.models import LetterState, PathwayEventRow, Referral, StoredLetter
from rehab.queries.case_page import CasePage
from rehab.queries.measures import measured_fact
from rehab.web.case_head import Link
from rehab.web.cases.entries import Entry, Topic, entry_at, entry_on
from rehab.web.cases.presenters import referral_choice, referral_name
from rehab.web.cases.risks import assessment_text
from rehab.web.contact_persons.presenters import holding_text
from rehab.web.filters import danish_date, danish_day
from rehab.web.labels import label_of

_DECIDED: Final = MappingProxyType(
    {
        TriageDecision.ACCEPT: ("Accepteret", "ok"),
        TriageDecision.RETURN_TO_SENDER: ("Returneret til afsender", "warning"),
        TriageDecision.REDIRECT: ("Sendt videre", "warning"),
        TriageDecision.LEAVE_PROGRAMME: ("Udgået af programmet", "danger"),
        TriageDecision.REGISTER: ("Registreret uden at starte", "neutral"),
    }
)
_POINTS: Final = MappingProxyType({MeasurePoint.START: "start", MeasurePoint.END: "slut"})
_KINDS: Final = tuple(EventKind)
_CONTACT_KEY = tuple[EventKind, date, date | None, str, UUID, datetime, bool]


def arrivals(page: CasePage, actor: Actor, link: Link) -> Iterator[Entry]:
    """Yield the referrals as they came."""
    readable = may(actor, Permission.REFERRAL_READ)
    for row in page.case.referrals:
        yield entry_at(
            row.received_at,
            row.sender_name,
            f"Henvisning modtaget ({label_of(row.kind)})",
            Topic.TRIAGE,
            url=link("referrals.show", referral_id=row.id) if readable else None,
        )


def decisions(page: CasePage) -> Iterator[Entry]:
    """Yield the decisions of triage."""
    for referral in page.case.referrals:
        for record in referral.triage_decisions:
            title, tone = _DECIDED[record.decision]
            yield entry_at(
                record.decided_at,
                _who(page, record.decided_by),
                f"{title} ({referral_name(referral)})",
                Topic.TRIAGE,
                body=record.text or None,
                tone="danger" if record.red_flags else tone,
            )


def contacts(page: CasePage) -> Iterator[Entry]:
    """Yield the contacts: one entry for the referrals it counts for, with its sentence below.

    A registration that was taken back stays and says so.
    """
    said: dict[tuple[UUID, datetime], str] = {}
    for note in page.notes:
        said.setdefault((note.written_by, note.written_at), note.text)
    rows = [(referral, row) for referral in page.case.referrals for row in referral.events]
    undone_ids = {row.cancels_id for _, row in rows}
    alike: defaultdict[_CONTACT_KEY, list[Referral]] = defaultdict(list)
    for referral, row in rows:
        if row.cancels_id is None:
            alike[_contact_key(row, undone=row.id in undone_ids)].append(referral)
    several = len(page.case.referrals) > 1
    # One call may be two kinds; its sentence is shown once, under the first of them.
    for key, found in sorted(alike.items(), key=lambda item: _KINDS.index(item[0][0])):
        kind, occurred_on, appointment_on, channel, recorded_by, recorded_at, undone = key
        title = KIND_LABELS[kind]
        if appointment_on is not None:
            title += f": {danish_day(appointment_on)}"
        if channel in list(ContactChannel):
            title += f" · {CHANNEL_LABELS[ContactChannel(channel)]}"
        if several:
            title += f" · {_names(found)}"
        sentence = said.pop((recorded_by, recorded_at), None)
        yield entry_on(
            occurred_on,
            recorded_at,
            _who(page, recorded_by),
            f"Tilbageført: {title}" if undone else title,
            Topic.CONTACT,
            *((Topic.NOTE,) if sentence else ()),
            body=sentence,
            tone="neutral" if undone or kind is EventKind.CONTACT_ATTEMPTED else "ok",
        )


def holders(page: CasePage) -> Iterator[Entry]:
    """Yield the kontaktpersoner: when each began, said yes or no, and stopped."""
    for row in page.case.contact_persons:
        name = row.user.name
        yield entry_at(
            row.assigned_at,
            _who(page, row.assigned_by),
            f"Kontaktperson: {name}",
            Topic.CONTACT,
            body=holding_text(row),
        )
        if row.ended_at is not None and row.ending in NEVER_TOOK_IT:
            declined = row.ending is ContactPersonEnding.DECLINED
            yield entry_at(
                row.ended_at,
                name if declined else "Systemet",
                "Sagde nej til sagen" if declined else f"{name} svarede ikke: tilbage til køen",
                Topic.CONTACT,
                body=row.ended_reason or None,
                tone="warning",
            )


def courses(page: CasePage, link: Link) -> Iterator[Entry]:
    """Yield the bookings, and the seats that were given back."""
    for booking in page.bookings:
        title, url = booking.course.title, link("courses.show", course_id=booking.course_id)
        who = _who(page, booking.booked_by)
        yield entry_at(booking.booked_at, who, f"Booket: {title}", Topic.COURSE, url=url)
        if booking.cancelled_at is not None:
            yield entry_at(
                booking.cancelled_at,
                "Booking",
                f"Booking aflyst: {title}",
                Topic.COURSE,
                body=booking.cancel_reason or None,
                tone="warning",
            )


def measures(page: CasePage) -> Iterator[Entry]:
    """Yield what was measured."""
    for row in page.measurements:
        fact = measured_fact(row)
        mean = fact.psfs.mean if fact.psfs else None
        yield entry_on(
            row.measured_on,
            row.recorded_at,
            _who(page, row.recorded_by),
            f"Målt ved {_POINTS[row.point]}",
            Topic.MEASURE,
            body=f"NRS smerte: {number_text(fact.nrs_pain)}. PSFS: {number_text(mean)}.",
        )


def risks(page: CasePage) -> Iterator[Entry]:
    """Yield the assessments of risk factors."""
    for row in page.risks:
        yield entry_at(
            row.recorded_at,
            _who(page, row.recorded_by),
            "Risikofaktorer vurderet",
            Topic.MEASURE,
            body=assessment_text(row, page.risk_labels),
            tone="warning" if row.new else "neutral",
        )


def work(page: CasePage) -> Iterator[Entry]:
    """Yield the citizen's status in working life."""
    for row in page.work_status:
        yield entry_on(
            row.from_on,
            row.recorded_at,
            _who(page, row.recorded_by),
            f"Arbejdsstatus: {WORK_STATUS_LABELS[row.status]}",
            Topic.MEASURE,
        )


def consents(page: CasePage) -> Iterator[Entry]:
    """Yield the consents that were given, and those that were withdrawn."""
    for row in page.consents:
        who = _who(page, row.recorded_by)
        until = f"Gælder til {danish_date(row.expires_on)}."
        yield entry_on(
            row.given_on, row.recorded_at, who, "Samtykke givet", Topic.MEASURE, body=until
        )
        if row.withdrawn_on is not None:
            yield entry_on(
                row.withdrawn_on,
                row.recorded_at,
                "Borgeren",
                "Samtykke tilbagekaldt",
                Topic.MEASURE,
                tone="warning",
            )


def notes(page: CasePage) -> Iterator[Entry]:
    """Yield the notes, without those that stand under the contact they were written with."""
    with_contact = {
        (row.recorded_by, row.recorded_at)
        for referral in page.case.referrals
        for row in referral.events
        if row.cancels_id is None
    }
    for note in page.notes:
        key = (note.written_by, note.written_at)
        if key in with_contact:
            with_contact.discard(key)  # one stands there; another of the same instant does not
            continue
        who = _who(page, note.written_by)
        yield entry_at(note.written_at, who, "Notat", Topic.NOTE, body=note.text)


def epikriser(page: CasePage, link: Link) -> Iterator[Entry]:
    """Yield the epikriser that were signed."""
    for referral in page.case.referrals:
        row = page.epikriser.get(referral.id)
        if row is not None and row.signed_at is not None:
            yield entry_at(
                row.signed_at,
                _who(page, row.signed_by),
                f"Epikrise underskrevet ({referral_name(referral)})",
                Topic.LETTER,
                url=link("epikrise.edit", referral_id=referral.id),
                tone="ok",
            )


def letters(page: CasePage, actor: Actor, link: Link) -> Iterator[Entry]:
    """Yield the letters about the citizen that are no referrals."""
    reads_all = may(actor, Permission.REFERRAL_READ)
    for letter in page.letters:
        readable = reads_all or _came_to(page, letter)
        yield entry_at(
            letter.delivery.received_at,
            letter.sender_name or "Ukendt afsender",
            "Brev modtaget",
            Topic.LETTER,
            url=link("letters.show", letter_id=letter.id) if readable else None,
        )


def _came_to(page: CasePage, letter: StoredLetter) -> bool:
    """Tell whether a letter is one that whoever reads the case may read with it."""
    received_on = letter.delivery.received_at.astimezone(UTC).date()
    return letter.kind not in REFERRAL_KINDS and came_to_case(received_on, page.case.closed_on)


def letters_to_citizen(page: CasePage, link: Link) -> Iterator[Entry]:
    """Yield the letters the citizen was written; one that is made can be read from here."""
    for row in page.to_citizen:
        made = row.state is LetterState.MADE
        yield entry_at(
            row.requested_at,
            _who(page, row.requested_by),
            f"Brev til borgeren: {row.heading}",
            Topic.LETTER,
            url=link("citizen_letters.pdf", citizen_letter_id=row.id) if made else None,
        )


def _names(referrals: list[Referral]) -> str:
    """Name the referrals a contact counts for; two of a kind are told apart by their days."""
    names = [referral_name(referral) for referral in referrals]
    alike = len(set(names)) < len(names)
    return " og ".join(referral_choice(one) for one in referrals) if alike else " og ".join(names)


def _contact_key(row: PathwayEventRow, *, undone: bool) -> _CONTACT_KEY:
    return (
        row.kind,
        row.occurred_on,
        row.appointment_on,
        row.channel,
        row.recorded_by,
        row.recorded_at,
        undone,
    )


def _who(page: CasePage, user_id: UUID | None) -> str:
    user = page.people.get(user_id) if user_id else None
    return user.name if user else "Rehab"
