"""Reading a page and filling in its forms as a person does: by what stands on the buttons.

Only what a form offers can be sent. A choice that is not there, or a field that is not in the
form, fails the journey, just as it would stop the person.
"""

from dataclasses import dataclass

from bs4 import Tag
from werkzeug.datastructures import MultiDict

from tests.web.browser import Page


@dataclass(frozen=True)
class Clock:
    """A deadline as it stands on a page."""

    text: str
    due: str
    strength: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A referral as it stands on the page of its case."""

    heading: str
    tags: tuple[str, ...]
    clocks: dict[str, Clock]
    section: Tag


def words(tag: Tag) -> str:
    """The text somebody sees, without what only a screen reader says."""
    unseen = {
        id(text) for hidden in tag.select(".sr-only") for text in hidden.find_all(string=True)
    }
    seen = (text for text in tag.find_all(string=True) if id(text) not in unseen)
    return " ".join(" ".join(seen).split())


def everything(page: Page) -> str:
    """All the text of the page, to look for something that must or must not stand there."""
    return " ".join(page.select_one("main").get_text(" ").split())


def link_to(place: Tag, text: str) -> str:
    """Where the link that begins with these words leads."""
    links = [a["href"] for a in place.select("a[href]") if words(a).startswith(text)]
    assert links, f"no link {text!r} among {[words(a) for a in place.select('a[href]')]}"
    return str(links[0])


def facts(place: Tag) -> dict[str, str]:
    """The pairs of name and value that a page lists."""
    return {
        words(pair.select_one("dt")): words(pair.select_one("dd"))
        for pair in place.select("dl.facts > div")
    }


def clocks(place: Tag) -> dict[str, Clock]:
    """The deadlines that stand in full in a part of a page, by what they are called."""
    found = {}
    for box in place.select(".clock--full"):
        due, _, strength = words(box.select_one(".clock__meta")).partition(" · ")
        found[words(box.select_one(".clock__label"))] = Clock(
            text=words(box.select_one(".clock__text")),
            due=due,
            strength=strength,
            why=tuple(words(line) for line in box.select(".why__body li")),
        )
    return found


def cards(page: Page) -> list[Card]:
    """The referrals of a case, in the order they stand."""
    return [
        Card(
            heading=words(box.select_one("h2")),
            tags=tuple(words(mark) for mark in box.select(".mark")),
            clocks=clocks(box),
            section=box,
        )
        for box in page.select("#henvisninger > section")
    ]


def card(page: Page, begins: str) -> Card:
    """The one referral whose heading begins like this."""
    (found,) = [each for each in cards(page) if each.heading.startswith(begins)]
    return found


def filled_in(page: Page, button: str, answers: dict[str, object]) -> tuple[str, MultiDict]:
    """What a browser sends when the button is pressed: as the form stands, but for the answers."""
    for form in page.select("form[method=post]"):
        for knob in form.select("button[type=submit]"):
            if words(knob) == button and not knob.has_attr("aria-disabled"):
                sent = _as_it_stands(form)
                for name, answer in answers.items():
                    sent.setlist(name, _allowed(form, name, answer))
                if knob.get("name"):
                    sent[knob["name"]] = knob["value"]
                return str(form["action"]), sent
    raise AssertionError(f"no button {button!r} on {page.heading()}")


def _as_it_stands(form: Tag) -> MultiDict:
    sent: MultiDict = MultiDict()
    for control in form.select("input[name], select[name], textarea[name]"):
        name, kind = control["name"], control.get("type", "text")
        if control.name == "textarea":
            sent.add(name, control.get_text().removeprefix("\r").removeprefix("\n"))
        elif control.name == "select":
            options = control.select("option")
            chosen = [one for one in options if one.has_attr("selected")] or options[:1]
            sent.setlist(name, [one["value"] for one in chosen])
        elif kind not in {"radio", "checkbox"} or control.has_attr("checked"):
            sent.add(name, control.get("value", "on" if kind == "checkbox" else ""))
    return sent


def _allowed(form: Tag, name: str, answer: object) -> list[str]:
    given = [str(one) for one in answer] if isinstance(answer, list | tuple) else [str(answer)]
    controls = form.select(f'[name="{name}"]')
    assert controls, f"the form has no {name!r}"
    offered = [
        one["value"]
        for control in controls
        for one in (control.select("option") if control.name == "select" else [control])
        if control.name == "select" or control.get("type") in {"radio", "checkbox"}
    ]
    if offered:
        missing = [one for one in given if one not in offered]
        assert not missing, f"{name}: {missing} is not offered among {offered}"
    return given
