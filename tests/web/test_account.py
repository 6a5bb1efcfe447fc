"""Logging in and out."""

from rehab.domain.access import Role
from rehab.services.passwords import hash_password
from tests.support.factories import PASSWORD


def test_the_right_password_opens_the_first_page(browse, make):
    make.user(Role.VISITATOR, login="vivi", password_hash=hash_password(PASSWORD))
    browser = browse()
    answer = browser.submit("account.sign_in", {"login": "vivi", "password": PASSWORD})
    assert answer.heading
    browser.get("home.show", expect=302)


def test_a_wrong_password_says_so_without_saying_which(browse, make):
    make.user(Role.VISITATOR, login="vivi", password_hash=hash_password(PASSWORD))
    fields = {"login": "vivi", "password": "forkert"}
    page = browse().submit("account.sign_in", fields, expect=422)
    assert page.errors() == ["Brugernavn eller adgangskode er forkert. Prøv igen."]
