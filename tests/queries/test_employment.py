"""What the employment side reads of a case."""

from datetime import date, timedelta

import pytest
from flask import current_app

from rehab.domain.access import Permission, Role
from rehab.domain.consent import ConsentScope
from rehab.domain.employment import WorkStatus
from rehab.models import WorkStatusRow
from rehab.queries.employment import employment_view, find_employment_case, sick_leave_starts
from rehab.queries.employment_list import list_employment_rows
from tests.conftest import NOW
from tests.support.standings import settle
from tests.support.wall import Recorded, consent_row, stuffed_case

TODAY = date(2026, 11, 23)
FULL, PART, AT_WORK = (
    WorkStatus.FULL_SICK_LEAVE,
    WorkStatus.PART_TIME_SICK_LEAVE,
    WorkStatus.AT_WORK,
)
WORK = frozenset({ConsentScope.WORK_STATUS})


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.JOBKONSULENT)


def recorded(make, case, status, from_on, sick_since=None, *, minutes=0):
    make.save(
        WorkStatusRow(
            case_id=case.id,
            status=status,
            from_on=from_on,
            sick_since=sick_since,
            recorded_by=case.id,
            recorded_at=NOW + timedelta(minutes=minutes),
        )
    )


def opened(make, case, scopes=WORK):
    make.save(
        consent_row(case, NOW, Recorded(scopes), {"recorded_by": case.id, "recorded_at": NOW})
    )


def listed(ctx):
    settle(ctx.session, current_app)
    rows = list_employment_rows(ctx.session, ctx.actor, ctx.programme_for, ctx.today).rows
    return [row.number for row in rows]


def view_of(ctx, case):
    return employment_view(ctx.session, case, ctx.programme.sick_leave, ctx.now)


def test_without_a_consent_there_is_a_name_and_a_number(ctx, make):
    view = view_of(ctx, stuffed_case(make, NOW, Recorded()))
    assert view.name == "Walther Vægsen"
    assert view.scopes == frozenset()
    assert (view.work, view.contact, view.schedule, view.considerations) == (None, None, (), ())


def test_a_consent_opens_its_scopes(ctx, make):
    view = view_of(ctx, stuffed_case(make, NOW, Recorded(frozenset(ConsentScope))))
    assert (view.work.status, view.work.weeks) == (FULL, 7)
    assert (view.contact.name, view.contact.phone) == ("Markør Kontaktperson", "11223344")
    assert [time.starts_at.day for time in view.schedule] == [4]
    assert view.considerations == ("Markør skånehensyn",)


def test_two_consents_open_what_both_say(ctx, make):
    case = make.case(employment_effort=True)
    opened(make, case, WORK)
    opened(make, case, frozenset({ConsentScope.SCHEDULE}))
    assert view_of(ctx, case).scopes == {ConsentScope.WORK_STATUS, ConsentScope.SCHEDULE}


def test_a_status_that_has_not_begun_is_not_shown_yet(ctx, make):
    case = make.case(employment_effort=True)
    opened(make, case)
    recorded(make, case, FULL, date(2026, 11, 9), date(2026, 11, 9))
    recorded(make, case, AT_WORK, date(2026, 11, 30), minutes=1)
    assert view_of(ctx, case).work.status is FULL


def test_the_longest_open_sick_leave_comes_first(ctx, make):
    for number, sick_since, has_consent in (
        ("2026-00101", date(2026, 11, 2), True),
        ("2026-00102", date(2026, 9, 1), True),
        ("2026-00103", date(2026, 1, 1), False),
    ):
        case = make.case(employment_effort=True, number=number)
        recorded(make, case, FULL, sick_since, sick_since)
        if has_consent:
            opened(make, case)
    assert listed(ctx) == ["2026-00102", "2026-00101", "2026-00103"]


def test_a_case_stays_a_year_after_it_was_closed(ctx, make):
    make.case(employment_effort=True, number="2026-00101", closed_on=date(2025, 11, 23))
    make.case(employment_effort=True, number="2026-00102", closed_on=date(2025, 11, 22))
    assert listed(ctx) == ["2026-00101"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.JOBKONSULENT])
def test_nobody_else_reads_the_employment_side(ctx_as, make, role):
    case, ctx = make.case(employment_effort=True), ctx_as(role)
    found = find_employment_case(ctx.session, ctx.actor, case.id, Permission.EMPLOYMENT_READ)
    assert (found, listed(ctx)) == (None, [])


@pytest.mark.parametrize(
    ("history", "first"),
    [
        pytest.param([], None, id="nothing known"),
        pytest.param([(AT_WORK, 1, None)], None, id="at work"),
        pytest.param([(FULL, 9, None)], 9, id="from the status when no day was typed"),
        pytest.param([(FULL, 9, 2)], 2, id="the day typed is believed"),
        pytest.param([(FULL, 9, 2), (PART, 16, 2)], 2, id="part time goes on"),
        pytest.param([(FULL, 9, 2), (PART, 16, 4)], 4, id="the latest day typed is believed"),
        pytest.param([(FULL, 2, 2), (AT_WORK, 9, None)], None, id="back at work"),
        pytest.param(
            [(FULL, 2, 2), (AT_WORK, 9, None), (FULL, 16, 16)], 16, id="ill a second time"
        ),
        pytest.param(
            [(AT_WORK, 9, None), (FULL, 16, 2)], 2, id="ill before somebody wrote at work"
        ),
        pytest.param([(FULL, 27, 2)], None, id="not begun"),
    ],
)
def test_the_sick_leave_that_lasts_has_one_first_day(make, session, history, first):
    case = make.case()
    for minutes, (status, day, sick_day) in enumerate(history):
        since = None if sick_day is None else date(2026, 11, sick_day)
        recorded(make, case, status, date(2026, 11, day), since, minutes=minutes)
    start = sick_leave_starts(session, [case.id], TODAY).get(case.id)
    assert (start and start.first_day.day) == first


def test_pages_forth_and_back_show_every_case_once(ctx, make):
    for _ in range(5):
        make.case(employment_effort=True)
    whole = listed(ctx)

    def page(**place):
        return list_employment_rows(
            ctx.session, ctx.actor, ctx.programme_for, TODAY, size=2, **place
        ).rows

    first = page()
    second = page(after=first[-1].case_id)
    third = page(after=second[-1].case_id)
    assert [row.number for row in (*first, *second, *third)] == whole
    assert page(before=third[0].case_id) == second
