"""What is typed when somebody is going to be away."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired

from rehab.domain.contact_persons import Colleague
from rehab.services.absences import RecordAbsence
from rehab.web.fields import DayField, Form


class AbsenceForm(Form):
    """Who is away from one day to another, and who stands in."""

    user = SelectField("Hvem er fraværende?", validators=[InputRequired("Vælg en person.")])
    from_on = DayField("Første dag", [InputRequired("Skriv den første dag.")])
    until_on = DayField("Sidste dag", [InputRequired("Skriv den sidste dag.")])
    substitute = SelectField("Vikar", validators=[InputRequired("Vælg en vikar.")])

    def __init__(self, away: Sequence[Colleague], all_: Sequence[Colleague], today: date) -> None:
        """Offer whom the person may record for, and every colleague as substitute."""
        super().__init__(data={"from_on": today, "user": str(away[0].user_id) if away else ""})
        self.user.choices = [SelectChoice(str(one.user_id), one.name) for one in away]
        self.substitute.choices = [
            SelectChoice("", "Vælg en vikar"),
            *(SelectChoice(str(one.user_id), one.name) for one in all_),
        ]

    def command(self) -> RecordAbsence:
        """Return what was typed, as the use case takes it."""
        if self.from_on.data is None or self.until_on.data is None:
            raise RuntimeError("command() before validate_on_submit()")
        return RecordAbsence(
            UUID(self.user.data),
            UUID(self.substitute.data),
            self.from_on.data,
            self.until_on.data,
        )


class EndForm(Form):
    """The press of the button that ends an absence."""
