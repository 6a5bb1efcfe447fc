"""What the people of the kommune do in a journey, each with the pages their role has.

A person knows only what stands on the page: acts go by links and buttons, never by a service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from rehab.models import User
from tests.journeys.calendar import Calendar
from tests.journeys.pages import card, everything, facts, filled_in, link_to, words
from tests.journeys.papers import Closing
from tests.support.factories import PASSWORD
from tests.web.browser import Browser, Page, page_of

_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Triaged:
    """What a triage page says before anything is decided, and where it is."""

    url: str
    page: Page

    @property
    def checklist(self) -> str:
        return " ".join(self.page.text_of("#tjekliste li"))

    @property
    def message(self) -> dict[str, str]:
        return facts(self.page.select_one("#meddelelse"))


class Person:
    """One who works in the kommune, at a screen of their own, logging in anew each day."""

    def __init__(self, app: Flask, session: Session, user: User, calendar: Calendar) -> None:
        self.login, self.name, self.id = user.login, user.name, str(user.id)
        self._app, self._session, self._calendar = app, session, calendar
        self._browser = Browser(app, session, None)
        self._here_on: date | None = None

    def opens(self, url: str, *, expect: int = 200) -> Page:
        """Go to a page; where it sends one on, follow."""
        self._comes_to_work()
        return self._went(url, expect)

    def finds(self, endpoint: str, **values: object) -> Page:
        """Go to a page of the menu."""
        return self.opens(self._browser.url(endpoint, **values))

    def follows(self, page: Page, text: str) -> Page:
        """Click the link that begins with these words."""
        return self.opens(link_to(page, text))

    def presses(self, page: Page, button: str, *, expect: int = 302, **answers: object) -> Page:
        """Fill in the form that has the button, and press it."""
        return self.sends(*filled_in(page, button, answers), expect=expect)

    def sends(self, url: str, fields: Mapping[str, object], *, expect: int = 302) -> Page:
        response = self._browser.open(url, method="POST", data=fields)
        page = page_of(response, expect)
        return self._went(response.location, 200) if expect == 302 else page

    def fetches(self, url: str) -> bytes:
        """Download a file."""
        self._comes_to_work()
        response = self._browser.open(url)
        assert response.status_code == 200, response.status_code
        return response.data

    def is_refused(self, url: str, status: int) -> None:
        """Try a page that is not for this person."""
        self.opens(url, expect=status)

    def sees_the_case(self, case: str) -> Page:
        return self.opens(case)

    def _went(self, url: str, expect: int) -> Page:
        for _ in range(_MOST_REDIRECTS):
            response = self._browser.open(url)
            if response.status_code != 302 or expect == 302:
                break
            url = response.location
        return page_of(response, expect)

    def _comes_to_work(self) -> None:
        if self._here_on == self._calendar.today:
            return
        self._here_on = self._calendar.today
        self._browser = Browser(self._app, self._session, None)
        page = self._went("/konto/log-ind", 200)
        self.presses(page, "Log ind", login=self.login, password=PASSWORD)


class CareStaff(Person):
    """What everyone on the health side can do in a case they may see."""

    def notes(self, case: str, text: str) -> Page:
        page = self.follows(self.opens(case), "Skriv notat")
        return self.presses(page, "Gem notatet", text=text)

    def records_contact(self, case: str, what: str, note: str, **answers: object) -> Page:
        page = self.follows(self.opens(case), "Registrér kontakt")
        return self.presses(page, what, note=note, **answers)

    def records_work(self, case: str, status: str, **answers: object) -> Page:
        page = self.follows(self.opens(case), "Arbejdsstatus")
        return self.presses(page, "Gem arbejdsstatus", status=status, **answers)

    def records_consent(self, case: str, purpose: str, scopes: Iterable[str]) -> Page:
        page = self.follows(self.opens(case), "Samtykke")
        answers = {"given_as": "skriftlig", "scopes": list(scopes), "purpose": purpose}
        return self.presses(page, "Gem samtykket", **answers)

    def books(self, case: str, course: str, counts_for: str = "") -> Page:
        """Book a seat; it counts for every open referral unless one kind is named."""
        page = self.follows(self.opens(case), "Book")
        seats = {words(label): label["for"] for label in page.select("td label")}
        assert course in seats, f"{course!r} cannot be booked: {everything(page)}"
        answers: dict[str, object] = {
            "course_id": page.select_one(f"#{seats[course]}")["value"],
        }
        if counts_for:
            boxes = page.select("input[name=counts_for]")
            chosen = [
                box["value"]
                for box in boxes
                if words(page.select_one(f'label[for="{box["id"]}"]')).startswith(counts_for)
            ]
            assert chosen, f"{counts_for!r} is no choice"
            answers["counts_for"] = chosen
        return self.presses(page, "Book pladsen", **answers)


class Visitator(CareStaff):
    """The one at the entrance."""

    def inbox(self) -> Page:
        return self.finds("referrals.inbox")

    def reads(self, citizen: str, kind: str = "") -> Triaged:
        """Open a referral from the inbox by the citizen's name, and by its kind too if need be."""
        rows = [
            row
            for row in self.inbox().select("tbody[data-rows] tr")
            if citizen in words(row)
            and kind in words(row.select_one("td[data-title='Henvist fra']"))
        ]
        assert len(rows) == 1, f"{len(rows)} referrals of {citizen} {kind}"
        url = str(rows[0].select_one("a.cover")["href"])
        return Triaged(url, self.opens(url))

    def decides(self, read: Triaged, choice: str, text: str, **answers: object) -> Page:
        return self.presses(read.page, "Gem afgørelsen", choice=choice, text=text, **answers)

    def decides_in_vain(self, read: Triaged, choice: str, text: str, **answers: object) -> Page:
        """Try a decision that the programme does not allow; what was typed is still there."""
        page = self.presses(
            read.page, "Gem afgørelsen", expect=422, choice=choice, text=text, **answers
        )
        assert text in words(page.select_one("textarea[name=text]"))
        return page

    def accepts(
        self, citizen: str, reason: str, text: str, kind: str = "", **answers: object
    ) -> str:
        """Accept a referral for a coded reason; return where its case is."""
        read = self.reads(citizen, kind)
        self.decides(read, f"accept:{reason}", text, **answers)
        return link_to(self.opens(read.url), "Gå til sagen")


class Koordinator(CareStaff):
    """The one who plans, and gives each case its kontaktperson."""

    def assigns(self, case: str, who: Person) -> Page:
        page = self.follows(self.opens(case), "Tildel kontaktperson")
        return self.presses(page, "Tildel", user=who.id)

    def plans(
        self,
        offer: str,
        title: str,
        first_on: str,
        therapist: Person,
        *,
        form: str = "hold",
        sessions: int = 3,
        starts_at: str = "10:30",
    ) -> None:
        """Plan a weekly course: first see its dates, then save them."""
        page = self.presses(
            self.follows(self.finds("courses.index"), "Nyt forløb"),
            "Vis datoerne",
            expect=200,
            offer_code=offer,
            course_form=form,
            title=title,
            place="Sal 2",
            capacity=1 if form == "individual" else 12,
            therapist_id=therapist.id,
            first_on=first_on,
            starts_at=starts_at,
            sessions=sessions,
        )
        assert len(page.select(".plan-days li")) >= sessions
        saved = self.presses(page, "Opret forløbet")
        assert saved.heading() == title

    def offers(self) -> dict[str, str]:
        """The catalogue, with whether the kommune has each offer."""
        page = self.follows(self.finds("courses.index"), "Kommunens tilbud")
        return {
            words(row.select_one("td")): words(row.select_one("td:last-child"))
            for row in page.select("tbody[data-rows] tr")
        }


class Terapeut(CareStaff):
    """The one who trains the citizen; as kontaktperson also the one who closes."""

    def keeps_the_sheet(self, course: str, citizen: str, mark: str = "present") -> Page:
        """Tick a citizen on today's sheet of a course."""
        page = self.follows(self.finds("attendance.today"), course)
        (row,) = [row for row in page.select(".roll__row") if citizen in words(row)]
        return self.presses(page, "Gem", **{row.select_one("input")["name"]: mark})

    def measures(self, case: str, point: str, pain: int, **activities: int) -> Page:
        """Measure pain, and how the citizen's own activities go."""
        page = self.follows(self.opens(case), f"Mål ved {point}")
        answers: dict[str, object] = {"nrs_pain": pain}
        for number, (activity, score) in enumerate(activities.items()):
            answers[f"activities-{number}-score"] = score
            if point == "start":
                answers[f"activities-{number}-activity"] = activity.replace("_", " ")
        return self.presses(page, "Gem målingen", **answers)

    def writes_the_epikrise(self, case: str, kind: str) -> Page:
        """Open the epikrise of one of the case's referrals."""
        return self.opens(link_to(card(self.opens(case), kind).section, "Skriv epikrise"))

    def signs(self, case: str, kind: str) -> Closing:
        """Read the epikrise of one of the referrals, sign it, and fetch what was signed."""
        page = self.presses(self.writes_the_epikrise(case, kind), "Videre til underskrift")
        sent_to = page.text_of("#modtagere tbody tr")
        closing = words(page.select_one("#underskrift p"))
        signed = self.presses(page, "Underskriv", has_read="y")
        return Closing(
            headings=tuple(signed.text_of("#epikrise h3")),
            sent_to=tuple(sent_to),
            says=closing,
            pdf=self.fetches(link_to(signed, "Hent epikrisen (PDF)")),
            xml=self.fetches(link_to(signed, "Hent MedCom-meddelelsen (XML)")),
        )


class Jobkonsulent(Person):
    """The one on the other side of the wall."""

    def list(self) -> Page:
        return self.finds("employment.index")

    def reads(self, citizen: str) -> Page:
        return self.follows(self.list(), citizen)

    def writes_the_plan(self, citizen: str, goal: str, steps: str, follow_up_on: str) -> Page:
        page = self.follows(self.reads(citizen), "Skriv")
        return self.presses(page, "Gem planen", goal=goal, steps=steps, follow_up_on=follow_up_on)

    def calls_the_workplace(self, citizen: str, **answers: object) -> Page:
        page = self.follows(self.reads(citizen), "Registrér kontakt til arbejdsplads")
        return self.presses(page, "Gem kontakten", **answers)
