"""What the import does with each file: nothing is lost, nothing comes twice, nothing stops it."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.access import SYSTEM, Role
from rehab.domain.errors import NotPermittedError
from rehab.medcom.reader import LETTER_TYPES
from rehab.models import AuditEvent, Citizen, Delivery, IntakeOutcome, Referral, StoredLetter
from rehab.services import intake, placing
from rehab.services.intake import NothingToTryError, receive, try_again
from rehab.web.request_context import context_for
from tests.support.edifact import edifact, letter, ref01_body
from tests.support.messages import (
    emessage,
    ggop,
    vans,
    xdis01,
    xdis91,
    xref01,
    xref15,
    xref15_letter,
)
from tests.support.rows import count
from tests.support.shared import SHARED, needs_shared

CASES = SHARED / "medcom" / "cases"


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def outcomes(reports):
    return [report.outcome.value for report in reports]


def test_a_referral_is_stored_byte_for_byte_and_stands_in_the_inbox(ctx):
    raw = xref15()
    (report,) = receive(ctx, "henvisning.xml", raw)
    referral = ctx.session.scalars(select(Referral)).one()
    assert report.outcome is IntakeOutcome.ACCEPTED
    assert report.result.referral is referral
    assert ctx.session.get_one(Delivery, report.delivery.id).raw == raw
    assert (referral.letter_number, referral.status.value) == ("PRB26110001", "received")
    assert referral.letter_id == ctx.session.scalars(select(StoredLetter.id)).one()


def test_each_thing_stored_leaves_a_line_in_the_trail(ctx):
    receive(ctx, "henvisning.xml", xref15())
    verbs = set(ctx.session.scalars(select(AuditEvent.verb)))
    assert verbs >= {"delivery.stored", "letter.stored", "referral.received", "delivery.dealt_with"}


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(xref15(), id="the-same-file"),
        pytest.param(xref15(envelope_id="PRK26119999"), id="in-a-new-envelope"),
        pytest.param(vans(xref15()), id="in-an-operators-envelope"),
    ],
)
def test_the_same_letter_twice_is_one_referral(ctx, again):
    receive(ctx, "a.xml", xref15())
    (report,) = receive(ctx, "b.xml", again)
    assert report.outcome is IntakeOutcome.DUPLICATE
    assert (count(ctx, Referral), count(ctx, StoredLetter), count(ctx, Delivery)) == (1, 2, 2)


def test_a_number_used_again_for_another_letter_waits_for_a_person(ctx):
    receive(ctx, "a.xml", xref15())
    (report,) = receive(ctx, "b.xml", xref15(anamnesis={"Kort sygehistorie": "En anden borger."}))
    assert report.outcome is IntakeOutcome.PARKED
    assert report.result.flags == ("reused_letter_id",)
    assert count(ctx, Referral) == 1


def test_the_same_number_from_another_sender_is_another_referral(ctx):
    receive(ctx, "a.xml", xref15())
    assert outcomes(receive(ctx, "b.xml", xref15(sender="specialist"))) == ["accepted"]
    assert count(ctx, Referral) == 2


def test_a_corrected_letter_waits_for_a_person_and_knows_its_citizen(ctx):
    receive(ctx, "a.xml", xref15())
    (report,) = receive(ctx, "b.xml", xref15(status_code="rettetbrev", letter_id="PRB26110099"))
    assert report.outcome is IntakeOutcome.PARKED
    assert report.result.citizen_id == ctx.session.scalars(select(Citizen.id)).one()
    assert count(ctx, Referral) == 1


def test_a_plan_that_came_as_correspondence_waits_to_be_typed_in(ctx):
    (report,) = receive(ctx, "a.xml", xdis91(statistical="GGOP", subject="Genoptræningsplan"))
    assert report.outcome is IntakeOutcome.PARKED
    assert report.result.flags == ("gop_as_correspondence",)
    assert count(ctx, Referral) == 0


def test_correspondence_about_a_citizen_with_an_open_case_is_filed(ctx, make):
    make.case(citizen=make.citizen(identifier="1112659911"))
    assert outcomes(receive(ctx, "a.xml", xdis91())) == ["accepted"]


def test_correspondence_about_someone_unknown_waits_for_a_person(ctx):
    assert outcomes(receive(ctx, "a.xml", xdis91())) == ["parked"]


def test_a_discharge_letter_is_filed_and_never_becomes_a_referral(ctx):
    assert outcomes(receive(ctx, "a.xml", xdis01())) == ["accepted"]
    assert count(ctx, Referral) == 0


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"ikke xml", id="not-xml"),
        pytest.param(xref15()[:-40], id="cut-off"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', id="doctype"),
        pytest.param(bytes(range(256)), id="bytes"),
    ],
)
def test_what_cannot_be_read_is_kept_in_quarantine(ctx, raw):
    (report,) = receive(ctx, "a.xml", raw)
    delivery = ctx.session.scalars(select(Delivery)).one()
    assert delivery.outcome is IntakeOutcome.QUARANTINED
    assert delivery.raw == raw
    assert delivery.organisation_id is not None
    assert report.reason
    assert count(ctx, Referral) == 0


def test_two_letters_in_one_envelope_are_two_referrals(ctx):
    raw = emessage(
        xref15_letter(letter_id="PRB1"), xref15_letter(letter_id="PRB2", cpr="0101709934")
    )
    assert outcomes(receive(ctx, "a.xml", raw)) == ["accepted", "accepted"]
    positions = list(ctx.session.scalars(select(StoredLetter.position).order_by("position")))
    assert (count(ctx, Referral), positions, count(ctx, Delivery)) == (2, [0, 1], 1)


@pytest.mark.parametrize(
    "raw", [pytest.param(xref01(), id="REF01"), pytest.param(ggop(), id="GOP")]
)
def test_the_other_kinds_of_referral_reach_the_inbox_too(ctx, raw):
    assert outcomes(receive(ctx, "a.xml", raw)) == ["accepted"]
    assert count(ctx, Referral) == 1


class PowerCutError(RuntimeError):
    pass


def test_a_crash_between_storing_and_reading_is_taken_up_again(ctx, monkeypatch):
    def crash(_raw):
        raise PowerCutError

    with monkeypatch.context() as broken:
        broken.setattr(intake, "read_envelope", crash)
        with pytest.raises(PowerCutError):
            receive(ctx, "a.xml", xref15())
    assert ctx.session.scalars(select(Delivery.outcome)).one() is None
    assert outcomes(receive(ctx, "a.xml", xref15())) == ["accepted"]
    assert (count(ctx, Delivery), count(ctx, Referral)) == (1, 1)


def test_a_value_that_does_not_fit_is_quarantined_and_the_run_goes_on(ctx, monkeypatch):
    def too_long(*_):
        raise ValueError

    with monkeypatch.context() as broken:
        broken.setattr(placing, "place_letter", too_long)
        (report,) = receive(ctx, "a.xml", xref15())
    assert report.outcome is IntakeOutcome.QUARANTINED
    assert ctx.session.scalars(select(Delivery.outcome)).one() is IntakeOutcome.QUARANTINED
    assert outcomes(receive(ctx, "b.xml", xref15(letter_id="PRB2"))) == ["accepted"]


@pytest.fixture
def too_early(ctx, monkeypatch):
    """A file that waits here, because its type of letter was not known when it came."""
    with monkeypatch.context() as before:
        before.delitem(LETTER_TYPES, "MunicipalityReferral")
        (report,) = receive(ctx, "a.xml", xref15())
    assert report.outcome is IntakeOutcome.PARKED
    return report.delivery


def test_a_file_is_read_again_once_what_was_wrong_is_mended(too_early, ctx_as):
    ctx = ctx_as(Role.VISITATOR)
    with ctx.transaction():
        assert outcomes(try_again(ctx, too_early)) == ["accepted"]
    assert too_early.outcome is IntakeOutcome.ACCEPTED
    assert (too_early.refuse_code, too_early.reason) == (None, None)


def test_a_file_whose_letters_are_placed_is_not_read_again(too_early, ctx_as):
    ctx = ctx_as(Role.VISITATOR)
    with ctx.transaction():
        try_again(ctx, too_early)
    with pytest.raises(NothingToTryError):
        try_again(ctx, too_early)
    assert count(ctx, Referral) == 1


def test_a_leader_looks_at_the_quarantine_but_reads_nothing_again(too_early, ctx_as):
    with pytest.raises(NotPermittedError):
        try_again(ctx_as(Role.LEDER), too_early)


@needs_shared
@pytest.mark.parametrize("number", range(1, 7))
def test_the_cases_of_the_programme_come_in_as_expected(ctx, number):
    folder = CASES / f"case{number}"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for file in expected["files"]:
        reports = receive(ctx, file["file"], (folder / file["file"]).read_bytes())
        assert outcomes(reports) == [file["outcome"]]
        assert [report.letter.letter_id for report in reports] == [file["letter_id"]]
    query = select(Referral).options(selectinload(Referral.diagnoses))
    rows = {row.letter_number: row for row in ctx.session.scalars(query)}
    assert sorted(rows) == sorted(row["letter_id"] for row in expected["referrals"])
    for wanted in expected["referrals"]:
        row = rows[wanted["letter_id"]]
        diagnoses = [
            {"role": each.role, "code": each.code, "type_code": each.type_code, "text": each.text}
            for each in row.diagnoses
        ]
        found = {
            "kind": row.kind.value,
            "sender_kind": row.sender_kind.value,
            "cpr": ctx.session.get_one(Citizen, row.citizen_id).identifier,
            "diagnoses": diagnoses,
            "suggested_group": row.suggested_group,
            "gop_type": row.gop_type.value if row.gop_type else None,
        }
        assert found == {key: wanted[key] for key in found}
        assert row.work_ability_threatened in {wanted["work_ability_threatened"], None}
        discharged = row.discharged_on.isoformat() if row.discharged_on else None
        assert discharged == wanted.get("discharge_date")


@needs_shared
@pytest.mark.parametrize("number", [2, 3])
def test_the_plans_of_the_cases_miss_nothing_they_contain(ctx, number):
    (report,) = receive(ctx, "ggop.xml", (CASES / f"case{number}" / "ggop.xml").read_bytes())
    assert not [flag for flag in report.result.flags if flag.startswith("missing_")]
    assert "helbred" in {part["key"] for part in report.result.referral.sections}


def test_a_letter_that_came_before_its_citizen_follows_the_citizen(ctx, session):
    receive(ctx, "epikrise.xml", xdis01(cpr="1402779998"))
    [early] = session.scalars(select(StoredLetter))
    assert early.citizen_id is None
    receive(ctx, "henvisning.xml", xref15(cpr="1402779998"))
    session.expire_all()
    assert early.citizen_id == session.scalar(select(Referral.citizen_id))


def test_a_number_with_a_sign_nobody_can_write_is_shown_without_it(ctx):
    (report,) = receive(ctx, "a.edi", edifact(letter(ref01_body()), envelope_id="PRK\x0026110007"))
    assert report.outcome is IntakeOutcome.QUARANTINED
    assert report.delivery.envelope_id == "PRK26110007"
