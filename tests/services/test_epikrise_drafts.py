"""What a draft of the epikrise says, and what happens to what a person writes in it (4.6)."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.measures import MeasurePoint
from rehab.models import AuditEvent
from rehab.queries.epikriser import find_epikrise
from rehab.queries.measures import measurements_of
from rehab.services.context import Context
from rehab.services.epikrise_drafts import NewerDraftError, draft
from tests.conftest import NOW
from tests.support.closing import EXPERIENCE, INSTRUCTION, a_closing, loaded, saved

CODES = ("reason", "given", "status", "experience", "information")


@pytest.fixture
def closing(make):
    return a_closing(make, NOW)


@pytest.fixture
def ctx(ctx_as) -> Context:
    return ctx_as(Role.TERAPEUT)


def test_the_draft_says_what_is_in_the_case(ctx, closing):
    found = draft(ctx, loaded(ctx, closing))
    by_code = {section.code: section.text for section in found.sections}

    assert tuple(by_code) == CODES
    assert "Rygsyndrom uden smerteudstråling (L84)" in by_code["reason"]
    assert "deltog 3 af 4 gange (1 afbud)" in by_code["given"]
    assert "NRS smerte: 7 ved start, 3 ved slut (−4)." in by_code["status"]
    assert "fuldt sygemeldt ved start, i arbejde ved slut" in by_code["status"]
    assert (by_code["experience"], by_code["information"]) == (EXPERIENCE, INSTRUCTION)
    assert (found.empty, found.needs_gln, found.closes_case) == ((), False, True)


def test_a_written_text_wins_over_the_drafted_one(ctx, closing):
    saved(ctx, closing, {"experience": "Savner sit hold."})
    sections = {s.code: s for s in draft(ctx, loaded(ctx, closing)).sections}

    assert sections["experience"].text == "Savner sit hold."
    assert sections["experience"].sources == ()
    assert sections["information"].text == INSTRUCTION
    verbs = select(AuditEvent.verb).where(AuditEvent.actor_id == ctx.actor.id)
    assert ctx.session.scalars(verbs).all() == ["epikrise.saved"]


def test_a_heading_left_as_drafted_goes_on_following_the_case(ctx, closing, make):
    before = {s.code: s.text for s in draft(ctx, loaded(ctx, closing)).sections}
    saved(ctx, closing, before | {"experience": "Glad.\r\n"})
    row = measurements_of(ctx.session, closing.case.id)[MeasurePoint.END]
    row.nrs_pain = 1
    make.save(row)
    after = {s.code: s.text for s in draft(ctx, loaded(ctx, closing)).sections}

    assert find_epikrise(ctx.session, closing.referral.id).texts == {"experience": "Glad."}
    assert "NRS smerte: 7 ved start, 1 ved slut (−6)." in after["status"]


def test_a_draft_somebody_else_saved_is_not_overwritten_unseen(ctx, closing):
    saved(ctx, closing, {"experience": "Første."})
    with pytest.raises(NewerDraftError, match="nyere udkast"):
        saved(ctx, closing, {"experience": "Anden."})
    assert find_epikrise(ctx.session, closing.referral.id).texts == {"experience": "Første."}
