"""What somebody answers for each risk factor, with the citizen across the table."""

from collections.abc import Sequence
from typing import Final

from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length

from rehab.domain.programme import RiskFactor
from rehab.domain.risk_factors import Presence, RiskAssessment
from rehab.services.risk_factors import AssessRisk
from rehab.web.fields import Form, FormPart

_ANSWERS: Final = (
    SelectChoice(Presence.ABSENT.value, "Nej"),
    SelectChoice(Presence.KNOWN.value, "Ja, kendt"),
    SelectChoice(Presence.NEW.value, "Ja, nyfundet"),
)
_MOST_FACTORS: Final = 60


class FactorForm(FormPart):
    """One factor: whether the citizen has it, and whether the doctor knows."""

    code = HiddenField()
    answer = RadioField("Svar", choices=list(_ANSWERS), validators=[InputRequired("Vælg et svar.")])


class RiskForm(Form):
    """An answer to each factor, and what the own doctor is told beside the list."""

    factors = FieldList(FormField(FactorForm), max_entries=_MOST_FACTORS)
    text = TextAreaField(
        "Uddybning til egen læge",
        validators=[Length(max=2000, message="Skriv højst 2000 tegn.")],
    )
    citizen_refuses = BooleanField("Borgeren siger nej til, at egen læge får besked")

    def ask(self, factors: Sequence[RiskFactor], last: RiskAssessment | None) -> None:
        """Lay out a row for each factor, unless they were sent in.

        What was present at the last assessment stands as known.
        """
        if [row.code.data for row in self.rows()] != [each.code for each in factors]:
            while self.factors.entries:
                self.factors.pop_entry()
            for factor in factors:
                self.factors.append_entry({"code": factor.code})
                if last is not None:
                    known = factor.code in last.present
                    answer = Presence.KNOWN if known else Presence.ABSENT
                    self.factors[-1].form.answer.data = answer.value
        for row, factor in zip(self.rows(), factors, strict=True):
            row.answer.label.text = factor.label

    def rows(self) -> list[FactorForm]:
        """Return the row of each factor, in the programme's order."""
        return [entry.form for entry in self.factors]

    def command(self) -> AssessRisk:
        """Return what was answered."""
        return AssessRisk(
            answers={row.code.data or "": Presence(row.answer.data) for row in self.rows()},
            text=self.text.data or "",
            citizen_refuses=bool(self.citizen_refuses.data),
        )
