from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.measures import (
    ChangeVerdict,
    DifferentActivitiesError,
    Measured,
    MeasurementError,
    Psfs,
    PsfsActivitiesError,
    PsfsActivity,
    ScoreError,
    change_text,
    check_recordable,
    nrs_sentence,
    nrs_verdict,
    number_text,
    psfs_sentence,
    psfs_verdict,
)
from rehab.domain.plausible_days import ImplausibleDayError

BETTER, SAME, WORSE, NOT_ENOUGH_DATA = ChangeVerdict
scores = st.lists(st.integers(0, 10), min_size=1, max_size=5)


def psfs(*values):
    return Psfs(tuple(PsfsActivity(f"aktivitet {n}", v) for n, v in enumerate(values)))


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        pytest.param(7, 5, BETTER, id="two points less"),
        pytest.param(7, 6, SAME, id="one point less"),
        pytest.param(7, 7, SAME, id="unchanged"),
        pytest.param(3, 4, SAME, id="one point more"),
        pytest.param(3, 5, WORSE, id="two points more"),
        pytest.param(10, 0, BETTER, id="all of the scale"),
        pytest.param(None, 5, NOT_ENOUGH_DATA, id="no start"),
        pytest.param(7, None, NOT_ENOUGH_DATA, id="no end"),
        pytest.param(0, 0, SAME, id="nought is a score"),
    ],
)
def test_a_change_in_pain_matters_from_two_points(start, end, verdict):
    assert nrs_verdict(start, end) is verdict


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        pytest.param((3, 5, 4), "4.0", id="even"),
        pytest.param((7, 8, 6), "7.0", id="at follow-up"),
        pytest.param((3, 3, 4), "3.3", id="a third"),
        pytest.param((3, 4, 4), "3.7", id="two thirds"),
        pytest.param((3, 3, 3, 4), "3.3", id="a quarter is rounded up"),
        pytest.param((6,), "6.0", id="one activity"),
        pytest.param((0, 0, 0, 0, 0), "0.0", id="five that cannot be done"),
    ],
)
def test_the_mean_has_one_decimal(values, mean):
    assert psfs(*values).mean == Decimal(mean)


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        pytest.param(psfs(3, 5, 4), psfs(7, 8, 6), BETTER, id="three points more"),
        pytest.param(psfs(3, 5, 4), psfs(5, 7, 6), BETTER, id="two points more"),
        pytest.param(psfs(3, 5, 4), psfs(5, 7, 5), SAME, id="just below the limit"),
        pytest.param(psfs(5, 7, 6), psfs(3, 5, 4), WORSE, id="two points less"),
        pytest.param(None, psfs(3), NOT_ENOUGH_DATA, id="no start"),
        pytest.param(psfs(3), None, NOT_ENOUGH_DATA, id="no end"),
    ],
)
def test_a_change_of_the_mean_is_certain_from_two_points(start, end, verdict):
    assert psfs_verdict(start, end) is verdict


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=5))
def test_rounding_the_means_never_changes_the_verdict(pairs):
    start, end = zip(*pairs, strict=True)
    exact = Decimal(sum(end) - sum(start)) / len(pairs)
    expected = BETTER if exact >= 2 else WORSE if exact <= -2 else SAME
    assert psfs_verdict(psfs(*start), psfs(*end)) is expected


@pytest.mark.parametrize("compare", [psfs_verdict, psfs_sentence])
def test_other_activities_are_no_follow_up(compare):
    start = Psfs((PsfsActivity("gå", 3), PsfsActivity("løfte", 3)))
    end = Psfs((PsfsActivity("gå", 3),))
    with pytest.raises(DifferentActivitiesError, match="startmålingen: gå, løfte"):
        compare(start, end)


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        pytest.param(7, 3, "NRS smerte: 7 ved start, 3 ved slut (−4)", id="less"),
        pytest.param(3, 7, "NRS smerte: 3 ved start, 7 ved slut (+4)", id="more"),
        pytest.param(0, 0, "NRS smerte: 0 ved start, 0 ved slut (uændret)", id="unchanged"),
        pytest.param(7, None, "NRS smerte: 7 ved start, ikke målt ved slut", id="no end"),
        pytest.param(None, 3, "NRS smerte: ikke målt ved start, 3 ved slut", id="no start"),
        pytest.param(None, None, "", id="not measured"),
    ],
)
def test_pain_is_said_in_a_sentence(start, end, sentence):
    assert nrs_sentence(start, end) == sentence


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        pytest.param(
            psfs(3, 5, 4), psfs(7, 8, 6), "PSFS: 4,0 ved start, 7,0 ved slut (+3,0)", id="more"
        ),
        pytest.param(
            psfs(4, 4, 3), psfs(2, 2, 3), "PSFS: 3,7 ved start, 2,3 ved slut (−1,4)", id="less"
        ),
        pytest.param(psfs(3), psfs(3), "PSFS: 3,0 ved start, 3,0 ved slut (uændret)", id="same"),
        pytest.param(psfs(3), None, "PSFS: 3,0 ved start, ikke målt ved slut", id="no end"),
        pytest.param(None, psfs(3), "PSFS: ikke målt ved start, 3,0 ved slut", id="no start"),
        pytest.param(None, None, "", id="not measured"),
    ],
)
def test_function_is_said_in_a_sentence(start, end, sentence):
    assert psfs_sentence(start, end) == sentence


@pytest.mark.parametrize("score", [-1, 11])
def test_a_score_outside_the_scale_is_refused(score):
    with pytest.raises(ScoreError, match=f"fra 0 til 10, ikke {score}"):
        Measured(nrs_pain=score)
    with pytest.raises(ScoreError, match=f"fra 0 til 10, ikke {score}"):
        PsfsActivity("gå", score)


@pytest.mark.parametrize("score", [None, 0, 10])
def test_the_ends_of_the_scale_and_no_score_are_accepted(score):
    assert Measured(nrs_pain=score).nrs_pain == score


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        pytest.param([], "ikke 0", id="none"),
        pytest.param(["a", "b", "c", "d", "e", "f"], "ikke 6", id="six"),
        pytest.param(["gå", " "], "egne ord", id="unnamed"),
        pytest.param(["gå", "Gå "], "to gange", id="twice the same"),
    ],
)
def test_activities_that_cannot_be_compared_are_refused(names, sentence):
    with pytest.raises(PsfsActivitiesError, match=sentence):
        Psfs(tuple(PsfsActivity(name, 5) for name in names))


@given(scores)
def test_a_mean_stays_within_its_scores(values):
    assert min(values) <= psfs(*values).mean <= max(values)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        pytest.param(7, 3, "4 point lavere", id="less"),
        pytest.param(Decimal("3.3"), Decimal("7.0"), "3,7 point højere", id="more"),
        pytest.param(5, 5, "uændret", id="same"),
        pytest.param(None, 5, "–", id="no-start"),
        pytest.param(5, None, "–", id="no-end"),
    ],
)
def test_a_change_is_said_in_words(start, end, said):
    assert change_text(start, end) == said


def test_a_score_that_is_missing_says_so():
    assert (number_text(None), number_text(Decimal("3.5"))) == ("ikke målt", "3,5")


@pytest.mark.parametrize(
    ("measured", "day", "named"),
    [
        pytest.param(Measured(), date(2026, 11, 23), "mindst én aktivitet", id="nothing"),
        pytest.param(Measured(nrs_pain=0), date(2026, 11, 24), "24.11.2026", id="tomorrow"),
    ],
)
def test_what_was_not_measured_is_not_recorded(measured, day, named):
    with pytest.raises(MeasurementError, match=named):
        check_recordable(measured, day, date(2026, 11, 23))


def test_nobody_measured_anything_before_1900():
    with pytest.raises(ImplausibleDayError, match="Målingen"):
        check_recordable(Measured(nrs_pain=3), date.min, date(2026, 11, 23))


def test_no_pain_is_a_measurement():
    check_recordable(Measured(nrs_pain=0), date(2026, 11, 23), date(2026, 11, 23))
