"""Refuse what cannot be true of a sick leave, a plan for the return to work, or a workplace talk.

A plan without a day to look at it again is not followed up, and what the workplace says is worth
keeping only with who said it and when (programme 3.2, LM-2, LM-6, TEAM-6).
"""

from datetime import date, timedelta
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.employment import WorkStatus, is_sick_leave
from rehab.domain.errors import DomainError
from rehab.domain.plausible_days import check_day

_FARTHEST_AHEAD: Final = timedelta(days=366)


class WorkStatusRefusedError(DomainError):
    """A work status cannot have begun like this."""


class PlanRefusedError(DomainError):
    """A plan for the return to work cannot be followed up as it is."""


class WorkplaceContactRefusedError(DomainError):
    """A talk with the workplace cannot be recorded like this."""


def check_work_status(
    status: WorkStatus, from_on: date, sick_since: date | None, today: date
) -> None:
    """Refuse a work status whose days contradict each other, with WorkStatusRefusedError.

    A sick leave needs its first day, since its weeks are counted from there (LM-7); a status may
    begin ahead, as when somebody returns on Monday.
    """
    if from_on > today + _FARTHEST_AHEAD:
        raise WorkStatusRefusedError("Datoen ligger mere end et år ude i fremtiden. Ret datoen.")
    check_day(from_on, "Den dag, arbejdsstatus gælder fra,", today)
    check_day(sick_since, "Første sygedag", today)
    if not is_sick_leave(status):
        if sick_since is not None:
            raise WorkStatusRefusedError(
                "Første sygedag hører til en sygemelding. Slet datoen, eller vælg en sygemelding."
            )
        return
    if sick_since is None:
        raise WorkStatusRefusedError(
            "Skriv første sygedag, så ugerne kan tælles. Spørg borgeren, hvis du ikke kender den."
        )
    if sick_since > today:
        raise WorkStatusRefusedError("Første sygedag kan ikke ligge i fremtiden. Ret datoen.")
    if sick_since > from_on:
        raise WorkStatusRefusedError(
            f"Første sygedag kan ikke ligge efter {danish_date(from_on)}, hvor sygemeldingen "
            "gælder fra. Ret en af datoerne."
        )


def check_plan(follow_up_on: date, expected_on: date | None, today: date) -> None:
    """Refuse a plan nobody would look at again, or that ends before it is written (LM-6)."""
    if follow_up_on < today:
        raise PlanRefusedError("Opfølgningen kan ikke ligge i fortiden. Vælg en dag fra i dag.")
    if follow_up_on > today + _FARTHEST_AHEAD:
        raise PlanRefusedError("Opfølgningen ligger mere end et år ude i fremtiden. Ret datoen.")
    check_day(expected_on, "Den forventede tilbagevenden", today)
    if expected_on is not None and expected_on < today:
        raise PlanRefusedError(
            "Den forventede tilbagevenden ligger i fortiden. Skriv en ny dato, eller lad den stå "
            "tom, til den er aftalt."
        )


def check_workplace_contact(contacted_on: date, resume_on: date | None, today: date) -> None:
    """Refuse a talk that has not been held, or a return before it (TEAM-6)."""
    if contacted_on > today:
        raise WorkplaceContactRefusedError(
            "Kontakten kan ikke ligge i fremtiden. Skriv den dag, I talte sammen."
        )
    check_day(contacted_on, "Kontakten", today)
    check_day(resume_on, "Den dag, arbejdet genoptages,", today)
    if resume_on is not None and resume_on < contacted_on:
        raise WorkplaceContactRefusedError(
            "Arbejdet kan ikke genoptages, før I talte sammen. Ret en af datoerne."
        )
