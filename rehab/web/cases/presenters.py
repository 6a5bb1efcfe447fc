"""What the page of a case shows: its head, each referral for itself, and what can be done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rehab.domain.access import Actor, Permission, may
from rehab.domain.next_actions import ActionCode
from rehab.domain.referrals import ReferralStatus
from rehab.models import Referral
from rehab.queries.case_page import CasePage
from rehab.queries.worklists import has_red_flag
from rehab.web.case_head import Link, holder_name, holder_of
from rehab.web.filters import danish_date, danish_instant
from rehab.web.labels import REFERRAL_NAMES, label_of
from rehab.web.presenters import ClockView, PersonView, case_tags, clock_view, person_view

# Where the button of a next action leads, and what the page behind it requires.
_PAGES: Final = {
    ActionCode.ASSIGN: ("cases.assign", Permission.CONTACT_PERSON_ASSIGN),
    ActionCode.CONTACT: ("cases.contact", Permission.CASE_WRITE),
    ActionCode.BOOK: ("courses.book", Permission.COURSE_BOOK),
    ActionCode.MEASURE_START: ("measures.record", Permission.CASE_WRITE),
    ActionCode.MEASURE_END: ("measures.record", Permission.CASE_WRITE),
    ActionCode.EPIKRISE: ("cases.show", Permission.EPIKRISE_SIGN),
}
_POINTS: Final = {ActionCode.MEASURE_START: "start", ActionCode.MEASURE_END: "slut"}


@dataclass(frozen=True, slots=True)
class ActionView:
    """A button, or the reason why it cannot be pressed now."""

    label: str
    url: str
    primary: bool = False
    post: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the line of phases."""

    label: str
    date_text: str | None
    state: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral of a case with its own legal basis, clocks, status and closing (4.4)."""

    heading: str
    anchor: str
    tags: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    clocks: tuple[ClockView, ...]
    sections: tuple[tuple[str, str], ...]
    message_url: str | None
    epikrise: ActionView | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """The head of a case page and what can be done from it."""

    heading: str
    person: PersonView
    phone: str
    contact_person: str
    steps: tuple[StepView, ...]
    next_text: str
    actions: tuple[ActionView, ...]
    rare_actions: tuple[ActionView, ...]
    referrals: tuple[ReferralView, ...]


def case_view(
    page: CasePage, actor: Actor, link: Link, today: date, *, on_agenda: bool
) -> CaseView:
    """Return the head of a case as one person may see and use it."""
    case = page.case
    tags = case_tags(page.sick_weeks, has_red_flag=has_red_flag(case))
    daily = _actions(page, actor, link)
    rare = _rare_actions(page, actor, link, on_agenda=on_agenda)
    return CaseView(
        heading=f"Sag {case.number}",
        person=person_view(case.citizen, today, tags),
        phone=case.citizen.phone,
        contact_person=holder_name(case),
        steps=_steps(page),
        next_text=next_text(page),
        actions=daily or rare,
        rare_actions=rare if daily else (),
        referrals=tuple(
            _referral(page, referral, actor, link, today) for referral in case.referrals
        ),
    )


def next_text(page: CasePage) -> str:
    """Say what is next: the action with its reason, the next session, or that all is done."""
    if page.action is not None:
        return f"Næste: {page.action.label}. {page.action.reason}"
    if page.case.closed_on is not None:
        return f"Sagen er afsluttet {danish_date(page.case.closed_on)}."
    return waiting_text(page.progress.next_session_at)


def waiting_text(next_session_at: datetime | None) -> str:
    """Say what a case without a next action waits for."""
    if next_session_at is None:
        return "Intet at gøre nu."
    return f"Næste gang {danish_instant(next_session_at)}."


def action_url(code: ActionCode, case_id: object, link: Link) -> str:
    """Return the page where a next action is done; the epikrise is chosen per referral."""
    endpoint, _ = _PAGES[code]
    if code in _POINTS:
        return link(endpoint, case_id=case_id, point=_POINTS[code])
    if code is ActionCode.EPIKRISE:
        return link(endpoint, case_id=case_id, _anchor="henvisninger")
    return link(endpoint, case_id=case_id)


def may_act(code: ActionCode, actor: Actor) -> bool:
    """Tell whether the page behind a next action is for one of the person's roles."""
    return may(actor, _PAGES[code][1])


def _actions(page: CasePage, actor: Actor, link: Link) -> tuple[ActionView, ...]:
    """Return the buttons of a case that are used all day, what is next first."""
    case_id = page.case.id
    ended = _ended(page)
    worked_on = any(
        row.status is ReferralStatus.ACCEPTED and row.closed_on is None
        for row in page.case.referrals
    )
    no_contact = ended or (None if worked_on else "Ingen åben henvisning i sagen.")
    offered = (
        (ActionCode.CONTACT, "Registrér kontakt", no_contact),
        (ActionCode.BOOK, "Book", no_contact),
        (None, "Skriv notat", None),
        (ActionCode.MEASURE_START, "Mål ved start", ended),
        (ActionCode.MEASURE_END, "Mål ved slut", ended),
        *(() if holder_of(page.case) else ((ActionCode.ASSIGN, "Tildel kontaktperson", ended),)),
    )
    views = []
    for code, label, reason in offered:
        if code is None and may(actor, Permission.CASE_WRITE):
            views.append(ActionView(label, link("cases.note", case_id=case_id)))
        elif code is not None and may_act(code, actor):
            wanted = page.action is not None and page.action.code is code
            views.append(ActionView(label, action_url(code, case_id, link), wanted, reason=reason))
    return tuple(sorted(views, key=lambda view: not view.primary))


def _rare_actions(
    page: CasePage, actor: Actor, link: Link, *, on_agenda: bool
) -> tuple[ActionView, ...]:
    """Return what is done once or twice in a case, for the fold beside its daily buttons.

    A case that waits for a meeting is not asked about again; the way is to what it waits with.
    """
    offered = (
        ("work_status.record", "Arbejdsstatus", Permission.CASE_WRITE),
        ("consents.record", "Samtykke", Permission.CONSENT_RECORD),
        ("meetings.ask", "Tag op på teammøde", Permission.CASE_WRITE),
        *(
            (("cases.assign", "Skift kontaktperson", Permission.CONTACT_PERSON_ASSIGN),)
            if holder_of(page.case)
            else ()
        ),
    )
    ended = _ended(page)
    there = ActionView(
        "Står på dagsordenen", link("cases.show", case_id=page.case.id, _anchor="teammoede")
    )
    return tuple(
        there
        if on_agenda and endpoint == "meetings.ask"
        else ActionView(label, link(endpoint, case_id=page.case.id), reason=ended)
        for endpoint, label, permission in offered
        if may(actor, permission)
    )


def _ended(page: CasePage) -> str | None:
    return None if page.case.closed_on is None else "Sagen er afsluttet."


def _steps(page: CasePage) -> tuple[StepView, ...]:
    views = []
    for step in page.steps:
        state = "current" if step.is_current else "done" if step.is_behind else "todo"
        views.append(StepView(step.label, danish_date(step.on) if step.on else None, state))
    return tuple(views)


def referral_name(referral: Referral) -> str:
    """Return what a referral is called on the pages of its case."""
    return REFERRAL_NAMES[referral.kind]


def in_sentence(name: str) -> str:
    """Return what a referral is called within a sentence; a code of letters stays in capitals."""
    return name if name.isupper() else name[0].lower() + name[1:]


def referral_choice(referral: Referral) -> str:
    """Return a referral as a choice: two of a kind are told apart by the day they came."""
    return f"{referral_name(referral)} modtaget {danish_date(referral.received_on)}"


def _referral(
    page: CasePage, referral: Referral, actor: Actor, link: Link, today: date
) -> ReferralView:
    main = next((row for row in referral.diagnoses if row.role == "main"), None)
    diagnosis = f"{main.code or ''} {main.text}".strip() if main else ""
    status_tone = "ok" if referral.status is ReferralStatus.ACCEPTED else "neutral"
    readable = may(actor, Permission.REFERRAL_READ)
    sender = ", ".join(part for part in (referral.sender_name, referral.referrer_name) if part)
    return ReferralView(
        heading=f"{referral_name(referral)}, modtaget {danish_date(referral.received_on)}",
        anchor=f"henvisning-{referral.id}",
        tags=(
            (label_of(referral.status), status_tone),
            (label_of(referral.legal_basis), "info"),
        ),
        facts=(
            ("Afsender", sender),
            ("Diagnose", diagnosis),
            *((("Udskrevet", danish_date(referral.discharged_on)),) if referral.gop_type else ()),
        ),
        clocks=tuple(clock_view(reading, today) for reading in page.clocks[referral.id]),
        sections=tuple(
            (part["heading"] or part["key"], part["text"]) for part in referral.sections
        ),
        message_url=link("referrals.show", referral_id=referral.id) if readable else None,
        epikrise=_epikrise(page, referral, actor, link),
    )


def _epikrise(page: CasePage, referral: Referral, actor: Actor, link: Link) -> ActionView | None:
    written = page.epikriser.get(referral.id)
    url = link("epikrise.edit", referral_id=referral.id)
    if written is not None and written.signed_at is not None:
        return ActionView("Se epikrisen", url)
    if not may(actor, Permission.EPIKRISE_SIGN) or referral.status is not ReferralStatus.ACCEPTED:
        return None
    wanted = page.action is not None and page.action.code is ActionCode.EPIKRISE
    label = "Fortsæt epikrisen" if written is not None else "Skriv epikrise"
    return ActionView(label, url, wanted)
