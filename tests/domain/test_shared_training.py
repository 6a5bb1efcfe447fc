from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from rehab.domain.shared_training import (
    TrainedTwiceError,
    Training,
    check_not_trained_twice,
    doubled,
)

GOP, REF01 = UUID(int=1), UUID(int=2)
THERE = Training(
    UUID(int=3),
    "Rygskole, hold 1",
    "hold",
    date(2026, 11, 24),
    date(2026, 12, 11),
    frozenset({GOP}),
)
WANTED = replace(
    THERE,
    course=UUID(int=4),
    title="Rygskole, hold 2",
    first_on=date(2026, 12, 13),
    last_on=date(2027, 1, 5),
    counts_for=frozenset({REF01}),
)


def test_the_same_training_for_the_other_referral_is_refused_with_the_way_out():
    with pytest.raises(TrainedTwiceError, match="tælle for begge") as refusal:
        check_not_trained_twice(WANTED, [THERE])
    assert "Rygskole, hold 1" in str(refusal.value)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(replace(WANTED, offer_code="kost"), id="another kind"),
        pytest.param(replace(WANTED, first_on=date(2026, 12, 14)), id="the week after"),
        pytest.param(replace(WANTED, counts_for=frozenset({GOP, REF01})), id="for both"),
        pytest.param(replace(WANTED, course=THERE.course), id="the course itself"),
        pytest.param(replace(WANTED, first_on=None, last_on=None), id="no sessions left"),
    ],
)
def test_what_is_not_the_same_training(wanted):
    check_not_trained_twice(wanted, [THERE])


def test_a_second_course_for_one_referral_is_found_to_be_warned_of():
    assert doubled(replace(WANTED, counts_for=frozenset({GOP})), [THERE]) == THERE
