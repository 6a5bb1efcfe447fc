"""How a citizen hears from the kommune, and what was told."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.notices import NoticeChannel, NoticeFacts, NoticeKind
from rehab.models import AuditEvent, Citizen, NoticeStatus
from rehab.services.notices import notify
from rehab.web.notices.presenters import CHANNEL_LABELS, KIND_LABELS, STATUS_LABELS
from tests.support.course_factories import FIRST


@pytest.fixture
def browser(browse):
    return browse(Role.KOORDINATOR)


def test_what_was_told_stands_with_how_far_it_came(browser, make, ctx_as):
    case, ctx = make.case(), ctx_as(Role.KOORDINATOR)
    facts = NoticeFacts(FIRST, "Sal 1", None, "99999999", "Testby Kommune")
    with ctx.transaction():
        notify(ctx, case, NoticeKind.SESSION_MOVED, facts)
    page = browser.get("notices.reach", case_id=case.id)
    [row] = [page.text_of("#sendt tbody td")]
    assert row[1].startswith("Tid flyttet Din tid er flyttet til tirs. 24/11 kl. 10.00, Sal 1.")
    assert row[2:] == ["SMS", "I kø"]
    assert "Borgeren får besked på SMS." in page.get_text()


def test_how_a_citizen_is_reached_is_changed_and_traced_without_the_number(browser, make):
    case = make.case()
    fields = {"phone": "99 99 99 11", "email": "anna@eksempel.dk", "digital_post_exempt": "y"}
    browser.submit("notices.reach", fields, case_id=case.id)
    citizen = browser.session.get_one(Citizen, case.citizen_id)
    assert (citizen.phone, citizen.digital_post_exempt, citizen.declines_messages) == (
        "99 99 99 11",
        True,
        False,
    )
    event = browser.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "citizen.reach_set")
    ).one()
    assert event.data == {"exempt": "True", "declines": "False"}
    assert "brev på papir" in browser.get("notices.reach", case_id=case.id).get_text()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"phone": "12"}, "Skriv et telefonnummer på 8 cifre, eller lad feltet stå tomt."),
        ({"email": "anna"}, "Skriv en mailadresse, fx navn@eksempel.dk, eller ingen."),
    ],
)
def test_what_nothing_can_be_sent_to_is_refused_and_kept_on_the_page(browser, make, fields, error):
    case = make.case()
    page = browser.submit("notices.reach", fields, case_id=case.id, expect=422)
    assert page.errors() == [error]
    [(name, value)] = fields.items()
    assert page.select_one(f"input[name={name}]")["value"] == value


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (NoticeKind, KIND_LABELS),
        (NoticeChannel, CHANNEL_LABELS),
        (NoticeStatus, STATUS_LABELS),
    ],
)
def test_every_coded_value_has_a_name(kind, labels):
    assert set(labels) == set(kind)
