"""Sending citizens on to another provider (3.2, Boks 8)."""

from datetime import date, timedelta

import pytest

from rehab.domain.onward_referrals import (
    OnwardReferralError,
    check_feedback,
    check_onward,
    is_overdue,
    may_be_sent_on,
)
from tests.support.programmes import laenderyg

TODAY = date(2026, 11, 23)


def test_courses_for_a_way_of_living_may_be_anothers():
    assert {offer.code for offer in laenderyg().offers if may_be_sent_on(offer)} >= {
        "rygestop",
        "kostvejledning",
    }
    assert not any(may_be_sent_on(o) for o in laenderyg().offers if o.code.startswith("hold_"))


@pytest.mark.parametrize(
    ("provider", "sent", "due", "sentence"),
    [
        pytest.param(" ", 0, 30, "hvem der leverer", id="nobody"),
        pytest.param("Stoplinien", 1, 30, "ikke være sendt 24.11.2026", id="to come"),
        pytest.param("Stoplinien", 0, -1, "inden for et år", id="heard before it was sent"),
        pytest.param("Stoplinien", 0, 400, "inden for et år", id="never heard"),
    ],
)
def test_a_referral_nobody_can_answer_is_refused(provider, sent, due, sentence):
    check_onward("Stoplinien", TODAY, TODAY, TODAY)
    days = (TODAY + timedelta(days=sent), TODAY + timedelta(days=due))
    with pytest.raises(OnwardReferralError, match=sentence):
        check_onward(provider, *days, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param(" ", TODAY, id="says nothing"),
        pytest.param("Gennemført", TODAY + timedelta(days=1), id="to come"),
        pytest.param("Gennemført", TODAY - timedelta(days=31), id="before the referral"),
    ],
)
def test_feedback_says_something_and_has_come(text, day):
    check_feedback("Gennemført", TODAY, TODAY - timedelta(days=30), TODAY)
    with pytest.raises(OnwardReferralError):
        check_feedback(text, day, TODAY - timedelta(days=30), TODAY)


@pytest.mark.parametrize(
    ("due", "came", "overdue"),
    [
        pytest.param(TODAY, None, False, id="the day itself"),
        pytest.param(TODAY - timedelta(days=1), None, True, id="the day after"),
        pytest.param(TODAY - timedelta(days=9), TODAY, False, id="it came late"),
    ],
)
def test_feedback_is_missing_after_its_day(due, came, overdue):
    assert is_overdue(due, came, TODAY) is overdue
