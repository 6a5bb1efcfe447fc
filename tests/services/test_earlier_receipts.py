"""An answer that was given is kept to: what was refused is never acted on."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rehab.domain.access import SYSTEM, Role
from rehab.integrations.inbox_folder import TakenFile
from rehab.medcom.reader import LETTER_TYPES
from rehab.models import IntakeOutcome, OutgoingKind, OutgoingStatus, Referral
from rehab.services.earlier_receipts import TOLD_REFUSED
from rehab.services.intake import NothingToTryError, receive, try_again
from rehab.services.intake_batch import receive_files
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.messages import Who, emessage, xref15, xref15_letter
from tests.support.outbox import letter_in, queued

LATE = Who("5790000999088", "997", "kommunenummer", "Ny Kommune")
REFUSED = OutgoingKind.NEGATIVE_RECEIPT
RECEIVED = OutgoingKind.POSITIVE_RECEIPT


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def later(ctx):
    return replace(ctx, now=NOW + timedelta(hours=1))


def alone(ctx, raw):
    return receive(later(ctx), "b.xml", raw)


def together(ctx, raw):
    other = xref15(letter_id="PRB2", envelope_id="PRK2")
    files = [TakenFile(Path(f"{key}.xml"), each, key, 0) for key, each in ((1, other), (2, raw))]
    _, (_, received) = receive_files(later(ctx), files)
    return received.reports


def referrals_of(ctx, organisation):
    query = select(func.count()).select_from(Referral)
    return ctx.session.scalar(query.where(Referral.organisation_id == organisation.id))


@pytest.fixture
def late(ctx, make):
    """A kommune that is set up after a letter to it was refused."""
    receive(ctx, "a.xml", xref15(receiver=LATE))
    return make.organisation("997", gln=LATE.gln)


@pytest.mark.parametrize("taken", [alone, together])
def test_a_letter_that_was_refused_stays_refused_where_it_belongs(ctx, late, taken):
    (report,) = taken(ctx, xref15(receiver=LATE, envelope_id="PRK26119999"))
    delivery = report.delivery

    assert (delivery.outcome, delivery.reason) == (IntakeOutcome.REFUSED, TOLD_REFUSED)
    assert (delivery.organisation_id, referrals_of(ctx, late)) == (late.id, 0)
    first, again = [row for row in queued(ctx.session) if row.kind is REFUSED]
    assert letter_in(first).content_hash == letter_in(again).content_hash
    assert again.receipt_for_id == delivery.id


def test_a_new_letter_is_received_after_one_was_refused(ctx, late):
    (report,) = receive(later(ctx), "b.xml", xref15(receiver=LATE, letter_id="PRB26110002"))
    assert (report.outcome.value, referrals_of(ctx, late)) == ("accepted", 1)
    assert [row.kind for row in queued(ctx.session)] == [REFUSED, RECEIVED]


def test_the_letter_is_received_when_the_refusal_was_never_sent(ctx, late, make):
    (row,) = queued(ctx.session)
    row.status = OutgoingStatus.HELD_BACK
    make.save(row)
    (report,) = receive(later(ctx), "b.xml", xref15(receiver=LATE))
    assert (report.outcome.value, referrals_of(ctx, late)) == ("accepted", 1)
    assert [each.kind for each in queued(ctx.session)] == [REFUSED, RECEIVED]


def test_an_envelope_that_was_refused_binds_nobody_about_a_letter_sent_alone(ctx, make):
    whole = [xref15_letter(letter_id=f"PRB{number}", receiver=LATE) for number in (1, 2)]
    receive(ctx, "a.xml", emessage(*whole))
    late = make.organisation("997", gln=LATE.gln)
    receive(later(ctx), "b.xml", emessage(whole[0], envelope_id="PRK2"))
    assert referrals_of(ctx, late) == 1
    assert [row.kind for row in queued(ctx.session)] == [REFUSED, RECEIVED]


@pytest.fixture
def too_early(ctx, monkeypatch):
    """A letter in a version that was not known when it came."""
    known = LETTER_TYPES["MunicipalityReferral"]
    with monkeypatch.context() as before:
        older = replace(known, versions=known.versions - {"XH1531R"})
        before.setitem(LETTER_TYPES, "MunicipalityReferral", older)
        (report,) = receive(ctx, "a.xml", xref15(version="XH1531R"))
    assert report.refuse_code == "problem_med_version"
    return report.delivery


@pytest.mark.parametrize("wish", [b"pluspositiv", b"minuspositiv"])
def test_what_could_not_be_read_when_it_was_refused_stays_refused(ctx, too_early, wish):
    again = xref15(version="XH1531R", envelope_id="PRK2").replace(b"pluspositiv", wish)
    (report,) = receive(later(ctx), "b.xml", again)
    assert (report.outcome.value, report.reason) == ("refused", TOLD_REFUSED)
    assert [row.kind for row in queued(ctx.session)] == [REFUSED, REFUSED]


def test_what_the_sender_has_mended_is_received(ctx, too_early):
    mended = xref15(version="XH1531R", anamnesis={"Kort sygehistorie": "Noget andet."})
    (report,) = receive(later(ctx), "b.xml", mended)
    assert report.outcome.value == "accepted"
    assert [row.kind for row in queued(ctx.session)] == [REFUSED, RECEIVED]


def test_a_person_cannot_act_on_what_the_sender_was_told_is_refused(too_early, ctx_as):
    ctx = ctx_as(Role.VISITATOR)
    with pytest.raises(NothingToTryError, match="Bed om et nyt"):
        try_again(ctx, too_early)
    assert too_early.refuse_code == "problem_med_version"
