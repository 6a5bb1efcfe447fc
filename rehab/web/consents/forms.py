"""What the citizen agreed to, as a professional types it."""

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from rehab.domain.consent import FORM_LABELS, SCOPE_LABELS, ConsentForm, ConsentScope
from rehab.services.consents import MAX_CONSIDERATIONS, RecordConsent
from rehab.web.fields import DayField, Form


class RecordConsentForm(Form):
    """A consent to tell the employment unit something."""

    given_as = RadioField(
        "Hvordan er samtykket givet?",
        choices=[SelectChoice(code.value, text) for code, text in FORM_LABELS.items()],
        validators=[InputRequired("Vælg, hvordan borgeren har givet samtykke.")],
    )
    scopes = SelectMultipleField(
        "Hvad må jobkonsulenten se?",
        choices=[SelectChoice(scope.value, text) for scope, text in SCOPE_LABELS.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired("Sæt hak ved mindst én slags oplysninger.")],
    )
    purpose = TextAreaField(
        "Hvad skal oplysningerne bruges til?",
        validators=[InputRequired("Skriv, hvad oplysningerne skal bruges til."), Length(max=500)],
    )
    considerations = TextAreaField(
        "Skånehensyn på arbejdet", validators=[Optional(), Length(max=MAX_CONSIDERATIONS)]
    )
    given_on = DayField(
        "Givet den", validators=[InputRequired("Skriv den dag, borgeren gav samtykket.")]
    )
    expires_on = DayField("Gælder til og med", validators=[Optional()])

    def command(self) -> RecordConsent:
        """Return what was typed, as the use case takes it."""
        if self.given_on.data is None:
            raise RuntimeError("command() before validate_on_submit()")
        return RecordConsent(
            form=ConsentForm(self.given_as.data),
            scopes=frozenset(ConsentScope(scope) for scope in self.scopes.data or ()),
            purpose=self.purpose.data or "",
            given_on=self.given_on.data,
            expires_on=self.expires_on.data,
            considerations=self.considerations.data or "",
        )
