"""What a professional types about the citizen's work."""

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Optional

from rehab.domain.employment import WORK_STATUS_LABELS, WorkStatus
from rehab.services.work_status import RecordWorkStatus
from rehab.web.fields import DayField, Form


class WorkStatusForm(Form):
    """The citizen's work status from a day on."""

    status = SelectField(
        "Arbejdsstatus",
        choices=[
            SelectChoice("", "Vælg"),
            *(SelectChoice(code.value, text) for code, text in WORK_STATUS_LABELS.items()),
        ],
        validators=[InputRequired("Vælg borgerens arbejdsstatus.")],
    )
    from_on = DayField(
        "Gælder fra", validators=[InputRequired("Skriv den dag, arbejdsstatus gælder fra.")]
    )
    sick_since = DayField("Første sygedag", validators=[Optional()])
    asks_for_effort = BooleanField("Bed om beskæftigelsesindsats")

    def command(self) -> RecordWorkStatus:
        """Return what was typed, as the use case takes it."""
        if self.from_on.data is None:
            raise RuntimeError("command() before validate_on_submit()")
        return RecordWorkStatus(
            status=WorkStatus(self.status.data),
            from_on=self.from_on.data,
            sick_since=self.sick_since.data,
            asks_for_effort=bool(self.asks_for_effort.data),
        )
