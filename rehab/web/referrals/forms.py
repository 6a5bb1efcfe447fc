"""What is typed at the one entrance: a decision, corrected dates, a referral from paper."""

from typing import Final

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from rehab.domain.programme import Programme
from rehab.domain.referrals import (
    GopType,
    TriageDecision,
)
from rehab.models import Referral
from rehab.services.referral_dates import DateCorrection
from rehab.services.triage import CaseRelation, TriageCommand
from rehab.web.fields import DayField, Form, seen_version, small_int
from rehab.web.labels import GOP_LABELS

NOT_SAID: Final = "ikke_oplyst"
_ANSWERS: Final = {"ja": True, "nej": False, NOT_SAID: None}
_WORDS: Final = {True: "ja", False: "nej", None: NOT_SAID}
_NO_PLAN: Final = ""


class TriageForm(Form):
    """A decision with its reason as one choice, so that the two can never disagree."""

    version = HiddenField()
    relation = RadioField(
        "Hvordan hører den nye henvisning til sagen?",
        choices=[
            SelectChoice(
                CaseRelation.PARALLEL.value, "Sideløbende: begge gælder, hver med sin egen frist"
            ),
            SelectChoice(CaseRelation.REPLACES.value, "Erstatter: den gamle afsluttes"),
        ],
        default=CaseRelation.PARALLEL.value,
    )
    red_flags = SelectMultipleField(
        "Røde flag – sæt kryds ved det, du finder",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    doctor_contact = StringField(
        "Læge, du har talt med", validators=[Length(max=200, message="Skriv højst 200 tegn.")]
    )
    group = RadioField("Gruppe", default="")
    work_ability = RadioField(
        "Er arbejdsevnen truet?",
        choices=[
            SelectChoice("ja", "Ja"),
            SelectChoice("nej", "Nej"),
            SelectChoice(NOT_SAID, "Ikke oplyst"),
        ],
        validators=[InputRequired("Svar på, om arbejdsevnen er truet.")],
    )
    same_citizen = BooleanField("Jeg har kontrolleret, at det er samme borger")
    choice = RadioField(
        "Afgørelse og begrundelse",
        validators=[InputRequired("Vælg en begrundelse under den afgørelse, du tager.")],
    )
    text = TextAreaField(
        "Med dine egne ord",
        validators=[
            InputRequired("Skriv med dine egne ord, hvorfor du afgør henvisningen sådan."),
            Length(max=4000, message="Skriv højst 4000 tegn."),
        ],
    )

    def offer(
        self, programme: Programme, referral: Referral, group: int | None, *, typed: bool
    ) -> None:
        """Fill in the choices of the programme, and what is known until something is typed."""
        self.red_flags.choices = [
            SelectChoice(flag.code, flag.label) for flag in programme.red_flags
        ]
        self.group.choices = [
            *(
                SelectChoice(str(group.number), f"{group.number}: {group.name}")
                for group in programme.groups
            ),
            SelectChoice("", "Ikke valgt"),
        ]
        self.reasons = {
            f"{reason.decision}:{reason.code}": reason.label for reason in programme.reason_codes
        }
        self.choice.choices = [SelectChoice(*reason) for reason in self.reasons.items()]
        if not typed:
            self.version.data = str(referral.version)
            self.group.data = "" if group is None else str(group)
            self.work_ability.data = _WORDS[referral.work_ability_threatened]

    def decision(self) -> TriageDecision | None:
        """Return the decision that is chosen, or None where none of the programme's is."""
        chosen = self.choice.data or ""
        return TriageDecision(chosen.partition(":")[0]) if chosen in self.reasons else None

    def reason(self) -> str:
        """Return the chosen reason in words."""
        return self.reasons[self.choice.data or ""]

    def command(self) -> TriageCommand:
        """Return the decision."""
        decision, _, reason = (self.choice.data or "").partition(":")
        return TriageCommand(
            decision=TriageDecision(decision),
            reason_code=reason,
            text=self.text.data or "",
            red_flags=tuple(self.red_flags.data or ()),
            doctor_contact=self.doctor_contact.data or "",
            group=small_int(self.group.data),
            work_ability_threatened=_ANSWERS[self.work_ability.data or NOT_SAID],
            relation=CaseRelation(self.relation.data),
            version=seen_version(self.version.data),
            same_citizen=bool(self.same_citizen.data),
        )


class DatesForm(Form):
    """The dates that the clocks are counted from, and the type of a plan."""

    version = HiddenField()
    received_on = DayField(
        "Modtaget", validators=[InputRequired("Skriv, hvornår den er modtaget.")]
    )
    discharged_on = DayField("Udskrevet", validators=[Optional()])
    earliest_start_on = DayField("Tidligste start, når planen siger det", validators=[Optional()])
    gop_type = SelectField(
        "Type af genoptræningsplan",
        choices=[
            SelectChoice(_NO_PLAN, "Ikke oplyst"),
            *(SelectChoice(kind.value, GOP_LABELS[kind]) for kind in GopType),
        ],
        default=_NO_PLAN,
    )

    def show(self, referral: Referral) -> None:
        """Fill in what stands now, until something is typed."""
        if not self.is_submitted():
            self.version.data = str(referral.version)
            self.received_on.data = referral.received_on
            self.discharged_on.data = referral.discharged_on
            self.earliest_start_on.data = referral.earliest_start_on
            self.gop_type.data = referral.gop_type.value if referral.gop_type else _NO_PLAN

    def command(self, referral: Referral) -> DateCorrection:
        """Return the dates as they should be."""
        return DateCorrection(
            received_on=self.received_on.data or referral.received_on,
            discharged_on=self.discharged_on.data,
            earliest_start_on=self.earliest_start_on.data,
            gop_type=GopType(self.gop_type.data) if self.gop_type.data else None,
            version=seen_version(self.version.data),
        )
