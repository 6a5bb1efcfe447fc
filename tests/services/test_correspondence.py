"""Letters to those who referred the citizen."""

from dataclasses import replace

import pytest

from rehab.domain.access import Permission, Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import ReferralStatus, TriageDecision
from rehab.medcom.latin import UnsendableSignsError
from rehab.medcom.schemas import Schemas
from rehab.medcom.xml_writing import UnsendableLetterError
from rehab.models import OutgoingStatus
from rehab.queries.cases import find_case
from rehab.queries.referrals import find_referral
from rehab.services.correspondence import (
    NobodyToWriteToError,
    NothingWrittenError,
    ReferralEndedError,
    WriteLetter,
    ask_for_missing,
    question_draft,
    receivers_of,
    write_letter,
)
from rehab.services.triage import TriageCommand, triage
from tests.support.outbox import GP_GLN, letter_in, queued
from tests.support.shared import SHARED, needs_shared

CLINIC = "5790000999057"
DOCTOR = {
    "role": "egen læge",
    "name": "Lægerne Prøvevej",
    "gln": CLINIC,
    "identifier": "099996",
    "identifier_code": "ydernummer",
}


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def loaded(ctx, referral):
    return find_referral(ctx.session, ctx.actor, referral.id)


def returned(ctx, referral, text="Borgeren bor i en anden kommune."):
    programme = ctx.programme
    reason = programme.reasons_for(TriageDecision.RETURN_TO_SENDER)[0]
    with ctx.transaction():
        triage(
            ctx,
            loaded(ctx, referral),
            TriageCommand(TriageDecision.RETURN_TO_SENDER, reason.code, text),
        )
    return reason


def test_the_question_names_what_is_missing_and_no_more(ctx, make):
    draft = question_draft(ctx, loaded(ctx, make.referral()))
    assert "- Aktuel medicin" in draft
    assert "- Kort sygehistorie" not in draft
    assert "telefon 99999999" in draft


def test_asking_queues_a_letter_to_the_one_who_referred_and_pauses_nothing(ctx, make):
    referral = make.referral()
    with ctx.transaction():
        ask_for_missing(ctx, loaded(ctx, referral), "Vi mangler medicin.")
    (row,) = queued(ctx.session)
    letter = letter_in(row)
    assert (row.receiver_gln, row.referral_id, row.status) == (
        GP_GLN,
        referral.id,
        OutgoingStatus.QUEUED,
    )
    assert (letter.subject, letter.sections[0].body.plain()) == (
        "Manglende oplysninger i henvisning",
        "Vi mangler medicin.",
    )
    assert letter.patient.identifier == loaded(ctx, referral).citizen.identifier
    assert loaded(ctx, referral).status is ReferralStatus.RECEIVED


@pytest.mark.parametrize(
    ("fields", "text", "error"),
    [
        pytest.param({"sender_gln": None}, "Vi mangler.", NobodyToWriteToError, id="no-number"),
        pytest.param({}, "  ", NothingWrittenError, id="no-words"),
        pytest.param(
            {"status": ReferralStatus.RETURNED}, "Vi mangler.", ReferralEndedError, id="ended"
        ),
        pytest.param({}, "ord " * 9000, UnsendableLetterError, id="too-long"),
    ],
)
def test_some_questions_are_refused(ctx, make, fields, text, error):
    with pytest.raises(error):
        ask_for_missing(ctx, loaded(ctx, make.referral(**fields)), text)
    assert queued(ctx.session) == []


def test_only_a_visitator_asks(ctx_as, make):
    referral = make.referral()
    with pytest.raises(NotPermittedError):
        ask_for_missing(ctx_as(Role.KOORDINATOR), referral, "Vi mangler.")


def test_a_return_goes_to_the_sender_with_the_coded_reason_and_the_words(ctx, make):
    referral = make.referral()
    reason = returned(ctx, referral)
    (row,) = queued(ctx.session)
    said = {part.heading: part.body.plain() for part in letter_in(row).sections}
    assert (row.receiver_gln, row.subject) == (GP_GLN, "Henvisning returneret")
    assert said["Begrundelse"] == reason.label
    assert said["Uddybning"] == "Borgeren bor i en anden kommune."


def test_a_return_to_somebody_without_a_location_number_is_still_a_return(ctx, make):
    referral = make.referral(sender_gln=None)
    returned(ctx, referral)
    assert loaded(ctx, referral).status is ReferralStatus.RETURNED
    assert queued(ctx.session) == []


def test_a_return_that_cannot_be_written_is_held_back_and_seen(ctx, make):
    referral = make.referral()
    returned(ctx, referral, "ord " * 9000)
    (row,) = queued(ctx.session)
    assert (row.status, row.raw) == (OutgoingStatus.HELD_BACK, b"")
    assert "for langt" in row.reason


def test_any_other_decision_sends_nothing(ctx, make):
    referral = make.referral()
    reason = ctx.programme.reasons_for(TriageDecision.LEAVE_PROGRAMME)[0]
    with ctx.transaction():
        triage(
            ctx,
            loaded(ctx, referral),
            TriageCommand(TriageDecision.LEAVE_PROGRAMME, reason.code, "Borgeren er flyttet."),
        )
    assert queued(ctx.session) == []


def test_a_letter_from_a_case_goes_to_the_doctor_chosen(ctx, make):
    case = make.case(referrals=0)
    referral = make.referral(case=case, answer_to=[DOCTOR])
    with ctx.transaction():
        write_letter(
            ctx,
            find_case(ctx.session, ctx.actor, case.id),
            WriteLetter(CLINIC, "Ny risikofaktor", "Borgeren sover dårligt."),
        )
    (row,) = queued(ctx.session)
    letter = letter_in(row)
    assert (row.receiver_gln, row.case_id, row.referral_id) == (CLINIC, case.id, referral.id)
    assert (letter.receiver.identifier, letter.subject) == ("099996", "Ny risikofaktor")
    assert letter.episode_id == referral.episode_id


def test_nobody_outside_the_case_can_be_written_to(ctx, make):
    case = make.case()
    with pytest.raises(NobodyToWriteToError):
        write_letter(
            ctx,
            find_case(ctx.session, ctx.actor, case.id),
            WriteLetter(CLINIC, "Emne", "Tekst."),
        )


def test_a_therapist_of_another_case_writes_to_nobody(ctx_as, make):
    case = make.case()
    with pytest.raises(NotPermittedError):
        write_letter(ctx_as(Role.TERAPEUT), case, WriteLetter(GP_GLN, "Emne", "Tekst."))


def test_each_receiver_is_offered_once_and_who_referred_first(make):
    same = DOCTOR | {"gln": GP_GLN, "identifier": "099999"}
    referral = make.referral(answer_to=[DOCTOR, same, DOCTOR | {"gln": ""}])
    assert [party.gln for party in receivers_of(referral)] == [GP_GLN, CLINIC]


@needs_shared
def test_what_is_queued_is_valid(ctx, make):
    schemas = SHARED / "medcom" / "xsd"
    own = replace(ctx, settings=replace(ctx.settings, medcom_schema_folder=schemas))
    one, other = make.referral(), make.referral()
    with own.transaction():
        ask_for_missing(own, loaded(own, one), question_draft(own, loaded(own, one)))
    returned(own, other)
    rows = queued(own.session)
    assert [row.reason for row in rows] == ["", ""]
    assert [Schemas(schemas).validate(row.raw) for row in rows] == [(), ()]


def test_a_typed_sign_that_cannot_be_sent_is_named_and_nothing_is_queued(ctx, make):
    case = make.case()
    found = find_case(ctx.session, ctx.actor, case.id, Permission.CASE_WRITE)
    with pytest.raises(UnsendableSignsError, match="\U0001f600"):
        write_letter(ctx, found, WriteLetter(GP_GLN, "Vedr. træning", "Det går godt \U0001f600"))
    with pytest.raises(UnsendableSignsError, match="✓"):
        ask_for_missing(ctx, loaded(ctx, make.referral()), "✓ medicin")
    assert queued(ctx.session) == []


def test_a_letter_of_its_own_goes_with_what_can_be_sent(ctx, make):
    returned(ctx, make.referral(), "Bor i Łódź \U0001f600.")
    (row,) = queued(ctx.session)
    texts = [section.body.plain() for section in letter_in(row).sections]
    assert any("Bor i Lódz ?." in text for text in texts)
    assert b"&#" not in row.raw
