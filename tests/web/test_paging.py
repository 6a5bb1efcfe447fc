import pytest

from rehab.web.paging import page_of

ROWS = list("abcde")


@pytest.mark.parametrize(
    ("wanted", "rows", "previous", "following"),
    [
        pytest.param("", ["a", "b"], None, 2, id="no number is the first page"),
        pytest.param("2", ["c", "d"], 1, 3, id="in the middle"),
        pytest.param("3", ["e"], 2, None, id="the last page"),
        pytest.param("99", ["e"], 2, None, id="beyond the end"),
        pytest.param("0", ["a", "b"], None, 2, id="before the start"),
        pytest.param("-1", ["a", "b"], None, 2, id="no number"),
        pytest.param("9" * 5000, ["a", "b"], None, 2, id="a number nobody means"),
    ],
)
def test_an_address_gives_the_nearest_page(wanted, rows, previous, following):
    page = page_of(ROWS, wanted, 2)
    assert (list(page.rows), page.previous, page.next) == (rows, previous, following)


def test_a_page_says_where_in_the_list_it_is():
    page = page_of(ROWS, "2", 2)
    assert (page.first, page.last, page.total) == (3, 4, 5)


def test_an_empty_list_has_one_empty_page():
    page = page_of([], "1", 2)
    assert (list(page.rows), page.first, page.last, page.previous, page.next) == (
        [],
        0,
        0,
        None,
        None,
    )
