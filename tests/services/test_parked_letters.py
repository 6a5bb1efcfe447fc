"""Letters that wait for a person: made a referral, typed in, or filed."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, Citizen, IntakeOutcome, Referral, StoredLetter
from rehab.services.intake import receive
from rehab.services.parked_letters import (
    LetterIsNoReferralError,
    LetterNotWaitingError,
    UnusableNumberError,
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


def test_a_number_that_is_none_never_makes_one_citizen_of_two_people(app, ctx, make):
    make.organisation()
    for number, surname in enumerate(("Prøvesen", "Testmand")):
        raw = xref15(letter_id=f"NUL{number}", cpr="0000000000", surname=surname)
        (report,) = receive(context_for(app, SYSTEM), "a.xml", raw)
        assert (report.outcome, report.result.flags) == (
            IntakeOutcome.PARKED,
            ("identifier_unusable",),
        )
    assert ctx.session.scalars(select(Citizen)).all() == []
    letter = ctx.session.scalars(select(StoredLetter)).first()
    with pytest.raises(UnusableNumberError, match="Indtast som henvisning"):
        begin_parked(ctx, letter)


def test_a_known_number_with_another_name_is_pointed_out(app, ctx, make):
    make.organisation()
    (first,) = receive(context_for(app, SYSTEM), "a.xml", xref15())
    raw = xref15(letter_id="ANDEN1", surname="Testmand")
    (second,) = receive(context_for(app, SYSTEM), "b.xml", raw)
    assert "name_differs" not in first.result.flags
    assert "name_differs" in second.result.flags
    assert second.result.referral.received_name.endswith("Testmand")


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
