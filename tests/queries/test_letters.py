"""Letters and files that wait: each in one list, and only for those they concern."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.models import Citizen, StoredLetter
from rehab.queries.deliveries import find_quarantined, list_quarantine
from rehab.queries.letters import (
    LetterFilter,
    citizens_of,
    count_letters,
    find_letter,
    list_letters,
    list_letters_of_citizen,
    referral_made_of,
)
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.support.factories import AWAY
from tests.support.messages import receipt, xdis01, xdis91, xref15


@pytest.fixture
def arrive(app, session, make):
    make.organisation()
    return lambda raw: receive(context_for(app, SYSTEM), "fil.xml", raw)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


@pytest.fixture
def post(arrive):
    """One of each: a referral, a correction of it, a letter, correspondence, a receipt."""
    arrive(xref15())
    arrive(xref15(status_code="rettetbrev", letter_id="PRB9"))
    arrive(xdis01())
    arrive(xdis91())
    arrive(receipt())


def kinds(letters):
    return [letter.kind for letter in letters]


def test_each_letter_stands_in_one_list_and_referrals_in_none(ctx, post):
    # They arrived at the same instant here, so their order is the database's own.
    lists = {which: list_letters(ctx.session, ctx.actor, which) for which in LetterFilter}
    found = {which: sorted(kinds(letters)) for which, letters in lists.items()}
    assert found == {
        LetterFilter.WAITING: ["XREF15", "correspondence"],
        LetterFilter.LETTERS: ["letter"],
        LetterFilter.RECEIPTS: ["receipt"],
    }
    counts = count_letters(ctx.session, ctx.actor)
    assert counts == {which: len(letters) for which, letters in found.items()}


def test_a_citizens_letters_are_those_that_are_no_referral(ctx, post):
    citizen = ctx.session.scalars(select(Citizen)).one()
    letters = list_letters_of_citizen(ctx.session, ctx.organisation_id, citizen.id)
    assert sorted(kinds(letters)) == ["XREF15", "correspondence", "letter"]
    assert set(citizens_of(ctx.session, ctx.actor, letters)) == {citizen.id}


def test_a_letter_knows_the_referral_it_became(ctx, post):
    first = ctx.session.scalars(
        select(StoredLetter).where(StoredLetter.letter_id == "PRB26110001")
    ).one()
    assert referral_made_of(ctx.session, first) is not None
    waiting = list_letters(ctx.session, ctx.actor, LetterFilter.WAITING)[0]
    assert referral_made_of(ctx.session, waiting) is None


def test_another_kommune_sees_none_of_it(ctx_as, make, arrive, post):
    letter = list_letters(
        ctx_as(Role.VISITATOR).session, ctx_as(Role.VISITATOR).actor, LetterFilter.LETTERS
    )[0]
    (report,) = arrive(b"ikke xml")
    stranger = make.user(Role.VISITATOR, kommunekode=AWAY).actor()
    session = ctx_as(Role.VISITATOR).session
    assert all(list_letters(session, stranger, which) == [] for which in LetterFilter)
    assert find_letter(session, stranger, letter.id) is None
    assert list_quarantine(session, stranger) == []
    assert find_quarantined(session, stranger, report.delivery.id) is None


def test_the_quarantine_holds_files_without_letters_only(ctx, arrive, post):
    arrive(b"ikke xml")
    arrive(xref15(version="XH9999R"))
    files = list_quarantine(ctx.session, ctx.actor)
    assert {file.outcome.value for file in files} == {"quarantined", "refused"}


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_those_who_do_not_work_at_the_entrance_are_shown_nothing(ctx_as, arrive, post, role):
    arrive(b"ikke xml")
    ctx = ctx_as(role)
    assert set(count_letters(ctx.session, ctx.actor).values()) == {0}
    assert list_quarantine(ctx.session, ctx.actor) == []
