"""Keeping the people of a kommune."""

import pytest

from rehab.domain.access import Role
from rehab.services.passwords import hash_password, is_right_password
from tests.support.factories import PASSWORD, PASSWORD_HASH

NEW = {
    "name": "Vera Visitator",
    "title": "Sygeplejerske",
    "phone": "99999999",
    "roles": ["visitator"],
    "login": "vera",
    "password": PASSWORD,
}
CHANGED = {
    "name": "Ny Navnesen",
    "title": "",
    "phone": "",
    "roles": ["koordinator", "terapeut"],
    "active": "y",
}


@pytest.fixture
def adam(browse):
    return browse(Role.ADMINISTRATOR)


def test_a_new_person_can_log_in(adam, browse):
    adam.submit("administration.new_user", NEW)
    vera = browse()
    vera.submit("account.sign_in", {"login": "vera", "password": PASSWORD})
    assert "Vera Visitator" in adam.get("administration.users").text_of("td .cover")


def test_the_list_has_the_kommunes_own_people_and_no_secrets(adam, make):
    make.user(Role.LEDER, login="lene")
    make.user(Role.LEDER, login="fremmed", kommunekode="998")
    make.user(Role.LEDER, login="lukket", active=False)
    source = str(adam.get("administration.users"))
    assert "lene" in source
    assert "lukket" in source
    assert "fremmed" not in source
    assert PASSWORD_HASH[:12] not in source
    assert "token-lene" not in source


def test_a_person_on_both_sides_of_the_wall_is_refused(adam):
    fields = NEW | {"roles": ["jobkonsulent", "terapeut"]}
    page = adam.submit("administration.new_user", fields, expect=422)
    assert "sundhedsloven § 43" in page.errors()[0]
    assert page.select_one("#name")["value"] == "Vera Visitator"


def test_a_password_is_never_sent_back(adam):
    page = adam.submit("administration.new_user", NEW | {"name": ""}, expect=422)
    assert page.errors() == ["Skriv personens navn."]
    assert not page.select_one("#password").get("value")


def test_each_missing_field_is_named(adam):
    page = adam.submit("administration.new_user", {"password": "kort"}, expect=422)
    assert page.errors() == [
        "Skriv personens navn.",
        "Vælg mindst én rolle.",
        "Skriv et brugernavn.",
        "Vælg en adgangskode på 12 til 200 tegn.",
    ]


def test_a_person_is_given_other_roles(adam, make):
    user_id = make.user(Role.VISITATOR, login="vivi").id
    adam.submit("administration.change_user", CHANGED, user_id=user_id)
    page = adam.get("administration.change_user", user_id=user_id)
    assert page.heading() == "Brugeren vivi"
    chosen = [box["value"] for box in page.select("input[name=roles][checked]")]
    assert chosen == ["koordinator", "terapeut"]


def test_a_closed_account_is_shut_out_at_once(adam, browse, make):
    vivi = make.user(Role.VISITATOR, login="vivi")
    inside, user_id = browse(vivi), vivi.id
    fields = {key: value for key, value in CHANGED.items() if key != "active"}
    adam.submit("administration.change_user", fields, user_id=user_id)
    assert "/konto/log-ind" in inside.open("/").location


def test_administrators_do_not_give_themselves_cases(adam, make):
    own = make.user(Role.ADMINISTRATOR).id
    fields = CHANGED | {"roles": ["administrator", "leder"]}
    page = adam.submit("administration.change_user", fields, user_id=own, expect=422)
    assert "kollega" in page.errors()[0]


def test_a_new_password_works(adam, make, session):
    vivi = make.user(Role.VISITATOR, login="vivi", password_hash=hash_password(PASSWORD))
    fields = {"password": "en helt ny adgangskode"}
    adam.submit("administration.set_password", fields, user_id=vivi.id)
    assert is_right_password("en helt ny adgangskode", vivi.password_hash)


def test_a_short_password_is_refused(adam, make):
    user_id = make.user(Role.VISITATOR).id
    page = adam.submit(
        "administration.set_password", {"password": "kort"}, user_id=user_id, expect=422
    )
    assert page.errors() == ["Vælg en adgangskode på 12 til 200 tegn."]


@pytest.mark.parametrize("endpoint", ["administration.change_user", "administration.set_password"])
def test_a_person_of_another_kommune_is_not_there(adam, make, endpoint):
    away = make.user(Role.VISITATOR, kommunekode="998")
    adam.get(endpoint, user_id=away.id, expect=404)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_open_it(browse, make, role):
    browse(role).get("administration.users", expect=403)
    browse(role).get("administration.new_user", expect=403)


@pytest.mark.parametrize(
    ("roles", "linked"),
    [
        pytest.param((Role.ADMINISTRATOR,), False, id="an administrator asks a colleague"),
        pytest.param((Role.ADMINISTRATOR, Role.LEDER), True, id="a leader too does it"),
    ],
)
def test_whoever_cannot_be_closed_is_to_be_handed_over(browse, make, roles, linked):
    tove, who = make.user(Role.TERAPEUT, login="tove"), make.user(*roles, login="den")
    make.case(contact_person=tove)
    browser = browse(who)
    fields = {"name": "Tove", "roles": ["terapeut"], "title": "", "phone": ""}
    page = browser.submit("administration.change_user", fields, user_id=tove.id, expect=422)
    assert "har 1 åben sag" in page.errors()[0]
    url = browser.url("handing_over.prepare", user_id=tove.id)
    assert bool(page.select(f"a[href='{url}']")) is linked


def test_a_district_that_is_none_is_refused_and_kept(adam, make):
    tove = make.user(Role.TERAPEUT, login="tove")
    fields = CHANGED | {"postcodes": "Nørrebro", "languages": "Arabisk, dari"}
    page = adam.submit("administration.change_user", fields, user_id=tove.id, expect=422)
    assert "Nørrebro er ikke et postnummer" in page.errors()[0]
    assert page.select_one("#postcodes")["value"] == "Nørrebro"
