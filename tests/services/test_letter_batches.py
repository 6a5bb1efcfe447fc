"""Letters to many: asked for at once, drawn by the worker, and taken up where it stopped."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.documents import bulk
from rehab.documents.bulk import PageToDraw, draw_pages
from rehab.domain.access import SYSTEM, Role
from rehab.domain.citizen_letters import LetterTemplate, NothingPlannedError
from rehab.models import CitizenLetter, LetterState
from rehab.queries.letter_batches import count_states, find_batch, letters_of_batch
from rehab.services.letter_batches import (
    NobodyToWriteToError,
    WriteToMany,
    draw_waiting,
    try_again,
    write_to_course,
)
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course

WAITING, MADE, FAILED, WITHDRAWN = (
    LetterState.WAITING,
    LetterState.MADE,
    LetterState.FAILED,
    LetterState.WITHDRAWN,
)
INVITATION = WriteToMany(LetterTemplate.INVITATION, "", all_on_paper=False)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def job(ctx):
    return replace(ctx, actor=SYSTEM)


@pytest.fixture
def course(make):
    course = make_course(make)
    for fields in ({}, {"phone": ""}, {}):
        make_booking(make, make.case(citizen=make.citizen(**fields)), course)
    return course


def asked(ctx, course, command=INVITATION):
    with ctx.transaction():
        return write_to_course(ctx, course, command)


def letters(ctx):
    return ctx.session.scalars(select(CitizenLetter).order_by(CitizenLetter.id)).all()


def test_everybody_on_a_course_gets_a_letter_of_their_own(ctx, job, course):
    batch = asked(ctx, course)
    assert count_states(ctx.session, batch.id) == {WAITING: 3, MADE: 0, FAILED: 0, WITHDRAWN: 0}
    assert [draw_waiting(job), draw_waiting(job)] == [3, 0]
    assert count_states(ctx.session, batch.id) == {WAITING: 0, MADE: 3, FAILED: 0, WITHDRAWN: 0}
    assert {letter.pdf[:5] for letter in letters(ctx)} == {b"%PDF-"}
    assert len({letter.pdf_sha256 for letter in letters(ctx)}) == 3
    assert "Du skal komme første gang tirsdag den 24. november 2026" in letters(ctx)[0].page


def test_only_those_who_need_paper_go_to_print_unless_all_shall(ctx, course):
    asked(ctx, course)
    assert [letter.to_print for letter in letters(ctx)].count(True) == 1
    asked(ctx, course, replace(INVITATION, text="Kom i sko.", all_on_paper=True))
    assert [letter.to_print for letter in letters(ctx)].count(True) == 4


def test_what_was_kept_before_a_stop_is_not_drawn_again(ctx, job, course, monkeypatch):
    batch = asked(ctx, course)
    monkeypatch.setattr(bulk, "_CHUNK", 1)
    drawn = []

    def one_and_no_more(pages):
        if drawn:
            raise KeyboardInterrupt
        drawn.append(pages)
        return real(pages)

    real = bulk._draw
    monkeypatch.setattr(bulk, "_draw", one_and_no_more)
    with pytest.raises(KeyboardInterrupt):
        draw_waiting(job)
    monkeypatch.setattr(bulk, "_draw", real)
    assert count_states(ctx.session, batch.id)[MADE] == 1
    first = [letter.pdf_sha256 for letter in letters(ctx) if letter.state is MADE]
    assert draw_waiting(job) == 2
    assert first[0] in {letter.pdf_sha256 for letter in letters(ctx)}


def test_one_letter_that_cannot_be_drawn_stops_no_other_and_can_be_tried_again(ctx, job, course):
    batch = asked(ctx, course)
    with ctx.transaction():
        broken = letters(ctx)[1]
        sound, broken.page = broken.page, '<img src="https://example.org/x.png">'
        ctx.record("citizen_letter.failed", broken.case_id, citizen_letter_id=broken.id)
    assert draw_waiting(job) == 2
    assert count_states(ctx.session, batch.id) == {WAITING: 0, MADE: 2, FAILED: 1, WITHDRAWN: 0}
    with ctx.transaction():
        letters(ctx)[1].page = sound
        assert try_again(ctx, letters(ctx)) == 1
    assert draw_waiting(job) == 1
    assert count_states(ctx.session, batch.id)[MADE] == 3


def test_two_processes_draw_as_one_does(monkeypatch):
    monkeypatch.setattr(bulk, "WORTH_PROCESSES", 2)
    monkeypatch.setattr(bulk, "_CHUNK", 1)
    pages = [PageToDraw(str(n), f"<h1>Brev {n}</h1>", NOW) for n in range(3)]
    together = {each.key: each for some in draw_pages(pages, processes=2) for each in some}
    alone = {each.key: each for some in draw_pages(pages, processes=1) for each in some}
    assert together == alone
    assert set(together) == {"0", "1", "2"}


def test_nobody_is_written_to_who_has_left_or_whom_one_does_not_see(ctx, ctx_as, make):
    course = make_course(make, therapist=make.user(Role.TERAPEUT, login="another"))
    make_booking(make, make.case(), course, cancelled_at=NOW - timedelta(days=1))
    with pytest.raises(NobodyToWriteToError):
        asked(ctx, course)
    make_booking(make, make.case(), course)
    with pytest.raises(NobodyToWriteToError):
        asked(ctx_as(Role.TERAPEUT), course)


def test_a_course_that_is_over_calls_nobody_in(ctx, make):
    course = make_course(make, first=NOW - timedelta(days=60))
    make_booking(make, make.case(), course)
    with pytest.raises(NothingPlannedError):
        asked(ctx, course)
    assert letters(ctx) == []


def test_a_batch_is_found_by_who_sees_a_letter_in_it(ctx, ctx_as, make):
    course = make_course(make, therapist=make.user(Role.TERAPEUT, login="another"))
    make_booking(make, make.case(), course)
    batch = asked(ctx, course)
    stranger = ctx_as(Role.TERAPEUT)
    assert find_batch(ctx.session, ctx.actor, batch.id) is not None
    assert find_batch(stranger.session, stranger.actor, batch.id) is None
    assert len(letters_of_batch(ctx.session, ctx.actor, batch.id)) == 1
    assert letters_of_batch(stranger.session, stranger.actor, batch.id) == []
