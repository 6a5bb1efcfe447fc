"""What is typed of second opinions: how many to draw, and what one would have decided."""

from collections.abc import Sequence

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, NumberRange

from rehab.domain.programme import Programme
from rehab.domain.referrals import TriageDecision
from rehab.domain.second_opinions import MOST_DAYS, MOST_DRAWN, USUAL_DAYS, USUAL_NUMBER
from rehab.services.second_opinions import DrawDecisions, GiveOpinion
from rehab.web.fields import Form, WholeNumberField, given, small_int
from rehab.web.labels import DECISION_LABELS


class DrawForm(Form):
    """How many decisions to draw, and from how many days."""

    wanted = WholeNumberField(
        "Antal afgørelser",
        [
            InputRequired("Skriv, hvor mange afgørelser der trækkes."),
            NumberRange(1, MOST_DRAWN, f"Skriv et antal fra 1 til {MOST_DRAWN}."),
        ],
        default=USUAL_NUMBER,
    )
    days = WholeNumberField(
        "Fra de seneste dage",
        [
            InputRequired("Skriv, hvor mange dage der trækkes fra."),
            NumberRange(1, MOST_DAYS, f"Skriv et antal dage fra 1 til {MOST_DAYS}."),
        ],
        default=USUAL_DAYS,
    )

    def command(self) -> DrawDecisions:
        """Return what to draw."""
        return DrawDecisions(given(self.wanted.data), given(self.days.data))


class OpinionForm(Form):
    """What another person would have decided; nothing is chosen beforehand."""

    decision = RadioField(
        "Hvad ville du have afgjort?",
        validators=[InputRequired("Vælg den afgørelse, du ville have taget.")],
    )
    group = RadioField("Gruppe", default="")

    def offer(self, programme: Programme, decisions: Sequence[TriageDecision]) -> None:
        """Fill in the choices of triage: the decisions that are not ruled out, and the groups."""
        self.decision.choices = [SelectChoice(one.value, DECISION_LABELS[one]) for one in decisions]
        self.group.choices = [
            *(
                SelectChoice(str(group.number), f"{group.number}: {group.name}")
                for group in programme.groups
            ),
            SelectChoice("", "Ikke valgt"),
        ]

    def command(self) -> GiveOpinion:
        """Return the opinion."""
        return GiveOpinion(TriageDecision(self.decision.data), small_int(self.group.data))
