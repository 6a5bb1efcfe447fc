"""Letters that wait for a person: made a referral, typed in, or filed."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, IntakeOutcome, Referral, StoredLetter
from rehab.services.intake import receive
from rehab.services.parked_letters import (
    LetterIsNoReferralError,
    LetterNotWaitingError,
    attach_parked,
    begin_parked,
    file_parked,
)
from rehab.web.request_context import context_for
from tests.support.messages import xdis91, xref15


@pytest.fixture
def parked(app, session, make):
    make.organisation()

    def store(raw):
        receive(context_for(app, SYSTEM), "brev.xml", raw)
        return session.scalars(
            select(StoredLetter).where(StoredLetter.outcome == IntakeOutcome.PARKED)
        ).one()

    return store


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def test_a_corrected_letter_becomes_a_referral_when_a_person_says_so(ctx, parked):
    letter = parked(xref15(status_code="rettetbrev"))
    with ctx.transaction():
        referral = begin_parked(ctx, letter)
    assert (referral.letter_id, referral.letter_number) == (letter.id, "PRB26110001")
    assert (letter.outcome, letter.citizen_id) == (IntakeOutcome.ACCEPTED, referral.citizen_id)
    assert "letter.made_referral" in set(ctx.session.scalars(select(AuditEvent.verb)))


def test_a_letter_with_a_number_used_again_becomes_a_referral_of_its_own(ctx, app, parked, make):
    make.organisation()
    receive(context_for(app, SYSTEM), "a.xml", xref15())
    letter = parked(xref15(anamnesis={"Kort sygehistorie": "Noget andet."}))
    with ctx.transaction():
        begin_parked(ctx, letter)
    assert len(ctx.session.scalars(select(Referral)).all()) == 2


def test_a_letter_waits_only_once(ctx, parked):
    letter = parked(xref15(status_code="rettetbrev"))
    with ctx.transaction():
        begin_parked(ctx, letter)
    with pytest.raises(LetterNotWaitingError):
        begin_parked(ctx, letter)


def test_correspondence_is_not_made_a_referral_by_itself(ctx, parked):
    with pytest.raises(LetterIsNoReferralError):
        begin_parked(ctx, parked(xdis91()))


def test_a_typed_in_referral_keeps_the_letter_it_came_from(ctx, parked, make):
    letter = parked(xdis91(statistical="GGOP"))
    referral = make.referral()
    with ctx.transaction():
        attach_parked(ctx, letter, referral)
    assert (referral.letter_id, letter.outcome) == (letter.id, IntakeOutcome.ACCEPTED)


def test_a_letter_that_needs_nothing_more_is_filed(ctx, parked):
    letter = parked(xdis91())
    with ctx.transaction():
        file_parked(ctx, letter)
    assert letter.outcome is IntakeOutcome.ACCEPTED


@pytest.mark.parametrize("act", [begin_parked, file_parked])
def test_a_koordinator_reads_letters_but_does_not_deal_with_them(ctx_as, parked, act):
    with pytest.raises(NotPermittedError):
        act(ctx_as(Role.KOORDINATOR), parked(xref15(status_code="rettetbrev")))
