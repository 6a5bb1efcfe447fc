"""What stands in the menu for the person who looks: what they may open, and no more."""

from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app, request
from flask_login import current_user

from rehab.domain.access import Actor, Permission, may
from rehab.web.links import page_links


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """What a person uses all day, on the bar, and what is opened now and then, behind "Mere"."""

    daily: tuple[MenuItem, ...]
    rare: tuple[MenuItem, ...]

    @property
    def rare_current(self) -> MenuItem | None:
        """The entry behind "Mere" that is open now, so that the bar can say where one is."""
        return next((item for item in self.rare if item.current), None)


_Entry = tuple[str, str, Permission]
# label, endpoint, and the permission its page requires
_DAILY: Final[tuple[_Entry, ...]] = (
    ("Indbakke", "referrals.inbox", Permission.REFERRAL_READ),
    ("Tavle", "worklist.board", Permission.CONTACT_PERSON_ASSIGN),
    ("Teammøde", "meetings.index", Permission.MEETING_HOLD),
    ("Mine sager", "worklist.mine", Permission.CASE_WRITE),
    ("Hold", "courses.index", Permission.COURSE_READ),
    ("Venteliste", "waiting_list.index", Permission.COURSE_READ),
    ("Fremmøde", "attendance.today", Permission.ATTENDANCE_RECORD),
    ("Beskæftigelse", "employment.index", Permission.EMPLOYMENT_READ),
    ("Overblik", "overview.show", Permission.OVERVIEW_READ),
    ("Brugere", "administration.users", Permission.USERS_MANAGE),
    ("Automatiske job", "job_runs.index", Permission.USERS_MANAGE),
)
_RARE: Final[tuple[_Entry, ...]] = (
    ("Breve", "letters.index", Permission.REFERRAL_READ),
    ("Meddelelser", "messages.index", Permission.REFERRAL_READ),
    ("Karantæne", "quarantine.index", Permission.QUARANTINE_READ),
    ("Breve til print", "citizen_letters.print_list", Permission.CASE_WRITE),
    ("Overdragelser", "handing_over.index", Permission.CONTACT_PERSON_ASSIGN),
    ("Anden vurdering", "second_opinions.index", Permission.SECOND_OPINION_DRAW),
    ("Anden vurdering til dig", "second_opinions.waiting", Permission.REFERRAL_TRIAGE),
    ("Fravær", "absences.index", Permission.ABSENCE_RECORD),
    ("Min kalender", "calendar_feeds.index", Permission.ATTENDANCE_RECORD),
    ("Mail om påmindelser", "account.digest", Permission.CASE_READ),
    ("Frister", "clock_settings.index", Permission.CLOCKS_SET),
    ("Teams", "teams.index", Permission.ROUTING_SET),
)


def menu_for(actor: Actor, path: str) -> Menu:
    """Return the menu of a person. Entries whose page is not built are left out."""
    return Menu(_opened(_DAILY, actor, path), _opened(_RARE, actor, path))


def _opened(entries: tuple[_Entry, ...], actor: Actor, path: str) -> tuple[MenuItem, ...]:
    items, link = [], page_links()
    for label, endpoint, permission in entries:
        if endpoint in current_app.view_functions and may(actor, permission):
            url = link(endpoint)
            is_open = path == url or path.startswith(f"{url}/")
            items.append(MenuItem(label, url, current=is_open))
    return tuple(items)


@dataclass(frozen=True, slots=True)
class Site:
    """The addresses every page links to."""

    home_url: str
    log_out_url: str
    accessibility_url: str


def init_app(app: Flask) -> None:
    """Give every template the menu, the person and the kommune."""

    @app.context_processor
    def _layout() -> dict[str, object]:
        link = page_links()
        site = Site(link("home.show"), link("account.sign_out"), link("home.accessibility"))
        if not current_user.is_authenticated:
            return {"navigation": None, "person": None, "kommune": None, "site": site}
        return {
            "navigation": menu_for(current_user.actor, request.path),
            "person": current_user,
            "kommune": current_user.kommune,
            "site": site,
        }
