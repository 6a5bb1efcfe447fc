"""What is typed about a kommune's own clocks: a rule, a reason to pause, a closed day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from rehab.domain.calendar import CLOSED_DAY_NAMES, ClosedDay, LocalClosing
from rehab.domain.clock_rules import ClockRule, ClockUnit, EventKind, Strength
from rehab.domain.clock_settings import stops_to_choose
from rehab.domain.contacts import KIND_LABELS
from rehab.domain.pauses import PauseReason
from rehab.domain.what_if import Colour, change_text
from rehab.services.clock_settings import SetClock
from rehab.web.fields import DayField, Form, WholeNumberField
from rehab.web.presenters import STRENGTH_TEXTS

UNIT_TEXTS: Final = {ClockUnit.CALENDAR: "Kalenderdage", ClockUnit.WORKING: "Arbejdsdage"}
_EFFECT: Final = "#"
_STALE: Final = "Virkningen er en anden end den, der blev vist før."
_MISSING = "command() before validate_on_submit()"
_MOST_YEARS = NumberRange(min=2000, max=2100, message="Skriv året som fire cifre, fx 2027.")


def _titled(kind: ClosedDay) -> str:
    name = CLOSED_DAY_NAMES[kind]
    return name[0].upper() + name[1:]


class _Ticks(SelectMultipleField):
    """Several of several, each with a box."""

    option_widget = widgets.CheckboxInput()
    widget = widgets.ListWidget(prefix_label=False)


class EffectForm(Form):
    """Something that moves clocks, saved when the effect it has was shown.

    `seen` is what was typed, and the effect, when that was shown last. What somebody else has saved
    meanwhile gives another effect, which has not been seen.
    """

    seen = HiddenField()

    @property
    def typed(self) -> str:
        """Return what was typed as one text."""
        return ""

    def has_seen(self, changes: Counter[Colour]) -> bool:
        """Tell whether just this was shown, for what is typed now."""
        return bool(self.seen.data == self._shown(changes))

    def show(self, changes: Counter[Colour]) -> str:
        """Return the effect in words, and remember that it was shown."""
        before = (self.seen.data or "").rpartition(_EFFECT)
        stale = bool(before[1]) and before[0] == self.typed
        self.seen.data = self._shown(changes)
        return f"{_STALE} {change_text(changes)}" if stale else change_text(changes)

    def _shown(self, changes: Counter[Colour]) -> str:
        counts = ",".join(f"{colour}={changes[colour]}" for colour in Colour)
        return f"{self.typed}{_EFFECT}{counts}"


class OpeningForm(EffectForm):
    """A closing that is taken away; there is nothing to type."""


class ClockForm(EffectForm):
    """A kommune's version of a rule."""

    days = WholeNumberField("Dage", [InputRequired("Skriv, hvor mange dage fristen er på.")])
    unit = RadioField(
        "Hvilke dage tæller?",
        choices=[SelectChoice(unit.value, text) for unit, text in UNIT_TEXTS.items()],
    )
    strength = RadioField(
        "Hvor stærkt binder den?",
        choices=[SelectChoice(one.value, text) for one, text in STRENGTH_TEXTS.items()],
    )
    stops = _Ticks("Hvad stopper fristen?")
    pausable = _Ticks("Hvilke årsager flytter den?")
    enabled = BooleanField("Fristen er slået til")
    valid_from = DayField("Gælder henvisninger modtaget fra", [InputRequired("Skriv en dag.")])
    valid_until = DayField("Til og med", [Optional()])

    def __init__(
        self, programme: ClockRule, rule: ClockRule, reasons: Sequence[PauseReason], today: date
    ) -> None:
        """Show the rule as it is now, and the choices the programme leaves."""
        counting = [reason for reason in reasons if reason.counts]
        super().__init__(
            data={
                "days": rule.days,
                "unit": rule.unit.value,
                "strength": rule.strength.value,
                "stops": sorted(rule.stops),
                "pausable": [one.code for one in counting if rule.is_paused_by(one.code)],
                "enabled": rule.enabled,
                "valid_from": today,
            }
        )
        self.programme_rule = programme
        choices = stops_to_choose(programme)
        self.stops.choices = [
            SelectChoice(kind.value, KIND_LABELS[kind]) for kind in EventKind if kind in choices
        ]
        self.pausable.choices = [SelectChoice(one.code, one.label) for one in counting]

    def command(self) -> SetClock:
        """Return what was typed, as the use case takes it."""
        if self.days.data is None or self.valid_from.data is None:
            raise RuntimeError(_MISSING)
        return SetClock(
            rule=self.programme_rule,
            days=self.days.data,
            unit=ClockUnit(self.unit.data),
            strength=Strength(self.strength.data),
            enabled=bool(self.enabled.data),
            pausable=frozenset(self.pausable.data or ()),
            stops=frozenset(EventKind(kind) for kind in self.stops.data or ()),
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
        )

    @property
    def typed(self) -> str:
        """Return what was typed as one text."""
        one = self.command()
        return "|".join(
            (
                str(one.days),
                one.unit,
                one.strength,
                str(one.enabled),
                ",".join(sorted(one.stops)),
                ",".join(sorted(one.pausable)),
                one.valid_from.isoformat(),
                one.valid_until.isoformat() if one.valid_until else "",
            )
        )


class ReasonForm(Form):
    """A reason of the kommune's own."""

    label = StringField("Ny årsag", [Length(max=120, message="Skriv højst 120 tegn.")], default="")
    counts = BooleanField("Årsagen kan flytte frister")


class ClosingForm(EffectForm):
    """A day of the year or a week of it, and the years it holds for."""

    name = StringField("Hvad hedder den?", [Length(max=80, message="Skriv højst 80 tegn.")])
    day = WholeNumberField("Dag", [Optional(), NumberRange(1, 31, "Skriv dagen som 1–31.")])
    month = WholeNumberField("Måned", [Optional(), NumberRange(1, 12, "Skriv måneden som 1–12.")])
    week = WholeNumberField("Eller uge", [Optional(), NumberRange(1, 53, "Skriv ugen som 1–53.")])
    customary = SelectField(
        "Eller en kendt dag",
        choices=[
            SelectChoice("", "Ingen"),
            *(SelectChoice(kind.value, _titled(kind)) for kind in ClosedDay),
        ],
        default="",
    )
    first_year = WholeNumberField("Fra år", [InputRequired("Skriv det første år."), _MOST_YEARS])
    last_year = WholeNumberField("Til og med år", [Optional(), _MOST_YEARS])

    def __init__(self, today: date, *, typed: bool) -> None:
        """Begin with this year, or with what was typed."""
        if typed:
            super().__init__(data={"first_year": today.year})
        else:
            super().__init__(formdata=None, data={"first_year": today.year})

    def command(self) -> LocalClosing:
        """Return what was typed, as the use case takes it."""
        if self.first_year.data is None:
            raise RuntimeError(_MISSING)
        kind = ClosedDay(self.customary.data) if self.customary.data else None
        return LocalClosing(
            label=(self.name.data or "").strip() or (_titled(kind) if kind else ""),
            first_year=self.first_year.data,
            last_year=self.last_year.data,
            month=self.month.data,
            day=self.day.data,
            week=self.week.data,
            customary=kind,
        )

    @property
    def typed(self) -> str:
        """Return what was typed as one text."""
        one = self.command()
        when = (one.day, one.month, one.week, one.customary, one.first_year, one.last_year)
        parts = (one.label, *when)
        return "|".join("" if part is None else str(part) for part in parts)
