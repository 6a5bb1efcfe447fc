"""Files that came in and the letters in them, as the import leaves them."""

import hashlib
from datetime import datetime
from typing import Any

from rehab.models import Case, Delivery, IntakeOutcome, StoredLetter
from tests.support.attachments import xbin01
from tests.support.factories import Factories
from tests.support.messages import ggop, xdis91
from tests.support.outbox import GP_GLN


def a_parked_plan(make: Factories, now: datetime) -> StoredLetter:
    """A genoptræningsplan that waits for a person."""
    parked = _delivery(make, now, "plan.xml", ggop(), IntakeOutcome.PARKED, reason="Venter.")
    return _letter(
        make,
        parked,
        kind="GGOP",
        element="RehabilitationPlan",
        version_code="GGOP100",
        letter_id="TEST1",
        sender_gln="5790000999033",
    )


def a_broken_file(make: Factories, now: datetime) -> Delivery:
    """A file that nobody can read."""
    said = "Filen er ikke gyldig XML."
    return _delivery(make, now, "ødelagt.xml", b"<Emessage", IntakeOutcome.QUARANTINED, reason=said)


def a_letter_with_a_file(make: Factories, now: datetime) -> StoredLetter:
    """A letter that carries one file."""
    attached = _delivery(make, now, "bilag.xml", xbin01(), IntakeOutcome.ACCEPTED)
    return _letter(
        make,
        attached,
        kind="attachment",
        element="BinaryLetter",
        version_code="XB0131X",
        letter_id="TEST2",
        sender_gln=GP_GLN,
    )


def a_reply(make: Factories, case: Case, now: datetime) -> StoredLetter:
    """A correspondence that came to a case."""
    answered = _delivery(make, now, "svar.xml", xdis91(), IntakeOutcome.ACCEPTED)
    return _letter(
        make,
        answered,
        kind="correspondence",
        element="ClinicalEmail",
        version_code="XD9134L",
        letter_id="TEST3",
        sender_gln=GP_GLN,
        citizen_id=case.citizen_id,
    )


def _delivery(
    make: Factories,
    now: datetime,
    source: str,
    raw: bytes,
    outcome: IntakeOutcome,
    reason: str | None = None,
) -> Delivery:
    row = Delivery(
        organisation_id=make.organisation().id,
        received_at=now,
        source=source,
        sha256=hashlib.sha256(raw).hexdigest(),
        raw=raw,
        outcome=outcome,
        reason=reason,
    )
    make.save(row)
    return row


def _letter(make: Factories, delivery: Delivery, **fields: Any) -> StoredLetter:
    row = StoredLetter(
        organisation_id=delivery.organisation_id,
        delivery_id=delivery.id,
        position=0,
        content_hash=delivery.sha256,
        first=True,
        outcome=delivery.outcome,
        **fields,
    )
    make.save(row)
    return row
