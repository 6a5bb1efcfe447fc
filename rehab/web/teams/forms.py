"""What is typed of teams: a name, the rows of the routing table, and a case's team."""

import hashlib
import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.contact_persons import PostcodesError, parse_postcodes
from rehab.domain.referrals import GopType
from rehab.domain.team_routing import MOST_RULES, OLDEST, RoutingRule, TeamRef
from rehab.queries.teams import kept_rule, postcodes_text
from rehab.services.teams import SaveRules
from rehab.web.fields import Form, FormPart, WholeNumberField
from rehab.web.labels import LEGAL_BASIS_LABELS

_SPARE_ROWS: Final = 2
_ANY: Final = SelectChoice("", "Alle")
_AGE: Final = NumberRange(0, OLDEST, f"Skriv alderen som hele år mellem 0 og {OLDEST}.")
_BASES: Final = [
    _ANY,
    *(SelectChoice(one.value, LEGAL_BASIS_LABELS[one].split(" ", 1)[1]) for one in LegalBasis),
]
_TYPES: Final = [_ANY, *(SelectChoice(one.value, one.value.capitalize()) for one in GopType)]


class RuleForm(FormPart):
    """One row of the table; a row without a team and without conditions is no rule."""

    place = WholeNumberField(
        "Nr.", [Optional(), NumberRange(1, 999, "Skriv et nummer fra 1 til 999.")]
    )
    team = SelectField("Team")
    postcodes = StringField("Postnumre", [Length(max=200, message="Skriv højst 200 tegn.")])
    age_from = WholeNumberField("Alder fra", [Optional(), _AGE])
    age_to = WholeNumberField("Alder til", [Optional(), _AGE])
    legal_basis = SelectField("Retsgrundlag", choices=_BASES)
    patient_group = SelectField("Gruppe")
    gop_type = SelectField("Plantype", choices=_TYPES)
    removed = BooleanField("Fjern reglen")

    def validate_postcodes(self, field: StringField) -> None:
        """Refuse what are no postcodes."""
        try:
            parse_postcodes(field.data or "")
        except PostcodesError as refusal:
            raise ValidationError(str(refusal)) from None

    def validate_team(self, field: SelectField) -> None:
        """Ask for the team of a rule that has conditions."""
        if not field.data and self.asks and not self.removed.data:
            raise ValidationError("Vælg et team til reglen, eller sæt flueben i »Fjern reglen«.")

    @property
    def asks(self) -> bool:
        """Tell whether a condition was typed."""
        numbers = (self.age_from.data, self.age_to.data)
        texts = (self.postcodes, self.legal_basis, self.patient_group, self.gop_type)
        return any(one is not None for one in numbers) or any(one.data for one in texts)

    def rule(self, team: TeamRef) -> RoutingRule:
        """Return what was typed as a rule."""
        return RoutingRule(
            team=team,
            postcodes=parse_postcodes(self.postcodes.data or ""),
            age_from=self.age_from.data,
            age_to=self.age_to.data,
            legal_basis=LegalBasis(self.legal_basis.data) if self.legal_basis.data else None,
            patient_group=int(self.patient_group.data) if self.patient_group.data else None,
            gop_type=GopType(self.gop_type.data) if self.gop_type.data else None,
        )


class RulesForm(Form):
    """The whole table. `seen` is what was typed when it was last tried, `table` what it began as.

    The rows are read by their numbers, those without one last.
    """

    rules = FieldList(FormField(RuleForm), max_entries=MOST_RULES + _SPARE_ROWS)
    seen = HiddenField()
    table = HiddenField()

    def __init__(
        self,
        teams: Sequence[TeamRef],
        groups: Sequence[int],
        shown: SaveRules,
        *,
        typed: bool,
    ) -> None:
        """Show rules with room for more, or what was typed."""
        filled = {
            "table": str(shown.seen_table_id or ""),
            "rules": [
                *(_row(place, rule) for place, rule in enumerate(shown.rules, 1)),
                *[{}] * _SPARE_ROWS,
            ],
        }
        if typed:
            super().__init__()
        else:
            super().__init__(formdata=None, data=filled)
        self._teams = {str(team.id): team for team in teams}
        chosen = [SelectChoice("", "Intet team"), *map(_choice, teams)]
        numbers = [_ANY, *(SelectChoice(str(group), f"Gruppe {group}") for group in groups)]
        for entry in self.rules:
            entry.form.team.choices = chosen
            entry.form.patient_group.choices = numbers

    def command(self) -> SaveRules:
        """Return the rules in their order, without rows that are empty or removed."""
        rows = [
            entry.form
            for entry in self.rules
            if entry.form.team.data and not entry.form.removed.data
        ]
        rows.sort(key=lambda row: 1000 if row.place.data is None else row.place.data)
        return SaveRules(
            tuple(row.rule(self._teams[row.team.data]) for row in rows), _uuid(self.table.data)
        )

    @property
    def typed(self) -> str:
        """Return a mark of what was typed, to see whether it has been tried."""
        kept = [kept_rule(rule) for rule in self.command().rules]
        return hashlib.sha256(json.dumps(kept).encode()).hexdigest()


class TeamForm(Form):
    """A new team."""

    name = StringField(
        "Nyt team",
        [
            InputRequired("Skriv, hvad teamet hedder."),
            Length(max=60, message="Skriv højst 60 tegn."),
        ],
    )


class ChooseTeamForm(Form):
    """The team a person chooses for a case."""

    team = SelectField("Vælg team", validators=[InputRequired("Vælg et team.")])

    def __init__(self, teams: Sequence[TeamRef]) -> None:
        """Offer the teams there are."""
        super().__init__()
        self.team.choices = [SelectChoice("", "Vælg"), *map(_choice, teams)]


def _choice(team: TeamRef) -> SelectChoice:
    return SelectChoice(str(team.id), team.name)


def _row(place: int, rule: RoutingRule) -> dict[str, object]:
    return {
        "place": place,
        "team": str(rule.team.id),
        "postcodes": postcodes_text(rule.postcodes),
        "age_from": rule.age_from,
        "age_to": rule.age_to,
        "legal_basis": rule.legal_basis or "",
        "patient_group": "" if rule.patient_group is None else str(rule.patient_group),
        "gop_type": rule.gop_type or "",
    }


def _uuid(text: str | None) -> UUID | None:
    """Return the table a page was opened with; what is none matches no table there is."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
