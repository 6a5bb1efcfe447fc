"""The marks of a message are shown, and nothing else of it is."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Referral, StoredLetter
from tests.support.messages import xdis91, xref15

TEXT = (
    "Hun er <Bold>meget</Bold> <Italic>bedre</Italic>.<Break/>"
    "<Underline>Husk</Underline> at <Bold><Italic>ringe</Italic></Bold>.<Break/><Break/>"
    "<FixedFont>NRS  7   3</FixedFont><Break/>a<Space/><Space/>b<Break/>"
    "<Right>Testby</Right><Break/><Center>Midt</Center><Break/>"
    "&lt;b&gt;ikke fed&lt;/b&gt;"
)
RUNS = {
    "mark-bold": ["meget"],
    "mark-italic": ["bedre"],
    "mark-underline": ["Husk"],
    "mark-bold mark-italic": ["ringe"],
    "mark-fixed": ["NRS  7   3"],
}


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


def shown_in(page):
    (text,) = [each for each in page.select(".quoted__text--marked") if "Testby" in each.get_text()]
    return text


def check(text):
    lines = [line.get_text() for line in text.select(".line")]
    assert lines == [
        "Hun er meget bedre.",
        "Husk at ringe.",
        "",
        "NRS  7   3",
        "a  b",
        "Testby",
        "Midt",
        "<b>ikke fed</b>",
    ]
    found = {}
    for run in text.select(".line span"):
        found.setdefault(" ".join(run["class"]), []).append(run.get_text())
    assert found == RUNS
    assert [line.get_text() for line in text.select(".line--right")] == ["Testby"]
    assert [line.get_text() for line in text.select(".line--center")] == ["Midt"]
    assert {each.name for each in text.find_all(True)} == {"span"}


def test_each_of_the_marks_of_a_letter_is_shown(visitator, arrive, session):
    arrive(xdis91(text=TEXT))
    letter = session.scalars(select(StoredLetter)).one()
    check(shown_in(visitator.get("letters.show", letter_id=letter.id)))


def test_each_of_the_marks_of_a_referral_is_shown(visitator, arrive, session):
    arrive(xref15(anamnesis=f"<Bold>Kort sygehistorie</Bold><Break/>{TEXT}"))
    referral = session.scalars(select(Referral)).one()
    check(shown_in(visitator.get("referrals.show", referral_id=referral.id)))
