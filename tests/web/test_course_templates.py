"""Keeping templates, and planning a hold of one over Easter."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import ConflictOverride, Course, CourseSession, CourseTemplate
from tests.conftest import NOW
from tests.support.course_factories import make_course, make_template

TEMPLATE = {
    "offer_code": "hold_ikke_opererede",
    "course_form": "hold",
    "title": "Rygskole, 6 gange",
    "place": "Sal 2",
    "capacity": "12",
    "minimum": "4",
    "intake": "rolling",
    "sessions_each": "4",
    "weekdays": ["0", "3"],
    "starts_at": "10.30",
    "day_times": "torsdag 14.00",
    "minutes": "60",
    "sessions": "6",
    "equipment": "Redcord, Redcord,  Stor  bold",
}


def filled(page):
    """What a form would send: the values its fields are filled with."""
    fields = {"step": "vis"}
    for box in page.select("form input[name], form select[name], form textarea[name]"):
        if box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            fields[box["name"]] = chosen["value"]
        elif box.name == "textarea":
            fields[box["name"]] = box.get_text()
        elif box["type"] == "checkbox":
            fields.setdefault(box["name"], [])
            if box.has_attr("checked"):
                fields[box["name"]].append(box["value"])
        elif box["type"] != "radio" or box.has_attr("checked"):
            fields[box["name"]] = box.get("value", "")
    fields.pop("csrf_token")
    return fields


def test_a_template_is_made_and_its_content_written(browse, make, session):
    make.organisation()
    browser = browse(Role.KOORDINATOR)
    browser.submit("course_templates.new", TEMPLATE)
    template = session.scalars(select(CourseTemplate)).one()
    assert template.times == {"0": "10:30", "3": "14:00"}
    assert template.equipment == ["Redcord", "Stor bold"]
    fields = filled(browser.get("course_templates.content", template_id=template.id))
    fields |= {"information-1": "Ryggens \x00opbyg\x0bning", "home_programme-6": "Gå tur"}
    browser.submit("course_templates.content", fields, template_id=template.id)
    session.refresh(template)
    assert template.content[0] == {"information": "Ryggens opbygning"}
    row = browser.get("course_templates.index")
    assert row.text_of("td[data-title=Gange]") == ["6 gange à 60 min., mandag 10.30, torsdag 14.00"]
    assert row.text_of("td[data-title=Optag]") == [
        "Rullende optag, 4 gange hver, 12 pladser, mindst 4"
    ]
    assert row.text_of("td[data-title=Indhold]") == ["2 af 6 gange med indhold, Rygskole, 6 gange"]


def test_a_template_is_changed_in_the_form_it_was_written_in(browse, make, session):
    template = make_template(make)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("course_templates.change", template_id=template.id)
    fields = filled(page)
    assert fields["day_times"] == "torsdag 14.00"
    browser.submit("course_templates.change", fields | {"sessions": "1"}, template_id=template.id)
    session.refresh(template)
    assert (template.sessions, template.content) == (1, [{"information": "Ryggens opbygning"}])


@pytest.fixture
def pages(browse, make):
    """The two pages of a template, opened before somebody else saves or retires it."""
    template_id = make_template(make).id
    browser = browse(Role.KOORDINATOR)
    names = ("course_templates.change", "course_templates.content")
    found = {name: browser.get(name, template_id=template_id) for name in names}

    def send(name, fields, expect=302, page=None):
        page = page or found[name]
        url = browser.url(name, template_id=template_id)
        return browser.post(url, filled(page) | fields, token_from=page, expect=expect)

    return send


@pytest.mark.parametrize(
    ("name", "field"),
    [
        pytest.param("course_templates.change", "place", id="the settings"),
        pytest.param("course_templates.content", "information-1", id="the content"),
    ],
)
@pytest.mark.parametrize(
    ("before", "saved"),
    [
        pytest.param("course_templates.change", {"minutes": "75"}, id="after the settings"),
        pytest.param("course_templates.content", {"exercise-1": "Squat"}, id="after the content"),
    ],
)
def test_a_template_saved_since_the_page_was_opened_is_not_written_over(
    pages, session, name, field, before, saved
):
    pages(before, saved)
    stood = session.scalars(select(CourseTemplate)).one().version
    refused = pages(name, {field: "Skrevet imens"}, expect=422)
    [error] = refused.errors()
    assert error.startswith("En anden har ændret skabelonen, mens du skrev.")
    assert filled(refused)[field] == "Skrevet imens"
    assert session.scalars(select(CourseTemplate)).one().version == stood

    pages(name, {}, page=refused)
    template = session.scalars(select(CourseTemplate)).one()
    assert template.version == stood + 1
    assert "Skrevet imens" in {template.place, template.content[0].get("information")}


def test_content_of_sessions_somebody_else_took_away_can_still_be_copied(pages, session):
    pages("course_templates.change", {"sessions": "2"})
    refused = pages("course_templates.content", {"exercise-6": "Balance"}, expect=422)
    assert filled(refused)["exercise-6"] == "Balance"
    assert "ikke længere med i skabelonen" in refused.select_one("#gang-3").get_text()
    assert "ikke længere med" not in refused.select_one("#gang-2").get_text()


def test_content_of_sessions_somebody_else_added_stays_when_one_saves_again(pages, session, make):
    name = "course_templates.content"
    pages("course_templates.change", {"sessions": "7"})
    template = session.scalars(select(CourseTemplate)).one()
    template.content = [*template.content[:6], {"exercise": "Balance"}]
    make.save(template)
    refused = pages(name, {"information-1": "Skrevet imens"}, expect=422)
    pages(name, {}, page=refused)
    session.refresh(template)
    assert template.content[0] == {"information": "Skrevet imens"}
    assert template.content[6] == {"exercise": "Balance"}


@pytest.mark.parametrize("name", ["course_templates.change", "course_templates.content"])
def test_what_was_typed_of_a_template_retired_meanwhile_is_kept(pages, session, make, name):
    template = session.scalars(select(CourseTemplate)).one()
    template.retired_at = NOW
    make.save(template)
    field = "place" if name.endswith("change") else "information-1"
    refused = pages(name, {field: "Skrevet imens"}, expect=422)
    assert refused.errors() == ["Skabelonen er taget ud af brug. Lav en ny."]
    assert filled(refused)[field] == "Skrevet imens"


@pytest.mark.parametrize("name", ["course_templates.change", "course_templates.content"])
def test_a_page_that_lost_its_version_writes_over_nothing(pages, name):
    assert pages(name, {"version": "x"}, expect=422).errors()[0].startswith("En anden har ændret")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param({"title": ""}, "Giv forløbet et navn.", id="no name"),
        pytest.param({"title": "   "}, "Giv forløbet et navn.", id="only spaces"),
        pytest.param({"weekdays": [], "day_times": ""}, "Sæt kryds ved mindst én", id="no day"),
        pytest.param({"day_times": "fredag"}, "Skriv ugedag og tid med komma", id="no time"),
        pytest.param({"day_times": "fredag 25.00"}, "Skriv ugedag og tid", id="no such time"),
        pytest.param({"minimum": "13"}, "Mindste antal deltagere", id="more than the seats"),
        pytest.param({"sessions_each": ""}, "Skriv, hvor mange gange hver", id="no number each"),
    ],
)
def test_what_is_wrong_is_said_and_kept(browse, make, wrong, sentence):
    make.organisation()
    page = browse(Role.KOORDINATOR).submit("course_templates.new", TEMPLATE | wrong, expect=422)
    assert page.errors()[0].startswith(sentence)
    assert page.select_one("input[name=place]")["value"] == "Sal 2"


def test_a_hold_of_a_template_over_easter_is_planned_with_its_content(browse, make, session):
    template = make_template(make)
    therapist = make.user(Role.TERAPEUT)
    browser = browse(Role.KOORDINATOR)
    page = browser.visit(f"/forloeb/nyt?skabelon={template.id}")
    assert page.select_one("input[name=first_on]")["value"] == "26-11-2026"
    url = f"/forloeb/nyt?skabelon={template.id}"
    chosen = filled(page) | {
        "therapist_id": str(therapist.id),
        "first_on": "18-03-2027",
        "skipped": "uge 14",
    }
    preview = browser.post(url, chosen, token_from=page, expect=200)
    assert preview.text_of(".plan-days li") == [
        "1. tors. 18.03.2027 kl. 14.00",
        "2. man. 22.03.2027 kl. 10.30",
        "tors. 25.03.2027 skærtorsdag, intet hold",
        "man. 29.03.2027 2. påskedag, intet hold",
        "3. tors. 01.04.2027 kl. 14.00",
        "man. 05.04.2027 fravalgt, intet hold",
        "tors. 08.04.2027 fravalgt, intet hold",
        "4. man. 12.04.2027 kl. 10.30",
        "5. tors. 15.04.2027 kl. 14.00",
        "6. man. 19.04.2027 kl. 10.30",
    ]
    browser.post(url, filled(preview) | {"step": "opret"}, token_from=preview)
    course = session.scalars(select(Course)).one()
    assert (course.title, course.minimum) == ("Rygskole, 6 gange", 4)
    rows = session.scalars(select(CourseSession).order_by(CourseSession.starts_at)).all()
    assert [row.content for row in rows][:3] == [
        {"information": "Ryggens opbygning"},
        {"exercise": "Squat"},
        {},
    ]


def test_what_clashes_is_shown_and_needs_a_reason(browse, make, session):
    template = make_template(make, times={"1": "10:00"}, sessions=2)
    therapist = make.user(Role.TERAPEUT)
    make_course(make, place="Sal 2", title="Rygskole, hold 1")
    browser = browse(Role.KOORDINATOR)
    url = f"/forloeb/nyt?skabelon={template.id}"
    page = browser.visit(url)
    chosen = filled(page) | {"therapist_id": str(therapist.id), "first_on": "24-11-2026"}
    preview = browser.post(url, chosen, token_from=page, expect=200)
    assert preview.text_of(".plan-conflicts li") == [
        "Lokalet Sal 2 er optaget tirsdag 24.11.2026 kl. 10.00 af Rygskole, hold 1",
        "Test Terapeut er optaget tirsdag 24.11.2026 kl. 10.00 af Rygskole, hold 1",
        "Lokalet Sal 2 er optaget tirsdag 01.12.2026 kl. 10.00 af Rygskole, hold 1",
        "Test Terapeut er optaget tirsdag 01.12.2026 kl. 10.00 af Rygskole, hold 1",
    ]
    wanted = filled(preview) | {"step": "opret"}
    refused = browser.post(url, wanted, token_from=preview, expect=422)
    assert refused.errors()[0].startswith("Lokalet Sal 2 er optaget")
    assert refused.errors()[0].endswith("skriv, hvorfor det gemmes alligevel.")
    again = filled(refused) | {"step": "opret", "conflict_reason": "Tove deler salen."}
    browser.post(url, again, token_from=refused)
    assert session.scalars(select(ConflictOverride.reason)).all() == ["Tove deler salen."]


def test_a_retired_template_is_no_longer_offered(browse, make):
    template = make_template(make)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("course_templates.change", template_id=template.id)
    url = browser.url("course_templates.retire", template_id=template.id)
    browser.post(url, {}, token_from=page)
    assert browser.get("course_templates.index").text_of(".empty__heading") == [
        "Ingen skabeloner endnu"
    ]
    browser.visit(f"/forloeb/nyt?skabelon={template.id}", expect=404)


@pytest.mark.parametrize("text", ["x", "00000000-0000-0000-0000-000000000001"])
def test_no_template_is_not_found(browse, make, text):
    make.organisation()
    browse(Role.KOORDINATOR).visit(f"/forloeb/nyt?skabelon={text}", expect=404)
