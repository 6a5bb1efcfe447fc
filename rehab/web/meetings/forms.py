"""What is typed about a case on the agenda."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from rehab.domain.meetings import Decision
from rehab.web.fields import DayField, Form


class QuestionForm(Form):
    """What the team is asked."""

    question = TextAreaField(
        "Hvad skal teamet tage stilling til?",
        validators=[Length(max=1000, message="Skriv højst 1000 tegn.")],
    )


class DecisionForm(Form):
    """What the team decided, and what somebody is to do."""

    text = TextAreaField(
        "Beslutning", validators=[Length(max=2000, message="Skriv højst 2000 tegn.")]
    )
    task = TextAreaField(
        "Opgave til kontaktpersonen",
        validators=[Optional(), Length(max=300, message="Skriv højst 300 tegn.")],
    )
    due_on = DayField("Løst senest", validators=[Optional()])

    def command(self) -> Decision:
        """Return what was decided."""
        return Decision(self.text.data or "", self.task.data or "", self.due_on.data)


def empty_after(refused: DecisionForm) -> DecisionForm:
    """Return an empty form for the next case, with what was refused about the last one said."""
    form = DecisionForm(formdata=None)
    form.form_errors.extend(refused.form_errors)
    return form
