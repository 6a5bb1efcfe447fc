"""Keeping a list under a name, sharing it, and opening with it."""

from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.kept_filters import filter_in, filter_named
from rehab.domain.worklists import ListPage
from rehab.models import AuditEvent, SavedView, SavedViewDefault, SavedViewNotice
from rehab.web.saved_views.presenters import mail_hindrances
from tests.conftest import NOW
from tests.support.factories import AWAY
from tests.support.saved_views import a_shared_view


@pytest.fixture
def karen(browse):
    return browse(Role.KOORDINATOR)


def chips(page):
    return page.text_of("nav[aria-label='Gemte visninger'] a")


def told(browser):
    return browser.get("saved_views.index").text_of("td[data-title='Siger til']")


def hindrances(page):
    return page.text_of("main .alert-warning")


def save(browser, side="tavle", expect=302, name="Min visning", **values):
    extra = {key: values.pop(key) for key in ("shared", "default") if key in values}
    url = browser.url("saved_views.new", side=side, **values)
    page = browser.visit(url)
    return browser.post(url, {"name": name} | extra, token_from=page, expect=expect)


def test_a_view_stands_above_its_list_with_the_length_of_the_list_it_gives(karen, make):
    make.case()
    make.case(contact_person=make.user(Role.TERAPEUT))
    save(karen, name="Nye", kolonne="uden_kontaktperson")
    page = karen.get("worklist.board")
    assert chips(page) == ["Nye 1"]
    opened = karen.visit(page.select_one("nav[aria-label='Gemte visninger'] a")["href"])
    assert len(opened.select(".board__card .citizen__name")) == 1
    assert opened.select("nav[aria-label='Gemte visninger'] a[aria-current=true]")


def test_only_what_the_filter_knows_is_kept(karen, make, session):
    url = karen.url("saved_views.new") + "?side=tavle&frist=i-dag&lov=ukendt&cpr=0101709901&x=%3Cb"
    page = karen.visit(url)
    karen.post(url, {"name": "I dag"}, token_from=page)
    assert session.scalars(select(SavedView.query)).one() == "frist=i-dag"


def test_a_shared_view_is_everybodys_and_a_personal_one_nobody_elses(karen, browse, make):
    make.case(contact_person=make.user(Role.TERAPEUT))
    save(karen, side="mine-sager", name="Fælles", shared="y", frist="denne-uge")
    save(karen, side="mine-sager", name="Min egen", frist="i-dag")
    tove = browse(Role.TERAPEUT)
    assert [text.split()[0] for text in chips(tove.get("worklist.mine"))] == ["Fælles"]
    rows = tove.get("saved_views.index")
    assert rows.text_of("td[data-title=Ejer]") == ["Delt af Test Koordinator"]
    assert rows.text_of(".actions a") == ["Sig til om Fælles"]


def test_a_therapist_cannot_share(browse, session):
    page = save(browse(Role.TERAPEUT), side="mine-sager", shared="y", expect=422)
    assert page.errors() == ["Kun koordinator og leder deler visninger. Gem den som din egen."]
    assert session.scalars(select(SavedView)).all() == []


def test_the_list_opens_with_the_default_until_it_is_told_otherwise(karen, make, session):
    make.case()
    save(karen, name="Uge", default="y", frist="denne-uge")
    opened = karen.open(karen.url("worklist.board"))
    assert opened.status_code == 302
    assert "frist=denne-uge" in opened.location
    everything = karen.get("worklist.board", vis="alle")
    assert everything.select_one("nav[aria-label='Vis sager'] a[aria-current]").get_text().split()[
        0
    ] == ("Alle")
    [alle] = [
        a for a in everything.select("nav[aria-label='Vis sager'] a") if "Alle" in a.get_text()
    ]
    assert karen.open(alle["href"]).status_code == 200
    view_id = session.scalars(select(SavedView.id)).one()
    page = karen.get("saved_views.index")
    karen.post(karen.url("saved_views.use", view_id=view_id), {"fast": "nej"}, token_from=page)
    assert karen.open(karen.url("worklist.board")).status_code == 200


def test_a_default_survives_logging_out(app, session, make, browse):
    save(browse(Role.KOORDINATOR), name="Uge", default="y", frist="denne-uge")
    assert browse(Role.KOORDINATOR).open("/tavle").status_code == 302


def test_a_view_is_renamed_taken_back_and_deleted_with_a_trace(karen, browse, make, session):
    view = a_shared_view(make, NOW)
    leader = browse(Role.LEDER)
    page = leader.get("saved_views.index")
    leader.post(leader.url("saved_views.use", view_id=view.id), {"fast": "ja"}, token_from=page)
    karen.submit("saved_views.change", {"name": "Sent på den"}, view_id=view.id)
    kept = session.get_one(SavedView, view.id)
    assert (kept.name, kept.shared) == ("Sent på den", False)
    assert session.scalars(select(SavedViewDefault)).all() == []
    leader.get("saved_views.change", view_id=view.id, expect=404)
    page = karen.get("saved_views.index")
    karen.post(karen.url("saved_views.delete", view_id=view.id), {}, token_from=page)
    assert session.scalars(select(SavedView)).all() == []
    verbs = session.scalars(
        select(AuditEvent.verb).where(AuditEvent.verb.startswith("saved_view"))
    ).all()
    assert sorted(verbs) == ["saved_view.changed", "saved_view.deleted", "saved_view.made_default"]


def test_two_views_of_a_list_do_not_share_a_name(karen):
    save(karen, name="Uge", frist="denne-uge")
    page = save(karen, name="Uge", frist="i-dag", expect=422)
    assert page.errors() == ["Du har allerede en visning med det navn. Vælg et andet."]


def test_another_kommunes_view_is_not_there(karen, make):
    stranger = make.user(Role.KOORDINATOR, kommunekode=AWAY)
    view = a_shared_view(make, NOW, owner_id=stranger.id, organisation_id=stranger.organisation_id)
    page = karen.get("saved_views.index")
    assert not page.select("table")
    assert chips(karen.get("worklist.board")) == []
    karen.get("saved_views.change", view_id=view.id, expect=404)
    for act in ("saved_views.open", "saved_views.notify"):
        karen.get(act, view_id=view.id, expect=404)
    for act in ("saved_views.delete", "saved_views.use"):
        karen.post(karen.url(act, view_id=view.id), {}, token_from=page, expect=404)


def test_a_view_from_a_time_with_other_words_opens_the_list_it_still_can(karen, make):
    make.case()
    a_shared_view(make, NOW, query="frist=i-overmorgen", page=ListPage.BOARD)
    assert chips(karen.get("worklist.board")) == ["Overskredet 1"]


def test_a_person_chooses_when_a_view_tells_and_sees_what_was_chosen(karen, make, session):
    view = a_shared_view(make, NOW)
    karen.submit("saved_views.notify", {"rhythm": "graense", "limit": "10"}, view_id=view.id)
    assert told(karen) == ["Når der er flere end 10"]
    form = karen.get("saved_views.notify", view_id=view.id)
    assert form.select_one("input[name=rhythm][checked]")["value"] == "graense"
    assert form.select_one("input[name=limit]")["value"] == "10"
    karen.submit("saved_views.notify", {"rhythm": "ugentlig", "limit": "10"}, view_id=view.id)
    assert told(karen) == ["Hver mandag"]
    karen.submit("saved_views.notify", {"rhythm": "aldrig"}, view_id=view.id)
    assert told(karen) == ["Nej"]
    assert session.scalars(select(SavedViewNotice)).all() == []


def test_what_one_chooses_of_a_shared_view_is_nobody_elses(karen, browse, make):
    view = a_shared_view(make, NOW)
    karen.submit("saved_views.notify", {"rhythm": "daglig"}, view_id=view.id)
    assert told(browse(Role.LEDER)) == ["Nej"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"rhythm": "graense", "limit": ""}, "Skriv grænsen som et tal, fx 10."),
        ({"rhythm": "graense", "limit": "-1"}, "Skriv et tal fra 0 til 99999."),
        ({"rhythm": "graense", "limit": "ti"}, "Skriv et helt tal."),
        ({}, "Vælg, hvornår visningen skal sige til."),
    ],
    ids=["no limit", "less than nothing", "no number", "nothing chosen"],
)
def test_a_limit_that_is_none_is_asked_for_again(karen, make, session, fields, error):
    view = a_shared_view(make, NOW)
    page = karen.submit("saved_views.notify", fields, view_id=view.id, expect=422)
    assert page.errors()[0].startswith(error)
    assert page.select_one("input[name=limit]")["value"] == fields.get("limit", "")
    assert page.select_one("[role=alert] a")["href"] in {"#limit", "#rhythm"}
    assert session.scalars(select(SavedViewNotice)).all() == []


def test_a_limit_that_is_not_asked_for_is_let_be(karen, make):
    view = a_shared_view(make, NOW)
    karen.submit("saved_views.notify", {"rhythm": "daglig", "limit": "ti"}, view_id=view.id)
    assert told(karen) == ["Hver dag"]


def test_who_cannot_be_mailed_is_told_so_and_what_to_do(karen, make, session):
    view = a_shared_view(make, NOW)
    assert hindrances(karen.get("saved_views.index")) == []
    karen.submit("saved_views.notify", {"rhythm": "daglig"}, view_id=view.id)
    for page in (
        karen.get("saved_views.index"),
        karen.get("saved_views.notify", view_id=view.id),
    ):
        address, server = hindrances(page)
        assert address.startswith("Du har ingen mailadresse her")
        assert page.select_one(".alert a")["href"] == karen.url("account.digest")
        assert "ikke sat en mailserver op" in server
    karen.submit("account.digest", {"choice": "ingen", "email": "karen@testby.dk"})
    [server] = hindrances(karen.get("saved_views.index"))
    assert "Bed dem, der driver systemet" in server


def test_nothing_is_said_about_mail_when_nothing_is_in_its_way():
    assert mail_hindrances("karen@testby.dk", lambda *_, **__: "", sends=True) == ()


def test_the_address_in_a_mail_opens_the_list_of_the_view(karen, make):
    make.case()
    view = a_shared_view(make, NOW, query="kolonne=uden_kontaktperson")
    opened = karen.open(karen.url("saved_views.open", view_id=view.id))
    assert opened.location == "/tavle?kolonne=uden_kontaktperson&vis=gemt"


def test_a_view_of_a_list_one_has_not_cannot_tell(browse, make):
    view = a_shared_view(make, NOW)
    tove = browse(Role.TERAPEUT)
    assert not tove.get("saved_views.index").select(".actions a")
    for act in ("saved_views.open", "saved_views.notify"):
        tove.get(act, view_id=view.id, expect=404)


@pytest.mark.parametrize(
    "query",
    [
        "kolonne=uden_kontaktperson&frist=i-dag&naeste=epikrise",
        "kontaktperson=00000000-0000-0000-0000-000000000007&lov=140&kendetegn=roedt-flag",
        "lov=119&kendetegn=sygemeldt&pause=ja&team=uden",
        "team=00000000-0000-0000-0000-000000000007&frist=overskredet",
        "frist=ukendt&kontaktperson=x&pause=nej",
    ],
)
def test_a_job_reads_a_kept_view_as_its_page_does(query):
    values = dict(parse_qsl(query))
    assert filter_in(query) == filter_named(lambda name: values.get(name, ""))
