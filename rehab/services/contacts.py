"""Registering contact with the citizen: attempted, reached, offered and held are four things."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.access import Permission
from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import (
    ContactChannel,
    ContactFacts,
    ContactRefusedError,
    check_contact,
    events_of,
)
from rehab.domain.referrals import ReferralStatus
from rehab.domain.wording import has_words
from rehab.models import Case, PathwayEventRow, Referral
from rehab.queries.cases import scope_of
from rehab.queries.clocks import counted_of
from rehab.services.context import Context
from rehab.services.journal import write_note


@dataclass(frozen=True, slots=True)
class RecordContact:
    """A contact as it was typed. Without chosen referrals it counts for every open one."""

    kind: EventKind
    on: date
    channel: ContactChannel
    appointment_on: date | None = None
    note: str = ""
    referral_ids: frozenset[UUID] | None = None


def open_referrals(case: Case) -> tuple[Referral, ...]:
    """Return the referrals whose clocks a contact can count for. Needs `referrals` loaded."""
    return tuple(
        referral
        for referral in case.referrals
        if referral.status is ReferralStatus.ACCEPTED and referral.closed_on is None
    )


def kinds_to_record(ctx: Context, case: Case) -> tuple[EventKind, ...]:
    """Return the happenings somebody can register on a case, in the order they are used.

    That the citizen was told is asked for only where a rule in force is stopped by it. Needs the
    `referrals` loaded with their events.
    """
    counted = counted_of(
        ctx.session, ctx.programme_for, ctx.settings, open_referrals(case), ctx.today
    )
    stops = {kind for one in counted.values() for rule in one.rules_that_run for kind in rule.stops}
    told = EventKind.INFORMATION_GIVEN
    return tuple(kind for kind in EventKind if kind is not told or told in stops)


def record_contact(ctx: Context, case: Case, command: RecordContact) -> list[PathwayEventRow]:
    """Register a contact as one row per referral it counts for, since each has its own clocks.

    A call that reaches the citizen and offers a time becomes two rows per referral. The sentence
    goes to the journal. Raises `ContactRefusedError`. Needs `referrals` loaded.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if case.closed_on is not None:
        raise ContactRefusedError("Sagen er afsluttet. Skriv et notat i stedet.")
    chosen = [
        referral
        for referral in open_referrals(case)
        if command.referral_ids is None or referral.id in command.referral_ids
    ]
    contact = ContactFacts(command.kind, command.on, command.channel, command.appointment_on)
    check_contact(contact, [referral.received_on for referral in chosen], ctx.today)
    rows = [
        _row(ctx, referral, kind, contact) for referral in chosen for kind in events_of(contact)
    ]
    ctx.session.add_all(rows)
    for row in rows:
        counts_on = row.appointment_on or row.occurred_on
        ctx.record(
            "pathway.recorded",
            case.id,
            referral_id=row.referral_id,
            kind=row.kind,
            on=counts_on.isoformat(),
        )
    if has_words(command.note):
        write_note(ctx, case, command.note)
    return rows


def cancel_event(ctx: Context, case: Case, event: PathwayEventRow) -> PathwayEventRow:
    """Take back a wrong registration with a row that names it; the first row stays.

    This is for mistakes of the keyboard. A citizen who cancels the time that was offered does not
    undo the offer: its day still counts (SL-9, F24). Raises `ContactRefusedError`.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    referral = next((row for row in case.referrals if row.id == event.referral_id), None)
    if referral is None:
        raise ContactRefusedError("Registreringen hører ikke til sagen. Genindlæs siden.")
    if event.cancels_id is not None or any(row.cancels_id == event.id for row in referral.events):
        raise ContactRefusedError("Registreringen er allerede tilbageført.")
    if referral.closed_on is not None:
        raise ContactRefusedError(
            "Henvisningen er afsluttet, så registreringen kan ikke tilbageføres. Skriv et notat."
        )
    row = PathwayEventRow(
        referral_id=event.referral_id,
        kind=event.kind,
        occurred_on=event.occurred_on,
        appointment_on=event.appointment_on,
        channel=event.channel,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
        cancels_id=event.id,
    )
    ctx.session.add(row)
    ctx.record("pathway.cancelled", case.id, referral_id=event.referral_id, event_id=event.id)
    return row


def _row(
    ctx: Context, referral: Referral, kind: EventKind, contact: ContactFacts
) -> PathwayEventRow:
    offered = kind is EventKind.FIRST_CONTACT_OFFERED
    return PathwayEventRow(
        referral_id=referral.id,
        kind=kind,
        occurred_on=contact.on,
        appointment_on=contact.appointment_on if offered else None,
        channel=contact.channel.value,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
