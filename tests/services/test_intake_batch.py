"""Many files at once come to the same as one at a time, and one bad file harms no other."""

from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import DataError, OperationalError

from rehab.domain.access import SYSTEM
from rehab.integrations.inbox_folder import TakenFile
from rehab.models import (
    AuditEvent,
    Citizen,
    ClockStanding,
    Delivery,
    OutgoingMessage,
    Referral,
    ReferralStanding,
    StoredLetter,
)
from rehab.services import intake_batch, placing
from rehab.services.intake import receive
from rehab.services.intake_batch import receive_files
from rehab.services.standings_upkeep import check_all
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

NEIGHBOUR = Who("5790000999071", "998", "kommunenummer", "Naboby Kommune")
STRANGER = Who("5790000999088", "999", "kommunenummer", "Fremmed Kommune")
OTHER_CPR = "1112659912"


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def file_of(number, raw):
    return TakenFile(Path(f"{number:03}.xml"), raw, number, 0)


def together(ctx, *messages):
    files = [file_of(number, raw) for number, raw in enumerate(messages)]
    return [received for _, received in receive_files(ctx, files)]


def outcomes(received):
    return [[report.outcome.value for report in each.reports] for each in received]


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
