"""A mail to staff says how much waits and in which cases by number, and nothing of anybody."""

from uuid import UUID

import pytest

from rehab.domain.digests import (
    MOST_NUMBERS,
    Digest,
    DigestChoice,
    DigestRefusedError,
    Pile,
    check_digest,
    subject_of,
    text_of,
)
from rehab.domain.health_words import health_words_in
from rehab.domain.view_notices import NoticeRhythm, NoticeWish, ViewNumber
from rehab.domain.worklists import ListPage

OWN = Pile(3, ("2026-00017", "2026-00020"))
LIFTED = Pile(1, ("2026-00003",))
VIEW = ViewNumber(UUID(int=7), ListPage.BOARD, NoticeWish(NoticeRhythm.ABOVE, 10), 12)


def test_a_mail_says_how_much_waits_and_in_which_cases():
    digest = Digest(OWN, LIFTED, "https://sager.eksempel.dk")
    assert subject_of(digest) == "4 påmindelser venter på dig"
    assert text_of(digest).splitlines()[:8] == [
        "Påmindelser i dine sager: 3",
        "Sag 2026-00017, 2026-00020",
        "Mine sager: https://sager.eksempel.dk/mine-sager",
        "",
        "Sager, der er løftet til dig: 1",
        "Sag 2026-00003",
        "Tavle: https://sager.eksempel.dk/tavle",
        "",
    ]


def test_a_mail_has_no_word_about_health():
    text = text_of(Digest(OWN, LIFTED))
    assert health_words_in(text + subject_of(Digest(OWN, LIFTED))) == ()


def test_what_is_empty_is_left_out():
    text = text_of(Digest(Pile(0), LIFTED))
    assert "dine sager" not in text
    assert "Log ind, og se Tavle." in text
    assert subject_of(Digest(Pile(0), LIFTED)) == "1 påmindelse venter på dig"


def test_a_view_is_told_by_its_list_and_an_address_that_says_nothing():
    digest = Digest(Pile(0), Pile(0), "https://sager.eksempel.dk", (VIEW,))
    assert not digest.is_empty
    assert subject_of(digest) == "1 gemt visning siger til"
    assert text_of(digest).splitlines()[:3] == [
        "Dine gemte visninger",
        "Tavle: 12 sager (når der er flere end 10)",
        f"https://sager.eksempel.dk/visninger/{VIEW.view_id}/liste",
    ]


def test_views_come_after_what_waits():
    digest = Digest(OWN, Pile(0), views=(VIEW, VIEW))
    assert subject_of(digest) == "3 påmindelser venter på dig"
    text = text_of(digest)
    assert text.index("Påmindelser i dine sager") < text.index("Dine gemte visninger")
    assert "Log ind, og se Gemte visninger." in text
    assert "Visninger vælger du fra under Gemte visninger." in text
    assert health_words_in(text) == ()


def test_a_long_list_is_cut():
    many = tuple(f"2026-{number:05}" for number in range(MOST_NUMBERS + 1))
    text = text_of(Digest(Pile(90, many), Pile(0)))
    assert many[MOST_NUMBERS - 1] in text
    assert many[MOST_NUMBERS] not in text
    assert "og flere" in text


@pytest.mark.parametrize(
    ("own", "lifted", "empty"), [(OWN, Pile(0), False), (Pile(0), Pile(0), True)]
)
def test_nothing_that_waits_is_no_mail(own, lifted, empty):
    assert Digest(own, lifted).is_empty is empty


def test_an_address_is_kept_as_typed_without_its_edges():
    assert check_digest(DigestChoice.DAILY, " tove@testby.dk ") == "tove@testby.dk"
    assert check_digest(DigestChoice.NONE, "") == ""


@pytest.mark.parametrize(
    ("choice", "address"),
    [
        pytest.param(DigestChoice.DAILY, "", id="daily to nowhere"),
        pytest.param(DigestChoice.NONE, "tove", id="no address"),
        pytest.param(DigestChoice.DAILY, "a@b.dk\nBcc: c@d.dk", id="a header of its own"),
        pytest.param(DigestChoice.DAILY, "a@b.dk,c@d.dk", id="two addresses"),
        pytest.param(DigestChoice.DAILY, f"{'a' * 200}@b.dk", id="too long"),
    ],
)
def test_what_is_no_address_is_refused(choice, address):
    with pytest.raises(DigestRefusedError):
        check_digest(choice, address)
