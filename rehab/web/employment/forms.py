"""What a jobkonsulent types: a plan, and a talk with the workplace."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rehab.services.employment import RecordWorkplaceContact, WritePlan
from rehab.web.fields import DayField, Form


class PlanForm(Form):
    """A version of the plan for the return to work."""

    goal = TextAreaField(
        "Mål",
        validators=[InputRequired("Skriv, hvad borgeren skal vende tilbage til."), Length(max=500)],
    )
    steps = TextAreaField(
        "Trin",
        validators=[InputRequired("Skriv mindst ét trin på vejen tilbage."), Length(max=4000)],
    )
    expected_on = DayField("Forventet tilbage", validators=[Optional()])
    follow_up_on = DayField(
        "Næste opfølgning",
        validators=[InputRequired("Vælg den dag, planen skal følges op.")],
    )

    def command(self) -> WritePlan:
        """Return what was typed, as the use case takes it."""
        if self.follow_up_on.data is None:
            raise RuntimeError("command() before validate_on_submit()")
        return WritePlan(
            goal=self.goal.data or "",
            steps=self.steps.data or "",
            expected_on=self.expected_on.data,
            follow_up_on=self.follow_up_on.data,
        )


class WorkplaceContactForm(Form):
    """A talk with the workplace."""

    workplace = StringField(
        "Arbejdsplads",
        validators=[
            InputRequired("Skriv arbejdspladsens navn."),
            Length(max=120, message="Skriv højst 120 tegn."),
        ],
    )
    person = StringField(
        "Hvem talte du med?",
        validators=[
            InputRequired("Skriv navnet på den, du talte med."),
            Length(max=120, message="Skriv højst 120 tegn."),
        ],
    )
    contacted_on = DayField(
        "Dato for kontakten", validators=[InputRequired("Skriv den dag, I talte sammen.")]
    )
    resume_on = DayField("Arbejdet kan genoptages fra", validators=[Optional()])
    conditions = TextAreaField(
        "Vilkår",
        validators=[
            InputRequired("Skriv, på hvilke vilkår arbejdet kan genoptages."),
            Length(max=2000),
        ],
    )

    def command(self) -> RecordWorkplaceContact:
        """Return what was typed, as the use case takes it."""
        if self.contacted_on.data is None:
            raise RuntimeError("command() before validate_on_submit()")
        return RecordWorkplaceContact(
            workplace=self.workplace.data or "",
            person=self.person.data or "",
            contacted_on=self.contacted_on.data,
            resume_on=self.resume_on.data,
            conditions=self.conditions.data or "",
        )
