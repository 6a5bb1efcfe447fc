"""A case shows the letters about its citizen, also those that wait for somebody to decide."""

import pytest

from rehab.domain.access import SYSTEM, Role
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.support.messages import xdis01, xref15

CPR = "1402779998"


@pytest.fixture
def shown(app, make, browse):
    """How often the case's timeline says a letter came, after some files have arrived."""
    case = make.case(citizen=make.citizen(identifier=CPR))

    def after(*files):
        for number, raw in enumerate(files):
            receive(context_for(app, SYSTEM), f"{number}.xml", raw)
        page = browse(Role.KOORDINATOR).get("cases.show", case_id=case.id)
        return page.get_text().count("Brev modtaget")

    return after


@pytest.mark.parametrize(
    ("files", "letters"),
    [
        pytest.param((xdis01(cpr=CPR),), 1, id="a discharge letter"),
        pytest.param((xdis01(cpr=CPR), xdis01(cpr=CPR)), 1, id="the same letter twice"),
        pytest.param((xref15(cpr=CPR),), 0, id="a referral stands as itself"),
        pytest.param((xref15(cpr=CPR, status_code="rettetbrev"),), 1, id="a correction that waits"),
    ],
)
def test_the_timeline_has_the_letters_that_are_no_referral(shown, files, letters):
    assert shown(*files) == letters
