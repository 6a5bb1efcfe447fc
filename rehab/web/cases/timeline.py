"""What happened in a case, who did it and when, as one list that can be narrowed."""

from collections.abc import Iterable
from uuid import UUID

from rehab.domain.access import Actor
from rehab.queries.case_page import CasePage
from rehab.web.case_head import Link
from rehab.web.cases import attended, happenings, waits
from rehab.web.cases.entries import TOPIC_LABELS, Entry, Topic
from rehab.web.presenters import Chip


def timeline_of(page: CasePage, actor: Actor, link: Link) -> tuple[Entry, ...]:
    """Return all that happened in a case, newest first."""
    entries = [
        *happenings.arrivals(page, actor, link),
        *happenings.decisions(page),
        *happenings.contacts(page),
        *waits.pauses(page),
        *waits.corrections(page),
        *happenings.holders(page),
        *happenings.courses(page, link),
        *attended.sessions(page),
        *happenings.measures(page),
        *happenings.risks(page),
        *happenings.work(page),
        *happenings.consents(page),
        *happenings.notes(page),
        *happenings.epikriser(page, link),
        *happenings.letters(page, actor, link),
        *happenings.letters_to_citizen(page, link),
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.title), reverse=True))


def narrowed(entries: Iterable[Entry], topic: Topic | None) -> tuple[Entry, ...]:
    """Return the entries of one topic, or all of them."""
    return tuple(entry for entry in entries if topic is None or topic in entry.topics)


def topic_of(text: str) -> Topic | None:
    """Return the topic an address names, or None for everything and for what is no topic."""
    return next((topic for topic in Topic if topic.value == text), None)


def topic_chips(
    entries: tuple[Entry, ...], chosen: Topic | None, link: Link, case_id: UUID
) -> tuple[Chip, ...]:
    """Return a chip for everything and one for each topic that something happened in."""
    everything = link("cases.show", case_id=case_id, _anchor="haendelser")
    chips = [Chip("Alle", everything, chosen is None, len(entries))]
    for topic in Topic:
        count = len(narrowed(entries, topic))
        if count or topic is chosen:
            url = link("cases.show", case_id=case_id, vis=topic.value, _anchor="haendelser")
            chips.append(Chip(TOPIC_LABELS[topic], url, topic is chosen, count))
    return tuple(chips)
