"""From a letter, or from what a person typed, to a referral in the inbox."""

from dataclasses import dataclass
from datetime import date, datetime, time

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.access import Permission
from rehab.domain.cpr import parse_identifier
from rehab.domain.errors import DomainError
from rehab.domain.groups import suggest_group
from rehab.domain.names import NamesOfOneNumber
from rehab.domain.plausible_days import (
    check_discharge,
    check_received,
    plausible_discharge,
    plausible_instant,
)
from rehab.domain.referral_texts import work_ability_threatened
from rehab.domain.referrals import (
    GopType,
    ReferralKind,
    SenderKind,
    legal_basis_of,
    sender_kind,
)
from rehab.domain.wording import has_words
from rehab.ids import new_id
from rehab.medcom.letters import Envelope, Letter, Party, Patient
from rehab.models import Citizen, Diagnosis, Referral
from rehab.services.citizens import citizen_for, find_citizen, wait_to_register
from rehab.services.context import Context
from rehab.services.facts import diagnosis_facts


class ReferralRefusedError(DomainError):
    """What was typed cannot become a referral."""


class NameDiffersError(ReferralRefusedError):
    """The number typed is known by another name, and nobody has said that it is one citizen."""


@dataclass(frozen=True, slots=True)
class TypedReferral:
    """A referral that came by telephone or on paper, as a visitator types it (F1)."""

    kind: ReferralKind
    identifier: str
    given_name: str
    surname: str
    phone: str
    sender_kind: SenderKind
    sender_name: str
    referrer_name: str
    sender_gln: str
    received_on: date
    gop_type: GopType | None
    discharged_on: date | None
    diagnosis_code: str
    diagnosis_text: str
    history: str
    same_citizen: bool = False


def referral_from_letter(
    ctx: Context, envelope: Envelope, letter: Letter, citizen: Citizen
) -> Referral:
    """Return the referral a letter is, for the inbox; the caller saves it.

    The day of receipt is the message's own, or today when that lies ahead or the kommune counts
    from its own receipt (4.5; DOMAIN 18.5).
    """
    received_at = _received_at(ctx, envelope)
    sections = [
        {"key": part.key, "heading": part.heading or "", "text": part.body.plain()}
        for part in letter.sections
    ]
    text = "\n".join(part["text"] for part in sections)
    gop_type = GopType(letter.gop_type.value) if letter.gop_type else None
    kind = ReferralKind(letter.kind.value)
    sender = letter.sender
    referral = Referral(
        organisation_id=ctx.organisation_id,
        citizen_id=citizen.id,
        kind=kind,
        legal_basis=legal_basis_of(kind, gop_type),
        programme_version=ctx.programme.version,
        letter_number=letter.letter_id[:40],
        episode_id=(letter.episode_id or "")[:40] or None,
        sent_at=plausible_instant(envelope.sent_at, ctx.now),
        received_at=received_at,
        received_on=civil_date(received_at),
        discharged_on=plausible_discharge(letter.contact_end, civil_date(ctx.now)),
        gop_type=gop_type,
        sender_kind=sender_kind(
            sender.identifier_code,
            sender.speciality,
            sender.organisation,
            sender.department,
            sender.person_title,
        ),
        sender_gln=(sender.gln or "")[:35] or None,
        sender_identifier=(sender.identifier or "")[:20] or None,
        sender_identifier_code=(sender.identifier_code or "")[:30] or None,
        sender_name=(sender.organisation or "Ukendt afsender")[:120],
        sender_department=", ".join(part for part in (sender.department, sender.unit) if part)[
            :120
        ],
        referrer_name=(sender.person_name or "")[:120],
        answer_to=_answer_to(letter),
        received_name=_name_of(letter.patient),
        work_ability_threatened=work_ability_threatened(text),
        sections=sections,
        diagnoses=[
            Diagnosis(
                id=new_id(),
                position=position,
                role=diagnosis.role[:30],
                code=(diagnosis.code or "")[:20] or None,
                type_code=(diagnosis.type_code or "")[:30] or None,
                text=(diagnosis.text or "")[:200],
            )
            for position, diagnosis in enumerate(letter.diagnoses)
        ],
        events=[],
    )
    _register(ctx, referral, "referral.received")
    return referral


def type_in_referral(ctx: Context, command: TypedReferral) -> Referral:
    """Register a referral that came by telephone or on paper.

    Raises `InvalidIdentifierError`, `ReferralRefusedError` or `ImplausibleDayError`, each saying
    what to mend.
    """
    ctx.require(Permission.REFERRAL_REGISTER)
    identifier = parse_identifier(command.identifier)
    if command.received_on > ctx.today:
        raise ReferralRefusedError("Henvisningen kan ikke være modtaget efter i dag. Ret datoen.")
    check_received(command.received_on, ctx.today)
    check_discharge(command.discharged_on, ctx.today)
    if command.gop_type is not None and command.discharged_on is None:
        raise ReferralRefusedError(
            "Skriv udskrivningsdatoen: fristen på 7 dage regnes fra den (sundhedsloven § 140)."
        )
    patient = Patient(
        identifier=identifier.value,
        identifier_is_cpr=not identifier.is_replacement,
        surname=command.surname,
        given_name=command.given_name,
        phones=(command.phone,) if command.phone else (),
    )
    if not (has_words(command.given_name) and has_words(command.surname)):
        raise ReferralRefusedError("Skriv borgerens fornavn og efternavn.")
    wait_to_register(ctx)
    _check_same_citizen(ctx, patient, confirmed=command.same_citizen)
    citizen = citizen_for(ctx, patient)
    received = command.received_on
    referral = Referral(
        organisation_id=ctx.organisation_id,
        citizen_id=citizen.id,
        kind=command.kind,
        legal_basis=legal_basis_of(command.kind, command.gop_type),
        programme_version=ctx.programme.version,
        received_at=datetime.combine(received, time(12), COPENHAGEN),
        received_on=received,
        discharged_on=command.discharged_on,
        gop_type=command.gop_type,
        sender_kind=command.sender_kind,
        sender_gln=command.sender_gln or None,
        sender_name=command.sender_name,
        referrer_name=command.referrer_name,
        received_name=_name_of(patient),
        work_ability_threatened=work_ability_threatened(command.history),
        sections=[
            {"key": "sygehistorie", "heading": "Henvisningens tekst", "text": command.history}
        ],
        diagnoses=[
            Diagnosis(
                position=0,
                role="main",
                code=command.diagnosis_code or None,
                type_code=None,
                text=command.diagnosis_text,
            )
        ]
        if command.diagnosis_code or command.diagnosis_text
        else [],
    )
    _register(ctx, referral, "referral.typed_in")
    ctx.session.add(referral)
    ctx.session.flush()
    return referral


def _check_same_citizen(ctx: Context, patient: Patient, *, confirmed: bool) -> None:
    known = find_citizen(ctx, patient.identifier)
    if known is None or confirmed:
        return
    names = NamesOfOneNumber(_name_of(patient), known.given_name, known.surname)
    if names.differ:
        raise NameDiffersError(
            f"CPR-nummeret hører til {names.known}. Ret nummeret eller navnet, eller sæt kryds "
            "ved, at det er samme borger."
        )


def _register(ctx: Context, referral: Referral, verb: str) -> None:
    referral.id = new_id()
    suggestion = suggest_group(ctx.programme, diagnosis_facts(referral.diagnoses))
    referral.suggested_group = suggestion.group
    ctx.record(verb, referral_id=referral.id, kind=referral.kind)


def _received_at(ctx: Context, envelope: Envelope) -> datetime:
    sent = plausible_instant(envelope.sent_at, ctx.now)
    if sent is None or sent > ctx.now or ctx.settings.receipt_counts_from == "import":
        return ctx.now
    return sent


def _name_of(patient: Patient | None) -> str:
    """Return the citizen's name as it came, which the number may know by another."""
    return f"{patient.given_name or ''} {patient.surname}".strip()[:150] if patient else ""


def _answer_to(letter: Letter) -> list[dict[str, str]]:
    """Return who else is to have the closing letter: the GP, and a plan's result receivers."""
    parties = [("svar", party) for party in letter.answer_receivers]
    parties += [("slutresultat", party) for party in letter.result_receivers]
    return [_written(role, party) for role, party in parties]


def _written(role: str, party: Party) -> dict[str, str]:
    return {
        "role": "egen læge" if party.is_gp else role,
        "name": (party.organisation or "")[:120],
        "gln": party.gln or "",
        "identifier": party.identifier or "",
        "identifier_code": party.identifier_code or "",
    }
