"""What may be drawn for a second opinion, how it is drawn, and what the agreement says."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.referrals import TriageDecision
from rehab.domain.second_opinions import (
    MOST_DAYS,
    MOST_DRAWN,
    DecidedFact,
    DrawPeriod,
    DrawRefusedError,
    Judged,
    OpinionRefusedError,
    Pair,
    agreement,
    check_may_answer,
    check_may_withdraw,
    check_number,
    draw,
    draw_period,
    followed_from,
    kappa,
    kappa_sentence,
    may_be_drawn,
)

TODAY = date(2026, 11, 23)
HOME, AWAY = UUID(int=1), UUID(int=2)
VERA, VIVI = UUID(int=3), UUID(int=4)
PERIOD = DrawPeriod(date(2026, 10, 24), TODAY)
DECIDED = DecidedFact(UUID(int=9), HOME, VERA, date(2026, 11, 10))
ACCEPT, RETURN = TriageDecision.ACCEPT, TriageDecision.RETURN_TO_SENDER

decided = st.lists(
    st.uuids().map(lambda one: replace(DECIDED, id=one)), min_size=1, max_size=60, unique=True
)
numbers = st.integers(1, MOST_DRAWN)


def table(*cells: tuple[int, object, object]) -> list[tuple[object, object]]:
    """As many pairs of answers as a table of counts says."""
    return [(first, second) for count, first, second in cells for _ in range(count)]


def test_the_period_has_both_its_ends():
    assert draw_period(TODAY, 30) == PERIOD
    assert followed_from(TODAY) == date(2025, 11, 23)


@pytest.mark.parametrize("days", [-1, 0, MOST_DAYS + 1])
def test_a_period_nobody_can_mean_is_refused(days):
    with pytest.raises(DrawRefusedError, match="1 til 365"):
        draw_period(TODAY, days)


@pytest.mark.parametrize("wanted", [-1, 0, MOST_DRAWN + 1])
def test_a_number_nobody_can_mean_is_refused(wanted):
    with pytest.raises(DrawRefusedError, match="1 til 50"):
        check_number(wanted)


@pytest.mark.parametrize(
    ("decision", "readers", "expected"),
    [
        pytest.param(DECIDED, {VERA, VIVI}, True, id="another may read it"),
        pytest.param(DECIDED, {VERA}, False, id="only the one who decided may triage"),
        pytest.param(DECIDED, set(), False, id="nobody may triage"),
        pytest.param(replace(DECIDED, organisation_id=AWAY), {VIVI}, False, id="another kommune"),
        pytest.param(replace(DECIDED, decided_on=PERIOD.first), {VIVI}, True, id="first day"),
        pytest.param(replace(DECIDED, decided_on=TODAY), {VIVI}, True, id="last day"),
        pytest.param(
            replace(DECIDED, decided_on=PERIOD.first - timedelta(days=1)),
            {VIVI},
            False,
            id="before the period",
        ),
        pytest.param(
            replace(DECIDED, decided_on=TODAY + timedelta(days=1)), {VIVI}, False, id="after it"
        ),
        pytest.param(replace(DECIDED, drawn=True), {VIVI}, False, id="drawn already"),
        pytest.param(replace(DECIDED, stands_alone=False), {VIVI}, False, id="decided twice"),
    ],
)
def test_what_may_be_drawn(decision, readers, expected):
    assert may_be_drawn(decision, PERIOD, HOME, readers) is expected


@given(decided, numbers, st.text(max_size=40))
def test_a_draw_holds_as_many_as_wanted_or_all_and_none_twice(found, wanted, seed):
    drawn = draw(found, wanted, seed)
    assert len(drawn) == len(set(drawn)) == min(wanted, len(found))
    assert set(drawn) <= {one.id for one in found}


@given(decided, numbers, st.text(max_size=40), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(found, wanted, seed, shuffler):
    shuffled = list(found)
    shuffler.shuffle(shuffled)
    assert draw(shuffled, wanted, seed) == draw(found, wanted, seed)


@given(decided, st.integers(1, MOST_DRAWN - 1), st.text(max_size=40))
def test_to_draw_one_more_keeps_those_that_were_drawn(found, wanted, seed):
    assert draw(found, wanted + 1, seed)[:wanted] == draw(found, wanted, seed)


def test_every_decision_is_drawn_about_as_often():
    found = [replace(DECIDED, id=UUID(int=number)) for number in range(10)]
    drawn = [one for seed in range(2000) for one in draw(found, 1, str(seed))]
    counts = [drawn.count(one.id) for one in found]
    assert sum(counts) == 2000
    assert all(150 <= count <= 250 for count in counts), counts


def test_there_must_be_something_to_draw():
    with pytest.raises(DrawRefusedError, match="Vælg flere dage"):
        draw([], 10, "seed")


@pytest.mark.parametrize(
    ("reader", "answered", "withdrawn", "words"),
    [
        pytest.param(VERA, False, False, "selv afgjort", id="own decision"),
        pytest.param(VIVI, True, False, "allerede fået", id="answered"),
        pytest.param(VIVI, False, True, "lederen har trukket", id="withdrawn"),
    ],
)
def test_an_opinion_that_is_not_to_be_given(reader, answered, withdrawn, words):
    with pytest.raises(OpinionRefusedError, match=words):
        check_may_answer(VERA, reader, answered=answered, withdrawn=withdrawn)


def test_another_person_may_answer_what_waits():
    check_may_answer(VERA, VIVI)


@pytest.mark.parametrize(
    ("answered", "withdrawn"),
    [pytest.param(True, False, id="answered"), pytest.param(False, True, id="withdrawn")],
)
def test_only_what_waits_is_withdrawn(answered, withdrawn):
    check_may_withdraw(answered=False, withdrawn=False)
    with pytest.raises(OpinionRefusedError):
        check_may_withdraw(answered=answered, withdrawn=withdrawn)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param((ACCEPT, 1), (ACCEPT, 1), (True, True, True, False), id="same"),
        pytest.param((ACCEPT, 1), (ACCEPT, 2), (True, True, False, True), id="other group"),
        pytest.param((ACCEPT, 1), (RETURN, 1), (False, True, True, True), id="other decision"),
        pytest.param((ACCEPT, 1), (RETURN, None), (False, False, False, True), id="no group"),
        pytest.param((RETURN, None), (RETURN, 2), (True, False, False, False), id="group once"),
        pytest.param((RETURN, None), (RETURN, None), (True, False, False, False), id="none"),
    ],
)
def test_two_readings_side_by_side(first, second, expected):
    pair = Pair(Judged(*first), Judged(*second))
    assert (pair.same_decision, pair.groups_compared, pair.same_group, pair.differs) == expected


def test_the_agreement_counts_groups_only_where_both_chose_one():
    found = agreement(
        [
            Pair(Judged(ACCEPT, 1), Judged(ACCEPT, 1)),
            Pair(Judged(ACCEPT, 1), Judged(ACCEPT, 2)),
            Pair(Judged(ACCEPT, 1), Judged(RETURN, None)),
        ]
    )
    assert (found.compared, found.same_decision) == (3, 2)
    assert (found.groups_compared, found.same_group) == (2, 1)
    assert found.decision_sentence == "Kappa regnes først af 10 vurderinger; her er 3 vurderinger."
    assert found.group_sentence == "Kappa regnes først af 10 vurderinger; her er 2 vurderinger."


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # Cohen (1960), three diagnoses of 200 patients: kappa .492.
        pytest.param(
            table(
                *((88, "a", "a"), (14, "a", "b"), (18, "a", "c")),
                *((10, "b", "a"), (40, "b", "b"), (10, "b", "c")),
                *((2, "c", "a"), (6, "c", "b"), (12, "c", "c")),
            ),
            Fraction(29, 59),
            id="cohen 1960",
        ),
        # Worked by hand: 35 of 50 alike, half of it by chance.
        pytest.param(
            table((20, 1, 1), (5, 1, 0), (10, 0, 1), (15, 0, 0)), Fraction(2, 5), id="two raters"
        ),
        # The same 60 of 100 alike, with unlike and with like margins.
        pytest.param(
            table((45, 1, 1), (15, 1, 0), (25, 0, 1), (15, 0, 0)), Fraction(3, 23), id="margins"
        ),
        pytest.param(
            table((25, 1, 1), (35, 1, 0), (5, 0, 1), (35, 0, 0)), Fraction(7, 27), id="unlike"
        ),
        pytest.param(table((5, 1, 1), (5, 0, 0)), Fraction(1), id="all alike"),
        pytest.param(table((5, 1, 0), (5, 0, 1)), Fraction(-1), id="never alike"),
        pytest.param(table((9, 1, 1), (1, 1, 0)), None, id="one side gave one answer only"),
        pytest.param(table((9, 1, 1), (1, 0, 1)), None, id="so did the other side"),
        pytest.param(table((10, 1, 1)), None, id="one answer, which leaves nothing to chance"),
        pytest.param(table((5, 1, 1), (4, 0, 0)), None, id="too few"),
        pytest.param([], None, id="none"),
    ],
)
def test_kappa_of_known_tables(answers, expected):
    assert kappa(answers) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=10, max_size=60))
def test_kappa_is_at_most_one_and_the_same_whoever_is_called_the_first(answers):
    found = kappa(answers)
    assert found == kappa([(second, first) for first, second in answers])
    assert found is None or -1 <= found <= 1
    assert (found == 1) == (found is not None and all(one == other for one, other in answers))


BEYOND = ", når det, tilfældet ville give, er trukket fra."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Fraction(29, 59), "Kappa er 0,49: enigheden er middelgod" + BEYOND, id=".49"),
        pytest.param(
            Fraction(1), "Kappa er 1,00: enigheden er næsten fuldstændig" + BEYOND, id="1"
        ),
        pytest.param(
            Fraction(81, 100), "Kappa er 0,81: enigheden er næsten fuldstændig" + BEYOND, id=".81"
        ),
        pytest.param(Fraction(80, 100), "Kappa er 0,80: enigheden er god" + BEYOND, id=".80"),
        pytest.param(Fraction(61, 100), "Kappa er 0,61: enigheden er god" + BEYOND, id=".61"),
        pytest.param(
            Fraction(40, 100), "Kappa er 0,40: enigheden er nogenlunde" + BEYOND, id=".40"
        ),
        pytest.param(
            Fraction(204, 1000), "Kappa er 0,20: enigheden er ringe" + BEYOND, id="as shown"
        ),
        pytest.param(Fraction(1, 100), "Kappa er 0,01: enigheden er ringe" + BEYOND, id=".01"),
        pytest.param(
            Fraction(0),
            "Kappa er 0,00: enigheden er ikke større, end tilfældet ville give.",
            id="0",
        ),
        pytest.param(
            Fraction(-1, 1000),
            "Kappa er 0,00: enigheden er ikke større, end tilfældet ville give.",
            id="no minus on nothing",
        ),
        pytest.param(
            Fraction(-1, 4),
            "Kappa er −0,25: enigheden er ikke større, end tilfældet ville give.",
            id="below",
        ),
        pytest.param(
            None,
            "De første eller de andre svar er ens hver gang. Så siger kappa intet: se på antallet "
            "og på uenighederne.",
            id="none",
        ),
    ],
)
def test_what_kappa_says_in_words(value, expected):
    assert kappa_sentence(value, 10) == expected


def test_too_few_give_no_number():
    assert kappa_sentence(None, 1) == "Kappa regnes først af 10 vurderinger; her er 1 vurdering."
