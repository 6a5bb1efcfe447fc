"""Placing one letter: a referral, a document, something that waits, or one we already have."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from rehab.domain.programme import Programme
from rehab.domain.triage import flags_of, triage_checklist
from rehab.domain.triage_facts import ReferralFacts
from rehab.ids import new_id
from rehab.medcom.enclosures import ReferenceKind
from rehab.medcom.letters import REFERRAL_KINDS, Envelope, Letter, LetterKind
from rehab.models import Citizen, IntakeOutcome, LetterObject, Referral, StoredLetter
from rehab.services.citizens import filled_in, is_usable
from rehab.services.context import Context
from rehab.services.facts import facts_of
from rehab.services.known import Known, known_of
from rehab.services.referral_intake import referral_from_letter


@dataclass(frozen=True, slots=True)
class LetterResult:
    """Where a letter was put. `first` is false when the same letter was here before."""

    outcome: IntakeOutcome
    first: bool = True
    reason: str | None = None
    referral: Referral | None = None
    citizen_id: UUID | None = None
    flag: str | None = None
    judged: tuple[Programme, ReferralFacts] | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """Return what a person is to look at, worked out when somebody asks."""
        found = flags_of(triage_checklist(*self.judged)) if self.judged else ()
        return (self.flag, *found) if self.flag else found


def place_letter(ctx: Context, known: Known, envelope: Envelope, letter: Letter) -> LetterResult:
    """Put a letter where it belongs in the actor's organisation, and say where that is.

    What is new is noted in `known`, which saves it.
    """
    earlier = known.letter(ctx.organisation_id, letter)
    if earlier is not None:
        known.save(ctx)
        return _seen_before(ctx, letter, earlier)
    if letter.kind in REFERRAL_KINDS:
        return _referral(ctx, known, envelope, letter)
    patient = letter.patient
    citizen = known.citizen(ctx.organisation_id, patient.identifier) if patient else None
    if letter.kind is LetterKind.CORRESPONDENCE:
        return _correspondence(known, letter, citizen)
    return LetterResult(IntakeOutcome.ACCEPTED, citizen_id=citizen.id if citizen else None)


def known_letter(ctx: Context, letter: Letter) -> LetterResult | None:
    """Return what is said of a letter that is stored, or None when it is new; writes nothing."""
    place = ctx.organisation_id
    earlier = known_of(ctx.session, [(place, letter)]).letter(place, letter)
    return _seen_before(ctx, letter, earlier) if earlier is not None else None


def objects_of(letter: Letter) -> list[LetterObject]:
    """Return the files a letter carries and those it points to, by which they are joined."""
    carried = [
        LetterObject(
            id=new_id(),
            is_attachment=True,
            position=position,
            object_identifier=each.object_identifier[:100],
            extension=(each.extension or "")[:20],
            size=len(each.content),
        )
        for position, each in enumerate(letter.attachments)
    ]
    pointed_to = [
        LetterObject(
            id=new_id(),
            is_attachment=False,
            position=position,
            object_identifier=each.target[:100],
            description=(each.description or "")[:100],
            extension=(each.extension or "")[:20],
            size=None,
        )
        for position, each in enumerate(letter.references)
        if each.kind is ReferenceKind.ATTACHMENT and each.target
    ]
    return carried + pointed_to


def _seen_before(ctx: Context, letter: Letter, earlier: StoredLetter) -> LetterResult:
    referral = ctx.session.scalars(
        select(Referral).where(Referral.letter_id == earlier.id)
    ).one_or_none()
    if earlier.content_hash == letter.content_hash:
        return LetterResult(
            IntakeOutcome.DUPLICATE,
            first=False,
            reason="Samme brev er modtaget før og vises ikke igen.",
            referral=referral,
            citizen_id=earlier.citizen_id,
        )
    return LetterResult(
        IntakeOutcome.PARKED,
        first=False,
        reason="Genbrugt brevnummer: et brev med samme nummer og andet indhold er modtaget før. "
        "Sammenlign de to breve, og afgør om det er en ny henvisning.",
        citizen_id=earlier.citizen_id,
        flag="reused_letter_id",
    )


def _referral(ctx: Context, known: Known, envelope: Envelope, letter: Letter) -> LetterResult:
    if letter.patient is None:
        raise ValueError("the reader lets no referral through without a patient")
    citizen = known.citizen(ctx.organisation_id, letter.patient.identifier)
    if letter.status_code == "rettetbrev":
        return LetterResult(
            IntakeOutcome.PARKED,
            reason="Brevet retter et tidligere brev. Find det, og afgør hvad der skal ske.",
            citizen_id=citizen.id if citizen else None,
            flag="corrected_letter",
        )
    if not is_usable(letter.patient.identifier):
        return LetterResult(
            IntakeOutcome.PARKED,
            reason="CPR-nummeret kan ikke bruges til at finde borgeren. Spørg afsenderen om "
            "nummeret, og indtast brevet som henvisning.",
            flag="identifier_unusable",
        )
    is_new = citizen is None
    citizen = filled_in(ctx, citizen, letter.patient)
    if is_new:
        known.add_citizen(citizen)
    referral = referral_from_letter(ctx, envelope, letter, citizen)
    known.new_referrals.append(referral)
    has_open_case = citizen.id in known.with_open_case
    facts = facts_of(referral, citizen, has_open_case=has_open_case)
    return LetterResult(
        IntakeOutcome.ACCEPTED,
        referral=referral,
        citizen_id=citizen.id,
        judged=(ctx.programme, facts),
    )


def _correspondence(known: Known, letter: Letter, citizen: Citizen | None) -> LetterResult:
    if letter.is_gop_as_correspondence:
        return LetterResult(
            IntakeOutcome.PARKED,
            reason="Genoptræningsplan modtaget som korrespondance. Indtast den som henvisning.",
            citizen_id=citizen.id if citizen else None,
            flag="gop_as_correspondence",
        )
    if citizen is not None and citizen.id in known.with_open_case:
        return LetterResult(IntakeOutcome.ACCEPTED, citizen_id=citizen.id)
    return LetterResult(
        IntakeOutcome.PARKED,
        reason="Borgeren har ingen åben sag. Læs brevet, og afgør hvad der skal ske.",
        citizen_id=citizen.id if citizen else None,
    )
