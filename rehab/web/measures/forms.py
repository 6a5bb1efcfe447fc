"""What a therapist records of a measurement, with the citizen across the table."""

from collections.abc import Sequence
from datetime import date

from wtforms import FieldList, FormField, HiddenField, RadioField, StringField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from rehab.domain.measures import MAX_ACTIVITIES, MAX_SCORE, MIN_SCORE
from rehab.models import Measurement
from rehab.services.measures import RecordMeasurement
from rehab.web.fields import DayField, Form, FormPart

_SCORES = [SelectChoice(str(score)) for score in range(MIN_SCORE, MAX_SCORE + 1)]


def _scored(form: BaseForm, field: Field) -> None:
    """Ask for the score of an activity somebody typed; other rows may be without one."""
    if field.data:
        return
    field.errors = []
    typed = (form["activity"].data or "").strip() and not form["from_start"].data
    raise StopValidation("Vælg et tal for aktiviteten." if typed else "")


class ActivityForm(FormPart):
    """One activity in the citizen's own words, and how well it goes.

    `from_start` is set where the activity is the start's: such a row may be left without a score.
    """

    activity = StringField("Aktivitet", validators=[Length(max=80, message="Skriv højst 80 tegn.")])
    from_start = HiddenField()
    score = RadioField("Hvor godt går det?", choices=_SCORES, validators=[_scored])

    def validate_activity(self, field: StringField) -> None:
        """Ask for the name of an activity that has a score."""
        if self.score.data and not (field.data or "").strip():
            raise ValidationError("Skriv borgerens egne ord for aktiviteten.")


class MeasurementForm(Form):
    """Pain from 0 to 10, and one to five activities the citizen chooses."""

    measured_on = DayField("Målt den", validators=[InputRequired("Skriv datoen for målingen.")])
    nrs_pain = RadioField(
        "Smerte lige nu (NRS)",
        choices=[*_SCORES, SelectChoice("", "Ikke målt")],
        default="",
        validators=[Optional()],
    )
    activities = FieldList(
        FormField(ActivityForm), min_entries=MAX_ACTIVITIES, max_entries=MAX_ACTIVITIES
    )

    def show(self, own: Measurement | None, start: Measurement | None, today: date) -> None:
        """Fill in what is recorded already, or else the start's activities without scores."""
        self.measured_on.data = own.measured_on if own else today
        if own is not None and own.nrs_pain is not None:
            self.nrs_pain.data = str(own.nrs_pain)
        source: Sequence[dict[str, str]] = own.activities if own else []
        if not source and start is not None:
            source = [{"activity": item["activity"], "score": ""} for item in start.activities]
        for entry, item in zip(self.activities, source, strict=False):
            entry.form.activity.data = item["activity"]
            entry.form.score.data = item["score"]

    def command(self) -> RecordMeasurement:
        """Return what was recorded; rows without a name or a score are no activities."""
        if self.measured_on.data is None:
            raise ValueError("only a valid form gives a command")
        return RecordMeasurement(
            measured_on=self.measured_on.data,
            nrs_pain=int(self.nrs_pain.data) if self.nrs_pain.data else None,
            activities=tuple(
                ((entry.form.activity.data or "").strip(), int(entry.form.score.data))
                for entry in self.activities
                if (entry.form.activity.data or "").strip() and entry.form.score.data
            ),
        )
