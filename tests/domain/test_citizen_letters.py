"""The letters to citizens: light to read, to the one who reads them, with the right times."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rehab.domain.citizen_letters import (
    HEADINGS,
    LONGEST_TEXT,
    RULES,
    LetterFacts,
    LetterSession,
    LetterTemplate,
    LetterTextError,
    NothingPlannedError,
    check_words,
    letter_sessions,
    letter_words,
    spoken_day,
    spoken_time,
)
from rehab.domain.readability import LETTER_LIMIT, lix

FIRST = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MEETING = LetterSession("Rygskole, hold 1", FIRST, FIRST + timedelta(hours=1), "Sal 1")
LATER = replace(MEETING, starts_at=FIRST + timedelta(days=7))
FACTS = LetterFacts(
    sessions=(MEETING, LATER),
    cancelled=(replace(MEETING, starts_at=FIRST - timedelta(days=1)),),
    attempts=(date(2026, 11, 2), date(2026, 11, 9)),
    contact_person="Tove Terapeut",
    phone="99999999",
)
NOTHING = LetterFacts((), (), (), "", "99999999")
WRITTEN = [template for template in LetterTemplate if template is not LetterTemplate.MESSAGE]


@pytest.mark.parametrize("template", WRITTEN)
@pytest.mark.parametrize("facts", [FACTS, NOTHING], ids=["all is known", "nothing is known"])
def test_every_letter_is_light_to_read_and_says_du(template, facts):
    words = letter_words(template, facts)
    assert lix(words) <= LETTER_LIMIT
    assert re.search(r"\b(du|din|dig)\b", words, re.IGNORECASE)
    assert "{" not in words
    assert "  " not in words


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (LetterTemplate.INVITATION, "første gang tirsdag den 24. november 2026 kl. 10.00."),
        (LetterTemplate.NOT_REACHED, "Vi har prøvet 2 gange, sidst den 9. november 2026."),
        (LetterTemplate.FREE_CHOICE, "senest 7 dage efter at du kom hjem"),
        (LetterTemplate.FREE_CHOICE, "Sig til, hvis du hellere vil det."),
        (LetterTemplate.CANCELLATION, "Din tid mandag den 23. november 2026 kl. 10.00 er aflyst."),
        (LetterTemplate.NEW_CONTACT_PERSON, "Fra nu af er det Tove Terapeut,"),
    ],
)
def test_a_letter_says_what_it_is_about(template, said):
    assert said in letter_words(template, FACTS)


def test_the_kommune_s_own_words_come_before_ours():
    own = letter_words(LetterTemplate.FREE_CHOICE, FACTS, "  Kommunens egne ord.  ")
    assert own == "Kommunens egne ord."
    assert letter_words(LetterTemplate.FREE_CHOICE, FACTS, " ") != ""


@pytest.mark.parametrize(
    ("template", "times"),
    [
        (LetterTemplate.INVITATION, (MEETING, LATER)),
        (LetterTemplate.PLAN, (MEETING, LATER)),
        (LetterTemplate.CANCELLATION, (MEETING, LATER)),
        (LetterTemplate.NOT_REACHED, ()),
        (LetterTemplate.FREE_CHOICE, ()),
        (LetterTemplate.NEW_CONTACT_PERSON, ()),
        (LetterTemplate.MESSAGE, ()),
    ],
)
def test_letters_about_times_list_them(template, times):
    assert letter_sessions(template, FACTS) == times


@pytest.mark.parametrize("template", [LetterTemplate.INVITATION, LetterTemplate.PLAN])
def test_nobody_is_called_in_to_nothing(template):
    with pytest.raises(NothingPlannedError, match="Book et hold eller en tid"):
        letter_sessions(template, NOTHING)
    assert letter_sessions(LetterTemplate.CANCELLATION, NOTHING) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Skriv, hvad der skal stå"),
        (" \u200b\n", "Skriv, hvad der skal stå"),
        ("a" * (LONGEST_TEXT + 1), "højst 4000"),
    ],
)
def test_a_letter_says_something_that_there_is_room_for(text, sentence):
    with pytest.raises(LetterTextError, match=sentence):
        check_words(text)


def test_words_are_kept_without_the_room_around_them():
    assert check_words("\n Kære du \n") == "Kære du"


def test_every_letter_has_a_heading_and_a_place_for_its_rule():
    assert set(HEADINGS) == set(RULES) == set(LetterTemplate)
    assert "§ 140, stk. 4" in RULES[LetterTemplate.FREE_CHOICE]


def test_days_and_times_are_said_as_danes_say_them():
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert spoken_day(summer) == "torsdag den 2. juli 2026"
    assert spoken_time(summer) == "00.30"
