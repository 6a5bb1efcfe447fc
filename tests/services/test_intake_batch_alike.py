"""Files taken together leave what the same files leave one at a time, down to the trail."""

import pytest
from sqlalchemy import func, select

from rehab.domain.access import SYSTEM
from rehab.models import AuditEvent, Citizen, Delivery, OutgoingMessage, Referral, StoredLetter
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.support.factories import AWAY
from tests.support.messages import (
    KOMMUNE,
    Who,
    emessage,
    receipt,
    xdis01,
    xdis91,
    xref15,
    xref15_letter,
)
from tests.support.rows import count
from tests.support.taken_files import outcomes, together

NEIGHBOUR = Who("5790000999071", "998", "kommunenummer", "Naboby Kommune")
STRANGER = Who("5790000999088", "999", "kommunenummer", "Fremmed Kommune")
OTHER_CPR = "1112659912"


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def mixed(receiver):
    """A morning's post: new, sent again, reused, corrected, too early, broken, double, not ours."""
    return (
        xdis01(receiver=receiver),
        xref15(receiver=receiver),
        xref15(receiver=receiver, envelope_id="PRK2"),
        xref15(receiver=receiver, anamnesis="Noget andet.", envelope_id="PRK3"),
        xref15(receiver=receiver, letter_id="PRB4", status_code="rettetbrev", envelope_id="PRK4"),
        b"<Emessage",
        xdis91(receiver=receiver, envelope_id="PRK6"),
        xref15(receiver=receiver, letter_id="PRB7", cpr="0000000000", envelope_id="PRK7"),
        xref15(receiver=STRANGER, letter_id="PRB8", envelope_id="PRK8"),
        receipt(receiver=receiver),
        emessage(
            xref15_letter(receiver=receiver, letter_id="PRB10", cpr=OTHER_CPR, phone=""),
            xref15_letter(receiver=receiver, letter_id="PRB11", cpr=OTHER_CPR),
            envelope_id="PRK10",
        ),
        xref15(receiver=receiver, letter_id="PRB11", cpr=OTHER_CPR, envelope_id="PRK11"),
    )


def rows(session, query):
    return [tuple(row) for row in session.execute(query)]


def stored(session, organisation_id):
    """All that is stored in a kommune, but for numbers that are made up and its own."""
    return {
        "deliveries": rows(
            session,
            select(Delivery.source, Delivery.outcome, Delivery.reason, Delivery.envelope_id)
            .where(Delivery.organisation_id == organisation_id)
            .order_by(Delivery.source),
        ),
        "letters": rows(
            session,
            select(
                Delivery.source,
                StoredLetter.position,
                StoredLetter.letter_id,
                StoredLetter.outcome,
                StoredLetter.reason,
                StoredLetter.first,
                Citizen.identifier,
            )
            .join(Delivery, Delivery.id == StoredLetter.delivery_id)
            .outerjoin(Citizen, Citizen.id == StoredLetter.citizen_id)
            .where(StoredLetter.organisation_id == organisation_id)
            .order_by(Delivery.source, StoredLetter.position),
        ),
        "referrals": rows(
            session,
            select(
                Referral.letter_number,
                Referral.suggested_group,
                StoredLetter.letter_id,
                Citizen.identifier,
                Citizen.phone,
            )
            .join(StoredLetter, StoredLetter.id == Referral.letter_id)
            .join(Citizen, Citizen.id == Referral.citizen_id)
            .where(Referral.organisation_id == organisation_id)
            .order_by(Referral.letter_number),
        ),
        "receipts": rows(
            session,
            select(Delivery.source, OutgoingMessage.kind, OutgoingMessage.status)
            .join(Delivery, Delivery.id == OutgoingMessage.receipt_for_id)
            .where(OutgoingMessage.organisation_id == organisation_id)
            .order_by(Delivery.source),
        ),
        "trail": rows(
            session,
            select(AuditEvent.verb, func.count())
            .where(AuditEvent.organisation_id == organisation_id)
            .group_by(AuditEvent.verb)
            .order_by(AuditEvent.verb),
        ),
    }


def test_files_taken_together_come_to_the_same_as_one_at_a_time(ctx, make):
    home, away = make.organisation(), make.organisation(AWAY)
    batch = together(ctx, *mixed(KOMMUNE))
    alone = [
        receive(ctx, f"{number:03}.xml", raw, file_key=f"{number}")
        for number, raw in enumerate(mixed(NEIGHBOUR))
    ]
    assert outcomes(batch) == [[report.outcome.value for report in each] for each in alone]
    assert [[r.result.flags if r.result else () for r in each.reports] for each in batch] == [
        [r.result.flags if r.result else () for r in each] for each in alone
    ]
    own = stored(ctx.session, home.id)
    assert own == stored(ctx.session, away.id)
    assert [letter for letter, *_ in own["referrals"]] == ["PRB10", "PRB11", "PRB26110001"]
    assert count(ctx, Delivery) == 2 * len(batch)
    assert count(ctx, OutgoingMessage) == 2 * (len(batch) - 2)
