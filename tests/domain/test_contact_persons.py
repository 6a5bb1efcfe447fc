from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from rehab.domain.contact_persons import (
    ORDER_TEXT,
    Away,
    CitizenNeeds,
    Colleague,
    DeclineReasonError,
    PostcodesError,
    answer_by,
    check_decline_reason,
    is_unanswered,
    load_text,
    parse_languages,
    parse_postcodes,
    share_out,
    suggest,
)

ON = date(2026, 11, 23)
ANYBODY = CitizenNeeds(postcode="2100")
ARABIC = CitizenNeeds(needs_interpreter=True, language="Arabisk")


def colleague(number, open_cases=0, **facts):
    return Colleague(UUID(int=number), f"Person {number}", "Terapeut", open_cases, **facts)


def order(colleagues, citizen=ANYBODY):
    return [one.colleague.user_id.int for one in suggest(colleagues, citizen, ON)]


@pytest.mark.parametrize(
    ("colleagues", "citizen", "expected"),
    [
        pytest.param([colleague(1, 3), colleague(2, 2)], ANYBODY, [2, 1], id="fewest cases"),
        pytest.param(
            [colleague(1, is_therapist=False), colleague(2, open_cases=9)],
            ANYBODY,
            [2, 1],
            id="who treats before who has fewer cases",
        ),
        pytest.param(
            [colleague(1, is_therapist=False), colleague(2)],
            ANYBODY,
            [2, 1],
            id="holding cases is the therapist's work",
        ),
        pytest.param(
            [colleague(1, 0, away=Away(ON, ON)), colleague(2, 40)], ANYBODY, [2, 1], id="away last"
        ),
        pytest.param(
            [colleague(1, 0, away=Away(date(2026, 11, 30), date(2026, 12, 4))), colleague(2, 40)],
            ANYBODY,
            [2, 1],
            id="about to leave",
        ),
        pytest.param(
            [colleague(1, 0, away=Away(date(2026, 12, 1), date(2026, 12, 4))), colleague(2, 40)],
            ANYBODY,
            [1, 2],
            id="leaves in more than a week",
        ),
        pytest.param(
            [colleague(1, 0), colleague(2, 30, languages=frozenset({"arabisk"}))],
            ARABIC,
            [2, 1],
            id="speaks with the citizen",
        ),
        pytest.param(
            [colleague(1, 0), colleague(2, 30, languages=frozenset({"arabisk"}))],
            CitizenNeeds(language="arabisk"),
            [1, 2],
            id="a language without need of an interpreter decides nothing",
        ),
        pytest.param(
            [colleague(1, 6), colleague(2, 10, district=parse_postcodes("2000-2199"))],
            ANYBODY,
            [2, 1],
            id="own district is worth five cases",
        ),
        pytest.param(
            [colleague(1, 4), colleague(2, 10, district=parse_postcodes("2000-2199"))],
            ANYBODY,
            [1, 2],
            id="and no more than five",
        ),
        pytest.param(
            [colleague(1, 1), colleague(2, 2, district=parse_postcodes("2000-2199"))],
            CitizenNeeds(),
            [1, 2],
            id="a protected address gives no district",
        ),
    ],
)
def test_the_best_suggestion_stands_first(colleagues, citizen, expected):
    assert order(colleagues, citizen) == expected


@pytest.mark.parametrize(
    ("one", "citizen", "text"),
    [
        pytest.param(
            colleague(1, 12, languages=frozenset({"arabisk"})),
            ARABIC,
            "12 åbne sager, taler arabisk, har rollen terapeut, ikke fraværende",
            id="all is well",
        ),
        pytest.param(
            colleague(1, 1),
            ARABIC,
            "1 åben sag, taler ikke arabisk, har rollen terapeut, ikke fraværende",
            id="needs an interpreter",
        ),
        pytest.param(
            colleague(1, 0, languages=frozenset({"tyrkisk", "arabisk"})),
            CitizenNeeds(needs_interpreter=True),
            "ingen åbne sager, taler arabisk og tyrkisk, har rollen terapeut, ikke fraværende",
            id="the language is not known",
        ),
        pytest.param(
            colleague(
                1,
                2,
                district=parse_postcodes("2100"),
                away=Away(date(2026, 11, 25), date(2026, 12, 4)),
            ),
            ANYBODY,
            "2 åbne sager, har rollen terapeut, borgerens distrikt, fraværende 25.11.–04.12.",
            id="local but away",
        ),
        pytest.param(
            colleague(1, is_therapist=False),
            ANYBODY,
            "ingen åbne sager, har ikke rollen terapeut, ikke fraværende",
            id="stands after those who treat",
        ),
    ],
)
def test_a_suggestion_says_why(one, citizen, text):
    assert suggest([one], citizen, ON)[0].text == text


def test_the_order_names_everything_it_follows_in_turn():
    words = ["fraværende", "sprog", "rollen terapeut", "åbne sager", "distrikt"]
    assert [word for word in words if word not in ORDER_TEXT] == []
    assert sorted(words, key=ORDER_TEXT.index) == words


def test_cases_shared_out_even_the_load():
    people = [colleague(1, 0), colleague(2, 2)]
    given = share_out(people, [ANYBODY] * 4, ON)
    assert [one.int if one else None for one in given] == [1, 1, 1, 2]


KOORDINATOR = colleague(1, 0, is_therapist=False)
FULL, MIDDLE = colleague(2, 114), colleague(3, 3)
LOCAL = colleague(4, 6, district=parse_postcodes("2000-2199"))
SPEAKS = colleague(5, 30, languages=frozenset({"arabisk"}), is_therapist=False)
AWAY_NOW = colleague(6, 0, away=Away(ON, ON))


@pytest.mark.parametrize(
    ("chosen", "citizens", "numbers"),
    [
        pytest.param([KOORDINATOR, FULL], [ANYBODY] * 75, {1: 75}, id="114 cases get no more"),
        pytest.param([KOORDINATOR, MIDDLE], [ANYBODY] * 9, {1: 6, 3: 3}, id="they end at 6 each"),
        pytest.param([KOORDINATOR, LOCAL], [ANYBODY] * 5, {1: 3, 4: 2}, id="five for the district"),
        pytest.param(
            [MIDDLE, SPEAKS], [ARABIC, ANYBODY] * 3, {3: 3, 5: 3}, id="the language before the load"
        ),
        pytest.param([AWAY_NOW, FULL], [ANYBODY] * 3, {2: 3}, id="none to one who is away"),
        pytest.param([AWAY_NOW], [ANYBODY] * 3, {6: 3}, id="unless nobody else was chosen"),
    ],
)
def test_those_chosen_to_take_over_share_whatever_their_role(chosen, citizens, numbers):
    given = share_out(chosen, citizens, ON, chosen=True)
    assert Counter(one.int for one in given if one) == numbers


def test_where_nobody_is_chosen_the_therapists_get_the_cases():
    assert set(share_out([KOORDINATOR, FULL], [ANYBODY] * 75, ON)) == {FULL.user_id}


def test_with_nobody_to_take_over_nothing_is_shared_out():
    assert share_out([], [ANYBODY, ANYBODY], ON) == (None, None)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        pytest.param("2100", "2100", "2101", id="one"),
        pytest.param(" 2000 - 2100 ,2400", "2050", "2200", id="a range and one"),
        pytest.param("2000-2100, 2400", "2400", "2401", id="the last"),
    ],
)
def test_a_district_covers_its_postcodes(text, inside, outside):
    ranges = parse_postcodes(text)
    assert any(part.covers(inside) for part in ranges)
    assert not any(part.covers(outside) for part in ranges)


def test_no_postcodes_is_no_district():
    assert parse_postcodes(" , ") == ()


@pytest.mark.parametrize("text", ["21", "Nørrebro", "2200-2100", "2100;2200"])
def test_what_is_no_postcode_is_refused(text):
    with pytest.raises(PostcodesError):
        parse_postcodes(text)


def test_languages_are_named_once_in_lower_case():
    assert parse_languages("Arabisk,  dari , arabisk,") == ("arabisk", "dari")


def test_an_answer_is_due_after_working_days_only():
    assert answer_by(date(2026, 11, 26), 3) == date(2026, 12, 1)
    assert answer_by(ON, 1, frozenset({date(2026, 11, 24)})) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("by", "over"), [(ON, False), (date(2026, 11, 22), True), (date(2026, 11, 24), False)]
)
def test_the_case_returns_when_the_last_day_has_passed(by, over):
    assert is_unanswered(by, ON) is over


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "…"])
def test_a_no_needs_a_reason(text):
    with pytest.raises(DeclineReasonError, match="hvorfor"):
        check_decline_reason(text)


def test_a_reason_is_not_a_story():
    assert check_decline_reason(" Kender borgeren privat. ") == "Kender borgeren privat."
    with pytest.raises(DeclineReasonError, match="500"):
        check_decline_reason("x" * 501)


@pytest.mark.parametrize(
    ("cases", "text"), [(0, "ingen åbne sager"), (1, "1 åben sag"), (12, "12 åbne sager")]
)
def test_the_load_is_said_in_words(cases, text):
    assert load_text(cases) == text
