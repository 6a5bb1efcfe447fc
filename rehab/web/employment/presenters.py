"""What the employment pages show: the citizen's name, what consent opens, and one's own work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.consent import SCOPE_LABELS, ConsentFacts, ConsentScope, default_expiry
from rehab.domain.day_counting import plural
from rehab.domain.employment import WORK_STATUS_LABELS, WarningLevel
from rehab.models import ReturnToWorkPlan, User, WorkplaceContact
from rehab.queries.employment import EmploymentView, OpenedAppointment, OpenedContact, OpenedWork
from rehab.queries.employment_list import EmploymentRow
from rehab.web.filters import danish_date, danish_day
from rehab.web.links import Link

NO_CONSENT: Final = (
    "Der er intet samtykke, der gælder i dag. Du ser kun borgerens navn, sagens nummer og det, "
    "jobkonsulenter selv har skrevet. Bed borgeren eller sundhedssiden om et skriftligt samtykke, "
    "hvis du skal vide mere."
)
_WARNING_TONES: Final = {
    WarningLevel.INFO: "info",
    WarningLevel.WARNING: "warning",
    WarningLevel.ESCALATION: "danger",
}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ConsentBox:
    """In words: what the reader may see, what for, until when, and what stays closed."""

    is_open: bool
    sentences: tuple[str, ...]
    closed_text: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """A version of the plan as a ladder of steps."""

    goal: str
    steps: tuple[str, ...]
    dates: Pairs
    written_text: str
    follow_up_missed: bool


@dataclass(frozen=True, slots=True)
class WorkplaceView:
    """A talk with the workplace."""

    heading: str
    facts: Pairs
    conditions: str


@dataclass(frozen=True, slots=True)
class EmploymentPage:
    """The employment side of one case; what is None was not opened by a consent."""

    case_id: UUID
    heading: str
    name: str
    consent: ConsentBox
    warning: str | None
    work: Pairs | None
    contact: Pairs | None
    schedule: tuple[str, ...] | None
    considerations: tuple[str, ...] | None
    plan: PlanView | None
    earlier_plans: tuple[PlanView, ...]
    workplace: tuple[WorkplaceView, ...]


@dataclass(frozen=True, slots=True)
class EmploymentLine:
    """A case on the list, with the week of sick leave where a consent opens it."""

    case_id: UUID
    url: str
    name: str
    number: str
    sick_leave: str
    marks: tuple[tuple[str, str], ...]
    plan: str
    consent: str


def employment_line(row: EmploymentRow, today: date, link: Link) -> EmploymentLine:
    """Return a case as the list shows it."""
    opens_work = ConsentScope.WORK_STATUS in row.scopes
    return EmploymentLine(
        case_id=row.case_id,
        url=link("employment.show", case_id=row.case_id),
        name=row.name,
        number=row.number,
        sick_leave=_sick_leave_text(row.work) if opens_work else "Kræver samtykke",
        marks=_marks(row, today),
        plan=f"Opfølgning {danish_day(row.plan.follow_up_on)}" if row.plan else "Ingen plan",
        consent=f"Til og med {danish_date(max(map(_last_day, row.consents)))}"
        if row.consents
        else "Intet samtykke",
    )


def employment_page(
    view: EmploymentView, people: Mapping[UUID, User], today: date
) -> EmploymentPage:
    """Return the employment side of a case as its page shows it."""
    plans = [_plan(plan, people, today) for plan in view.plans]
    opened = view.scopes
    return EmploymentPage(
        case_id=view.case_id,
        heading=f"Sag {view.number}",
        name=view.name,
        consent=consent_box(view.consents, view.scopes),
        warning=view.work.warning.text if view.work and view.work.warning else None,
        work=_work(view.work) if ConsentScope.WORK_STATUS in opened else None,
        contact=_contact(view.contact) if ConsentScope.CONTACT_PERSON in opened else None,
        schedule=tuple(map(_appointment, view.schedule))
        if ConsentScope.SCHEDULE in opened
        else None,
        considerations=view.considerations if ConsentScope.CONSIDERATIONS in opened else None,
        plan=plans[0] if plans else None,
        earlier_plans=tuple(plans[1:]),
        workplace=tuple(_workplace(contact) for contact in view.workplace),
    )


def consent_box(consents: Sequence[ConsentFacts], scopes: frozenset[ConsentScope]) -> ConsentBox:
    """Say what the reader may see and until when; without a consent, that there is none."""
    closed = [SCOPE_LABELS[scope] for scope in ConsentScope if scope not in scopes]
    return ConsentBox(
        is_open=bool(scopes),
        sentences=tuple(map(_consent_text, consents)) or (NO_CONSENT,),
        closed_text=f"Ikke omfattet: {', '.join(closed).lower()}." if scopes and closed else "",
    )


def _consent_text(consent: ConsentFacts) -> str:
    what = [SCOPE_LABELS[scope].lower() for scope in ConsentScope if scope in consent.scopes]
    return (
        f"Til og med {danish_date(_last_day(consent))} må du se {_listed(what)}. "
        f"Borgeren gav skriftligt samtykke {danish_date(consent.given_on)}. "
        f"Formål: {consent.purpose}"
    )


def _listed(words: Sequence[str]) -> str:
    return " og ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _last_day(consent: ConsentFacts) -> date:
    return min(consent.expires_on, default_expiry(consent.given_on))


def _sick_leave_text(work: OpenedWork | None) -> str:
    if work is None:
        return "Arbejdsstatus ikke oplyst"
    if work.weeks is None:
        return WORK_STATUS_LABELS[work.status]
    return f"{_weeks(work.weeks)} · {WORK_STATUS_LABELS[work.status].lower()}"


def _weeks(weeks: int) -> str:
    return plural(weeks, "uge", "uger")


def _marks(row: EmploymentRow, today: date) -> tuple[tuple[str, str], ...]:
    marks = []
    if row.work is not None and row.work.warning is not None:
        marks.append(("plan mangler", _WARNING_TONES[row.work.warning.level]))
    if row.plan is not None and row.plan.follow_up_on < today:
        marks.append(("opfølgning overskredet", "warning"))
    return tuple(marks)


def _work(work: OpenedWork | None) -> Pairs:
    if work is None:
        return (("Arbejdsstatus", ""),)
    pairs = [
        ("Arbejdsstatus", f"{WORK_STATUS_LABELS[work.status]} fra {danish_date(work.from_on)}")
    ]
    if work.weeks is not None:
        pairs.append(("Første sygedag", danish_date(work.sick_since)))
        pairs.append(("Sygefravær", _weeks(work.weeks)))
    return tuple(pairs)


def _contact(contact: OpenedContact | None) -> Pairs:
    if contact is None:
        return (("Kontaktperson", ""),)
    return (("Kontaktperson", contact.name), ("Telefon", contact.phone))


def _appointment(appointment: OpenedAppointment) -> str:
    starts = appointment.starts_at.astimezone(COPENHAGEN)
    ends = appointment.ends_at.astimezone(COPENHAGEN)
    return f"{danish_day(civil_date(starts))} kl. {starts:%H.%M}–{ends:%H.%M}"


def _plan(plan: ReturnToWorkPlan, people: Mapping[UUID, User], today: date) -> PlanView:
    author = people.get(plan.written_by)
    return PlanView(
        goal=plan.goal,
        steps=tuple(line.strip() for line in plan.steps.splitlines() if line.strip()),
        dates=(
            (
                "Forventet tilbage",
                danish_date(plan.expected_on) if plan.expected_on else "Ikke aftalt endnu",
            ),
            ("Næste opfølgning", danish_day(plan.follow_up_on)),
        ),
        written_text=f"Skrevet {danish_date(civil_date(plan.written_at))}"
        + (f" af {author.name}" if author else ""),
        follow_up_missed=plan.follow_up_on < today,
    )


def _workplace(contact: WorkplaceContact) -> WorkplaceView:
    return WorkplaceView(
        heading=f"{danish_date(contact.contacted_on)}: {contact.workplace}",
        facts=(
            ("Talte med", contact.person),
            (
                "Arbejdet genoptages",
                danish_day(contact.resume_on) if contact.resume_on else "Ikke aftalt endnu",
            ),
        ),
        conditions=contact.conditions,
    )
