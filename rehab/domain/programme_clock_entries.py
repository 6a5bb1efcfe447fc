"""Read the entries of a programme file that are about deadlines: clocks, pauses and what follows.

They stand apart from the other entries because a kommune may lay its own rules over them. Faults
are noted by the table; whether the file is refused is decided in `rehab.domain.programme_parsing`.
"""

from rehab.domain.clock_rules import (
    ClockRule,
    ClockTrigger,
    ClockUnit,
    EventKind,
    LegalBasis,
    Strength,
)
from rehab.domain.free_choice import FreeChoice, SilentCitizen
from rehab.domain.pauses import PauseReason
from rehab.domain.programme_tables import ProgrammeTable


def read_clock(table: ProgrammeTable) -> ClockRule:
    """Read a deadline; without `pausable` every reason that counts pauses it."""
    return ClockRule(
        code=table.text("code"),
        label=table.text("label"),
        days=table.number("days"),
        unit=table.choice("unit", ClockUnit),
        trigger=table.choice("trigger", ClockTrigger),
        stops=table.choices("stops", EventKind),
        strength=table.choice("strength", Strength),
        applies_to=table.choices("applies_to", LegalBasis),
        section=table.text("section"),
        enabled=table.flag("enabled"),
        valid_from=table.day("valid_from"),
        valid_until=table.optional_day("valid_until"),
        pausable=frozenset(table.texts("pausable")) if table.has("pausable") else None,
        stop_choices=table.choices("stop_choices", EventKind)
        if table.has("stop_choices")
        else frozenset(),
    )


def read_pause_reason(table: ProgrammeTable) -> PauseReason:
    """Read a reason a referral may wait for."""
    return PauseReason(
        code=table.text("code"),
        label=table.text("label"),
        counts=table.flag("counts"),
        one_click=table.flag("one_click") if table.has("one_click") else False,
        section=table.text("section"),
    )


def read_free_choice(table: ProgrammeTable) -> FreeChoice:
    """Read on which day of which clock the citizen must be told of the free choice."""
    return FreeChoice(
        clock=table.text("clock"), day=table.number("day"), section=table.text("section")
    )


def read_silent_citizen(table: ProgrammeTable) -> SilentCitizen:
    """Read after how many attempts a letter is offered to a citizen nobody reaches."""
    return SilentCitizen(attempts=table.number("attempts"), section=table.text("section"))
