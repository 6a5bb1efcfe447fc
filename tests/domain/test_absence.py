from datetime import date
from uuid import UUID

import pytest

from rehab.domain.absence import (
    AbsenceFacts,
    AbsenceRefusedError,
    answering,
    away_on,
    check_absence,
    stood_in_for,
)

ON = date(2026, 11, 23)
TOVE, MADS, SARA = UUID(int=1), UUID(int=2), UUID(int=3)


def away(who, substitute, first, last):
    return AbsenceFacts(who, substitute, date(2026, 12, first), date(2026, 12, last))


PLANNED = away(TOVE, MADS, 7, 11)


@pytest.mark.parametrize(
    ("proposed", "known", "words"),
    [
        pytest.param(away(TOVE, MADS, 11, 7), [], "før det begynder", id="backwards"),
        pytest.param(
            AbsenceFacts(TOVE, MADS, date(2026, 11, 1), date(2026, 11, 22)),
            [],
            "allerede slut",
            id="over",
        ),
        pytest.param(
            AbsenceFacts(TOVE, MADS, ON, date(2027, 11, 25)), [], "højst vare et år", id="too long"
        ),
        pytest.param(away(TOVE, TOVE, 7, 11), [], "vikar for sig selv", id="for oneself"),
        pytest.param(
            PLANNED,
            [away(TOVE, SARA, 11, 18)],
            "11.12.2026–18.12.2026. Slet det på listen over fravær, og registrér det, der skal",
            id="twice",
        ),
        pytest.param(
            AbsenceFacts(TOVE, MADS, ON, date(2026, 11, 27)),
            [AbsenceFacts(TOVE, SARA, ON, date(2026, 11, 24))],
            "Slet det på listen over fravær",
            id="twice, from today",
        ),
        pytest.param(
            AbsenceFacts(TOVE, MADS, ON, date(2026, 11, 27)),
            [AbsenceFacts(TOVE, SARA, date(2026, 11, 20), date(2026, 11, 24))],
            "Tryk »Er tilbage« ved det på listen over fravær, og registrér resten fra i dag",
            id="twice, and begun",
        ),
        pytest.param(PLANNED, [away(MADS, SARA, 1, 7)], "selv fraværende", id="substitute away"),
        pytest.param(
            PLANNED, [away(SARA, TOVE, 10, 12)], "Få det fravær slettet eller", id="is a substitute"
        ),
    ],
)
def test_an_absence_that_leaves_citizens_alone_is_refused(proposed, known, words):
    with pytest.raises(AbsenceRefusedError, match=words):
        check_absence(proposed, known, ON)


@pytest.mark.parametrize(
    "known",
    [
        pytest.param([], id="the first"),
        pytest.param([away(TOVE, SARA, 12, 18)], id="the day after"),
        pytest.param([away(SARA, MADS, 7, 11)], id="a substitute for two"),
        pytest.param([away(MADS, SARA, 12, 18)], id="the substitute leaves afterwards"),
    ],
)
def test_other_absences_are_recorded(known):
    check_absence(PLANNED, known, ON)


@pytest.mark.parametrize(("day", "who"), [(6, TOVE), (7, MADS), (11, MADS), (12, TOVE)], ids=str)
def test_the_substitute_answers_from_the_first_day_to_the_last(day, who):
    assert answering(TOVE, [PLANNED], date(2026, 12, day)) == who
    assert (away_on([PLANNED], TOVE, date(2026, 12, day)) is PLANNED) is (who == MADS)


def test_standing_in_is_not_passed_on():
    both = [PLANNED, away(SARA, TOVE, 7, 11)]
    assert stood_in_for(MADS, both, date(2026, 12, 9)) == {TOVE}
    assert stood_in_for(MADS, both, date(2026, 12, 12)) == frozenset()
