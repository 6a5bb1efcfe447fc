"""What the pages of cases show, without a request."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import ContactChannel
from rehab.domain.measures import MeasurePoint
from rehab.domain.referrals import ReferralKind
from rehab.models import Measurement, Referral
from rehab.queries.case_page import read_case_page
from rehab.queries.cases import find_case
from rehab.services.contacts import RecordContact, cancel_event, record_contact
from rehab.services.journal import write_note
from rehab.web.cases.entries import TOPIC_LABELS, Topic
from rehab.web.cases.presenters import in_sentence, referral_name, waiting_text
from rehab.web.cases.side import side_view
from rehab.web.cases.timeline import narrowed, timeline_of, topic_chips, topic_of
from rehab.web.presenters import case_tags, near_day
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course

TODAY = date(2026, 11, 23)
REACHED = RecordContact(EventKind.CONTACT_REACHED, TODAY, ContactChannel.PHONE)


def link(endpoint, **values):
    return f"{endpoint}?{sorted(values)}"


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def page_of(ctx, case):
    ctx.session.expire_all()
    found = find_case(ctx.session, ctx.actor, case.id)
    return read_case_page(ctx.session, found, ctx.programme_for, ctx.settings, ctx.now)


def told(ctx, case, topic=None):
    entries = timeline_of(page_of(ctx, case), ctx.actor, link)
    return [(entry.title, entry.body) for entry in narrowed(entries, topic)]


def contact(ctx, case, command):
    with ctx.transaction():
        return record_contact(ctx, find_case(ctx.session, ctx.actor, case.id), command)


def test_one_call_about_two_referrals_is_one_entry_with_its_sentence(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    make.referral(citizen=citizen, case=case, kind=ReferralKind.GGOP, received_on=TODAY)
    contact(ctx, case, replace(REACHED, note="Kommer gerne."))
    [(title, sentence)] = told(ctx, case, Topic.CONTACT)
    assert title == "Kontakt opnået · Telefon · XREF15 og GOP"
    assert sentence == "Kommer gerne."
    assert told(ctx, case, Topic.NOTE) == told(ctx, case, Topic.CONTACT)


def test_a_call_that_offers_a_time_says_its_sentence_once(ctx, make):
    case = make.case()
    command = replace(REACHED, appointment_on=TODAY + timedelta(days=4), note="Kommer gerne.")
    contact(ctx, case, command)
    assert sorted(told(ctx, case, Topic.CONTACT)) == [
        ("Første tid tilbudt: fre. 27.11.2026 · Telefon", None),
        ("Kontakt opnået · Telefon", "Kommer gerne."),
    ]


def test_a_note_of_the_very_same_instant_as_a_call_is_not_lost(ctx, make):
    case = make.case()
    contact(ctx, case, replace(REACHED, note="Kommer gerne."))
    with ctx.transaction():
        write_note(ctx, case, "Har egen bil.")
    said = [sentence for _, sentence in told(ctx, case, Topic.NOTE)]
    assert sorted(said) == ["Har egen bil.", "Kommer gerne."]


def test_what_was_taken_back_for_one_referral_only_still_stands(ctx, make):
    case = make.case(referrals=2)
    first, _second = contact(ctx, case, REACHED)
    with ctx.transaction():
        cancel_event(ctx, find_case(ctx.session, ctx.actor, case.id), first)
    titles = sorted(title for title, _ in told(ctx, case, Topic.CONTACT))
    assert titles == [
        "Kontakt opnået · Telefon · XREF15",
        "Tilbageført: Kontakt opnået · Telefon · XREF15",
    ]


def test_the_newest_stands_first(ctx, make):
    case = make.case()
    for hour, text in ((1, "Først"), (2, "Sidst")):
        later = replace(ctx, now=NOW + timedelta(hours=hour))
        with later.transaction():
            write_note(later, case, text)
    assert [body for _, body in told(ctx, case, Topic.NOTE)] == ["Sidst", "Først"]


def test_the_number_on_each_chip_is_the_length_of_its_list(ctx, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    contact(ctx, case, replace(REACHED, note="Kommer gerne."))
    entries = timeline_of(page_of(ctx, case), ctx.actor, link)
    chips = topic_chips(entries, Topic.NOTE, link, case.id)
    assert [(chip.label, chip.count, chip.current) for chip in chips] == [
        ("Alle", 3, False),
        ("Kontakt", 2, False),
        ("Visitation", 1, False),
        ("Notater", 1, True),
    ]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        pytest.param("notater", Topic.NOTE, id="a topic"),
        pytest.param("", None, id="nothing"),
        pytest.param("alt muligt", None, id="no topic"),
    ],
)
def test_the_topic_of_an_address(text, topic):
    assert topic_of(text) is topic


def test_every_topic_has_a_name():
    assert set(TOPIC_LABELS) == set(Topic)


def test_the_plan_says_what_a_course_counts_for(ctx, make):
    case = make.case()
    make_booking(make, case, make_course(make, sessions=2))
    [item] = side_view(page_of(ctx, case), link, NOW, TODAY).plan
    assert (item.attended_text, item.counts_for, item.cancelled) == (
        "0 af 2 gange",
        "XREF15",
        False,
    )
    assert item.next_text == "Næste gang 24.11.2026 kl. 10.00"


@pytest.mark.parametrize(
    ("end", "change", "tone"),
    [
        pytest.param(3, "4 point lavere, bedre", "ok", id="better"),
        pytest.param(6, "1 point lavere, ingen sikker ændring", "neutral", id="too little"),
        pytest.param(7, "uændret, ingen sikker ændring", "neutral", id="the same"),
        pytest.param(9, "2 point højere, værre", "warning", id="worse"),
    ],
)
def test_a_measure_says_what_the_change_amounts_to(ctx, make, end, change, tone):
    case = make.case()
    for point, score in ((MeasurePoint.START, 7), (MeasurePoint.END, end)):
        make.save(
            Measurement(
                case_id=case.id,
                point=point,
                measured_on=TODAY,
                nrs_pain=score,
                recorded_by=case.id,
                recorded_at=NOW,
            )
        )
    nrs, psfs = side_view(page_of(ctx, case), link, NOW, TODAY).measures
    assert (nrs.start_text, nrs.end_text, nrs.change_text, nrs.tone) == (
        "7",
        str(end),
        change,
        tone,
    )
    assert (psfs.start_text, psfs.change_text) == ("ikke målt", None)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        pytest.param(date(2026, 11, 27), "fre. 27.11.", id="within the year"),
        pytest.param(date(2027, 1, 4), "man. 04.01.2027", id="beyond it"),
        pytest.param(None, "–", id="not known"),
    ],
)
def test_a_day_is_written_as_short_as_it_can_be(day, text):
    assert near_day(day, TODAY) == text


@pytest.mark.parametrize(
    ("weeks", "flag", "tags"),
    [
        pytest.param(None, False, (), id="nothing"),
        pytest.param(6, False, (("sygemeldt uge 7", "warning"),), id="in the seventh week"),
        pytest.param(
            0, True, (("rødt flag", "danger"), ("sygemeldt uge 1", "warning")), id="flag first"
        ),
    ],
)
def test_the_tags_of_a_case(weeks, flag, tags):
    assert case_tags(weeks, has_red_flag=flag) == tags


def test_what_a_case_waits_for():
    assert waiting_text(None) == "Intet at gøre nu."
    assert waiting_text(datetime(2026, 11, 24, 9, tzinfo=UTC)) == "Næste gang 24.11.2026 kl. 10.00."


def test_a_referral_by_telephone_or_letter_is_named_as_what_it_is():
    names = [referral_name(Referral(kind=kind)) for kind in ReferralKind]
    assert names == ["XREF15", "REF01", "GOP", "Henvisning pr. telefon", "Henvisning pr. brev"]
    assert [in_sentence(name) for name in names[2:4]] == ["GOP", "henvisning pr. telefon"]
