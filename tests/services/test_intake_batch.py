"""Many files taken at once: one bad file harms no other, a crash loses none, few statements."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DataError, OperationalError

from rehab.domain.access import SYSTEM
from rehab.models import (
    AuditEvent,
    ClockStanding,
    Delivery,
    OutgoingMessage,
    Referral,
    ReferralStanding,
    StoredLetter,
)
from rehab.services import intake_batch, placing
from rehab.services.intake_batch import receive_files
from rehab.services.standings_upkeep import check_all
from rehab.web.request_context import context_for
from tests.support.messages import xdis01, xref15
from tests.support.rows import count
from tests.support.taken_files import file_of, outcomes, together

OTHER_CPR = "1112659912"


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def test_what_stands_of_a_batch_is_what_working_it_out_anew_gives(ctx):
    together(ctx, xref15(), xref15(letter_id="PRB2", envelope_id="PRK2", cpr=OTHER_CPR))
    assert (count(ctx, ReferralStanding), count(ctx, ClockStanding)) == (2, 4)
    assert list(check_all(ctx)) == []


def test_a_letter_that_came_again_in_one_batch_gets_the_same_receipt_content(ctx):
    together(ctx, xref15(), xref15(envelope_id="PRK2"))
    receipts = ctx.session.scalars(select(OutgoingMessage)).all()
    assert len({row.letter_id for row in receipts}) == 1
    assert len({row.envelope_id for row in receipts}) == 2


def test_the_same_file_twice_in_a_batch_is_stored_once(ctx):
    first = file_of(0, xref15())
    received = [each for _, each in receive_files(ctx, [first, file_of(1, xdis01()), first])]
    assert outcomes(received) == [["accepted"], ["accepted"], ["duplicate"]]
    assert (count(ctx, Delivery), count(ctx, Referral)) == (2, 1)


def test_files_offered_again_are_reported_as_before_and_nothing_is_written(ctx):
    messages = (xref15(), b"ikke xml", xref15(letter_id="PRB2"))
    together(ctx, *messages)
    trail = count(ctx, AuditEvent)
    assert outcomes(together(ctx, *messages)) == [["duplicate"], ["quarantined"], ["duplicate"]]
    assert count(ctx, AuditEvent) == trail


class PowerCutError(BaseException):
    """What no code may catch: the machine is gone."""


def cut(*_):
    raise PowerCutError


@pytest.mark.parametrize("at", ["read_envelope", "hold_all", "place"])
def test_a_crash_after_storing_leaves_every_file_to_be_read_next_time(ctx, monkeypatch, at):
    messages = (xref15(), xdis01(), xref15(letter_id="PRB2"))
    with monkeypatch.context() as broken:
        broken.setattr(intake_batch, at, cut)
        with pytest.raises(PowerCutError):
            together(ctx, *messages)
    assert count(ctx, Delivery, Delivery.outcome.is_(None)) == 3
    assert (count(ctx, StoredLetter), count(ctx, OutgoingMessage)) == (0, 0)
    assert outcomes(together(ctx, *messages)) == [["accepted"]] * 3
    assert (count(ctx, Delivery), count(ctx, OutgoingMessage)) == (3, 3)


def failing_on(letter_id, fault):
    def place_letter(ctx, known, envelope, letter):
        if letter.letter_id == letter_id:
            raise fault
        return real(ctx, known, envelope, letter)

    real = placing.place_letter
    return place_letter


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(ValueError(), id="value"),
        pytest.param(DataError("insert", {}, ValueError()), id="too-long"),
    ],
)
def test_what_does_not_fit_is_set_aside_and_the_rest_of_its_batch_comes_in(ctx, monkeypatch, fault):
    monkeypatch.setattr(placing, "place_letter", failing_on("PRB2", fault))
    received = together(ctx, xref15(), xref15(letter_id="PRB2"), xref15(letter_id="PRB3"))
    assert outcomes(received) == [["accepted"], ["quarantined"], ["accepted"]]
    assert count(ctx, Referral) == 2


def test_a_fault_nobody_foresaw_is_told_for_its_own_file_only(ctx, monkeypatch):
    fault = RuntimeError()
    monkeypatch.setattr(placing, "place_letter", failing_on("PRB2", fault))
    received = together(ctx, xref15(), xref15(letter_id="PRB2"), xref15(letter_id="PRB3"))
    assert [each.fault for each in received] == [None, fault, None]
    assert count(ctx, Delivery, Delivery.outcome.is_(None)) == 1


def test_a_batch_that_cannot_be_stored_is_stored_file_by_file(ctx, monkeypatch):
    def lost(*_):
        raise OperationalError("insert", {}, ValueError())

    monkeypatch.setattr(intake_batch, "keep_all", lost)
    assert outcomes(together(ctx, xref15(), xdis01())) == [["accepted"]] * 2


def test_a_long_row_of_files_is_taken_in_batches(ctx, monkeypatch):
    monkeypatch.setattr(intake_batch, "BATCH_FILES", 2)
    offered = []

    def files():
        for number in range(3):
            offered.append(number)
            yield file_of(number, xref15(letter_id=f"PRB{number}"))

    received = receive_files(ctx, files())
    next(received)
    assert offered == [0, 1]
    assert len(list(received)) == 2


def test_large_files_make_small_batches(ctx, monkeypatch):
    monkeypatch.setattr(intake_batch, "BATCH_BYTES", len(xref15()))
    offered = []

    def files():
        for number in range(2):
            offered.append(number)
            yield file_of(number, xref15())

    next(receive_files(ctx, files()))
    assert offered == [0]


def test_a_hundred_referrals_take_no_more_questions_than_two(ctx):
    asked = []
    connection = ctx.session.get_bind()
    engine = getattr(connection, "engine", connection)
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    counts = []
    for first, size in ((0, 2), (100, 100)):
        asked.clear()
        together(
            ctx,
            *(
                xref15(
                    letter_id=f"PRB{number}",
                    envelope_id=f"PRK{number}",
                    cpr=f"{1 + number % 28:02}{1 + number % 12:02}659911",
                )
                for number in range(first, first + size)
            ),
        )
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2
    assert [each for each in asked if "FROM pathway_event" in each] == []
