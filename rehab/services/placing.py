"""Placing the letters of envelopes that were read and are for us: one envelope or a hundred.

What is known of the letters is asked for once for all of them, and what is new is saved together,
so that a hundred cost little more than one. The rules of a letter are in `intake_letters`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from rehab.ids import new_id
from rehab.medcom.letters import Envelope, Letter
from rehab.models import Delivery, IntakeOutcome, Organisation, StoredLetter
from rehab.services.accounts import system_actor_in
from rehab.services.answers import note_answer
from rehab.services.context import Context
from rehab.services.earlier_receipts import earlier_receipts
from rehab.services.intake_letters import LetterResult, objects_of, place_letter
from rehab.services.known import Known, known_of
from rehab.services.letter_reminders import tell_of_replies
from rehab.services.receipts import answer_placed
from rehab.services.routing import organisation_for


@dataclass(frozen=True, slots=True)
class LetterReport:
    """What became of one letter, or of a file where no letter could be read."""

    delivery: Delivery
    outcome: IntakeOutcome
    letter: Letter | None = None
    result: LetterResult | None = None
    refuse_code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Addressed:
    """An envelope that was read, and whose each of its letters is."""

    delivery: Delivery
    envelope: Envelope
    organisation_ids: tuple[UUID, ...]


def organisations_of(
    envelope: Envelope,
    organisations: Sequence[Organisation],
    senders: Mapping[str, UUID],
    only: UUID | None = None,
) -> tuple[UUID, ...]:
    """Return whose each letter is, among some; `only` when the sender may no other.

    A receipt is for the one of the `senders` whose envelope it answers.

    Raises `NotForUsError`.
    """
    return tuple(
        organisation_for(
            organisations,
            letter.receiver,
            only,
            senders.get(letter.receipt.original_envelope_id or "") if letter.receipt else None,
        ).id
        for letter in envelope.letters
    )


def place(ctx: Context, envelopes: Sequence[Addressed]) -> list[tuple[LetterReport, ...]]:
    """Place every letter of some envelopes and decide the receipts; return what became of each.

    Nothing is committed. Their deliveries are held by the caller.
    """
    known = known_of(
        ctx.session,
        [
            pair
            for each in envelopes
            for pair in zip(each.organisation_ids, each.envelope.letters, strict=True)
        ],
    )
    earlier = earlier_receipts(ctx, [(each.delivery, each.envelope) for each in envelopes])
    placed = []
    for each in envelopes:
        delivery, envelope = each.delivery, each.envelope
        note_envelope(delivery, envelope)
        delivery.organisation_id = each.organisation_ids[0]
        reports = tuple(
            _letter_report(ctx, known, each, position) for position in range(len(envelope.letters))
        )
        answer_placed(ctx, delivery, envelope, earlier)
        for organisation_id, letter in zip(each.organisation_ids, envelope.letters, strict=True):
            note_answer(replace(ctx, actor=system_actor_in(organisation_id)), letter)
        note_outcome(ctx, delivery, reports)
        placed.append(reports)
    known.save(ctx)
    tell_of_replies(ctx, known.placed)
    return placed


def note_envelope(delivery: Delivery, envelope: Envelope) -> None:
    """Write down which envelope a delivery was and who sent it."""
    delivery.envelope_id = envelope.envelope_id[:40]
    delivery.sender_gln = (envelope.letters[0].sender.gln or "")[:35] or None


def note_outcome(ctx: Context, delivery: Delivery, reports: tuple[LetterReport, ...]) -> None:
    """Write down what became of a delivery: it is dealt with."""
    delivery.outcome = _overall(reports)
    delivery.refuse_code = reports[0].refuse_code
    delivery.reason = reports[0].reason
    ctx.record("delivery.dealt_with", delivery_id=delivery.id, outcome=delivery.outcome)


def _letter_report(ctx: Context, known: Known, each: Addressed, position: int) -> LetterReport:
    letter = each.envelope.letters[position]
    organisation_id = each.organisation_ids[position]
    inside = replace(ctx, actor=system_actor_in(organisation_id))
    result = place_letter(inside, known, each.envelope, letter)
    row = StoredLetter(
        id=new_id(),
        organisation_id=organisation_id,
        delivery_id=each.delivery.id,
        position=position,
        kind=letter.kind.value,
        element=letter.element,
        version_code=letter.version_code[:20],
        letter_id=letter.letter_id[:40],
        sender_gln=letter.sender.gln or "",
        sender_name=(letter.sender.organisation or "")[:120],
        content_hash=letter.content_hash,
        first=True if result.first else None,
        outcome=result.outcome,
        reason=result.reason,
        citizen_id=result.citizen_id,
        patient_identifier=letter.patient.identifier[:10] if letter.patient else None,
        objects=objects_of(letter),
    )
    known.add_letter(row)
    if result.referral is not None and result.first:
        result.referral.letter_id = row.id
    inside.record("letter.stored", letter_id=row.id, kind=row.kind, outcome=row.outcome)
    return LetterReport(each.delivery, result.outcome, letter, result, reason=result.reason)


_WORST_FIRST = (
    IntakeOutcome.QUARANTINED,
    IntakeOutcome.REFUSED,
    IntakeOutcome.PARKED,
    IntakeOutcome.ACCEPTED,
    IntakeOutcome.DUPLICATE,
)


def _overall(reports: tuple[LetterReport, ...]) -> IntakeOutcome:
    """Return what a list of files shows: the outcome that most needs a person's eye."""
    return min((report.outcome for report in reports), key=_WORST_FIRST.index)
