"""How many at a time, and how a run is summed up."""

from uuid import UUID

import pytest

from rehab.domain.bulk import (
    MOST_ROWS,
    BulkSizeError,
    Outcome,
    RowAnswer,
    check_rows,
    summary,
)


def ids(count):
    return [UUID(int=number) for number in range(count)]


def test_a_case_that_is_chosen_twice_is_done_once_and_in_order():
    first, second = ids(2)
    assert check_rows([second, first, second]) == (second, first)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        pytest.param(0, "mindst én sag", id="none"),
        pytest.param(MOST_ROWS + 1, "Du har valgt 201 sager. Vælg højst 200", id="too many"),
    ],
)
def test_no_more_are_done_than_can_be_looked_through(count, said):
    with pytest.raises(BulkSizeError, match=said):
        check_rows(ids(count))


def test_the_most_that_is_done_at_a_time_is_done():
    assert len(check_rows(ids(MOST_ROWS))) == MOST_ROWS


def test_the_summary_counts_each_outcome_and_leaves_out_what_there_is_none_of():
    answers = [RowAnswer(one, "") for one in (Outcome.DONE, Outcome.DONE, Outcome.REFUSED)]
    assert summary(answers) == "3 sager: 2 gjort, 1 ikke ændret."
    answers = [RowAnswer(one, "") for one in (Outcome.ALREADY, Outcome.FAILED)]
    assert summary(answers) == "2 sager: 0 gjort, 1 i forvejen, 1 fejl."
