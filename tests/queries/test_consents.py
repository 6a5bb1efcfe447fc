"""Which consents are found, and by whom."""

from datetime import date

import pytest

from rehab.domain.access import Role
from rehab.domain.consent import ConsentScope
from rehab.queries.consents import (
    consents_to_employment,
    considerations_in_force,
    find_consent,
    list_consents,
)
from tests.conftest import NOW
from tests.support.wall import Recorded, consent_row

TODAY = date(2026, 11, 23)
ALL = frozenset(ConsentScope)


@pytest.fixture
def saved(make):
    """A consent on a case of its own, as a test wants it."""

    def save(consent=Recorded(ALL), kommunekode="999"):  # noqa: B008 - frozen
        case = make.case(kommunekode=kommunekode)
        row = consent_row(case, NOW, consent, {"recorded_by": case.id, "recorded_at": NOW})
        make.save(row)
        return row

    return save


def test_a_consent_comes_with_its_case(saved, ctx_as):
    consent, ctx = saved(), ctx_as(Role.KOORDINATOR)
    case, found = find_consent(ctx.session, ctx.actor, consent.id)
    assert (case.id, found.id) == (consent.case_id, consent.id)


@pytest.mark.parametrize(
    ("role", "kommunekode"),
    [
        pytest.param(Role.JOBKONSULENT, "999", id="the reader"),
        pytest.param(Role.LEDER, "999", id="the leader"),
        pytest.param(Role.TERAPEUT, "999", id="a therapist without the case"),
        pytest.param(Role.KOORDINATOR, "998", id="another kommune"),
    ],
)
def test_nobody_else_finds_it(saved, ctx_as, role, kommunekode):
    consent, ctx = saved(kommunekode=kommunekode), ctx_as(role)
    assert find_consent(ctx.session, ctx.actor, consent.id) is None


def test_the_newest_consent_is_listed_first(make, session):
    case = make.case()
    by = {"recorded_by": case.id, "recorded_at": NOW}
    for days in (9, 2, 5):
        make.save(consent_row(case, NOW, Recorded(ALL, given_days_ago=days), by))
    given = [row.given_on.day for row in list_consents(session, case.id)]
    assert given == [21, 18, 14]


@pytest.mark.parametrize(
    "consent",
    [
        pytest.param(Recorded(ALL, form="mundtlig"), id="oral"),
        pytest.param(Recorded(ALL, withdrawn_days_ago=0), id="withdrawn"),
        pytest.param(Recorded(ALL, given_days_ago=9, lasts_days=8), id="expired"),
        pytest.param(Recorded(ALL, recipient="arbejdsgiver"), id="to somebody else"),
    ],
)
def test_what_is_not_in_force_opens_nothing(saved, session, consent):
    case_id = saved(consent).case_id
    assert consents_to_employment(session, [case_id], TODAY) == {}
    assert considerations_in_force(session, case_id, TODAY) == ()


def test_a_text_is_read_only_from_a_consent_that_covers_it(saved, session):
    without = saved(Recorded(frozenset({ConsentScope.SCHEDULE})))
    covered = saved()
    assert considerations_in_force(session, without.case_id, TODAY) == ()
    assert considerations_in_force(session, covered.case_id, TODAY) == ("Markør skånehensyn",)
