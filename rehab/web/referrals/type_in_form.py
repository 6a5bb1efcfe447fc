"""What is typed about a referral that came by telephone or on paper."""

from datetime import date
from typing import Final

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, Optional

from rehab.domain.cpr import InvalidIdentifierError, parse_identifier
from rehab.domain.referrals import GopType, ReferralKind, SenderKind, sender_kind
from rehab.medcom.gln import is_valid_gln
from rehab.medcom.letters import Letter
from rehab.services.referral_intake import TypedReferral
from rehab.web.fields import DayField, Form
from rehab.web.labels import GOP_LABELS, SENDER_LABELS

_BY_HAND: Final = ((ReferralKind.PHONE, "Telefon"), (ReferralKind.LETTER, "Brev"))
_NO_PLAN: Final = ""


class TypeInForm(Form):
    """A referral that came by telephone or on paper."""

    kind = RadioField(
        "Hvordan kom henvisningen?",
        choices=[SelectChoice(kind.value, label) for kind, label in _BY_HAND],
        default=ReferralKind.PHONE.value,
    )
    received_on = DayField(
        "Modtaget", validators=[InputRequired("Skriv, hvornår den er modtaget.")]
    )
    identifier = StringField(
        "CPR-nummer", validators=[InputRequired("Skriv borgerens CPR-nummer.")]
    )
    given_name = StringField(
        "Fornavn",
        validators=[
            InputRequired("Skriv borgerens fornavn."),
            Length(max=70, message="Skriv højst 70 tegn."),
        ],
    )
    surname = StringField(
        "Efternavn",
        validators=[
            InputRequired("Skriv borgerens efternavn."),
            Length(max=70, message="Skriv højst 70 tegn."),
        ],
    )
    same_citizen = BooleanField("Jeg har kontrolleret, at det er samme borger")
    phone = StringField(
        "Telefon", validators=[Optional(), Length(max=40, message="Skriv højst 40 tegn.")]
    )
    sender_kind = SelectField(
        "Hvem henviser?",
        choices=[SelectChoice(kind.value, SENDER_LABELS[kind]) for kind in SenderKind],
        default=SenderKind.GP.value,
    )
    sender_name = StringField(
        "Praksis eller afdeling",
        validators=[
            InputRequired("Skriv, hvilken praksis eller afdeling der henviser."),
            Length(max=120, message="Skriv højst 120 tegn."),
        ],
    )
    referrer_name = StringField(
        "Henvisers navn", validators=[Optional(), Length(max=120, message="Skriv højst 120 tegn.")]
    )
    sender_gln = StringField("Lokationsnummer", validators=[Optional()])
    gop_type = SelectField(
        "Er det en genoptræningsplan?",
        choices=[
            SelectChoice(_NO_PLAN, "Nej, en henvisning til programmet"),
            *(SelectChoice(kind.value, f"Ja: {GOP_LABELS[kind]}") for kind in GopType),
        ],
        default=_NO_PLAN,
    )
    discharged_on = DayField("Udskrevet", validators=[Optional()])
    diagnosis_code = StringField(
        "Diagnosekode", validators=[Optional(), Length(max=20, message="Skriv højst 20 tegn.")]
    )
    diagnosis_text = StringField(
        "Diagnose", validators=[Optional(), Length(max=200, message="Skriv højst 200 tegn.")]
    )
    history = TextAreaField(
        "Henvisningens tekst",
        validators=[
            InputRequired("Skriv, hvad henvisningen siger."),
            Length(max=20000, message="Skriv højst 20.000 tegn."),
        ],
    )

    def begin(self, today: date, letter: Letter | None) -> None:
        """Fill in today, and what a letter says that is no referral itself."""
        if self.is_submitted():
            return
        self.received_on.data = today
        if letter is None:
            return
        self.kind.data = ReferralKind.LETTER.value
        if letter.patient is not None:
            self.identifier.data = letter.patient.identifier
            self.given_name.data = letter.patient.given_name or ""
            self.surname.data = letter.patient.surname
            self.phone.data = next(iter(letter.patient.phones), "")
        sender = letter.sender
        self.sender_gln.data = sender.gln or ""
        self.sender_name.data = sender.organisation or ""
        self.referrer_name.data = sender.person_name or ""
        self.sender_kind.data = sender_kind(
            sender.identifier_code,
            sender.speciality,
            sender.organisation,
            sender.department,
            sender.person_title,
        ).value
        self.history.data = "\n\n".join(
            "\n".join(part for part in (section.heading, section.body.plain()) if part)
            for section in letter.sections
        )
        if letter.is_gop_as_correspondence:
            self.gop_type.data = GopType.ALMEN.value

    def validate_identifier(self, field: StringField) -> None:
        """Refuse what cannot be a citizen's number, in the rule's own words."""
        try:
            parse_identifier(field.data or "")
        except InvalidIdentifierError as refusal:
            raise ValidationError(str(refusal)) from refusal

    def validate_sender_gln(self, field: StringField) -> None:
        """Refuse a location number with a wrong digit: the closing letter is sent to it."""
        if field.data and not is_valid_gln(field.data.replace(" ", "")):
            raise ValidationError(
                "Lokationsnummeret har 13 cifre, og kontrolcifferet skal passe. "
                "Lad feltet stå tomt, hvis du ikke kender det."
            )

    def command(self, today: date) -> TypedReferral:
        """Return the referral as it was typed."""
        return TypedReferral(
            kind=ReferralKind(self.kind.data),
            identifier=self.identifier.data or "",
            given_name=_trimmed(self.given_name),
            surname=_trimmed(self.surname),
            phone=_trimmed(self.phone),
            sender_kind=SenderKind(self.sender_kind.data),
            sender_name=_trimmed(self.sender_name),
            referrer_name=_trimmed(self.referrer_name),
            sender_gln=_trimmed(self.sender_gln).replace(" ", ""),
            received_on=self.received_on.data or today,
            gop_type=GopType(self.gop_type.data) if self.gop_type.data else None,
            discharged_on=self.discharged_on.data,
            diagnosis_code=_trimmed(self.diagnosis_code),
            diagnosis_text=_trimmed(self.diagnosis_text),
            history=_trimmed(self.history),
            same_citizen=bool(self.same_citizen.data),
        )


def _trimmed(field: StringField) -> str:
    return (field.data or "").strip()
