"""Reminders: found once, and dealt with by the one who works with the case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.employment import WorkStatus
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import ReferralKind
from rehab.models import AuditEvent, Reminder, WorkStatusRow
from rehab.services.accounts import system_actor_in
from rehab.services.reminders import finish_reminder, raise_once, raise_reminders
from tests.conftest import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def job(ctx):
    return replace(ctx, actor=system_actor_in(ctx.organisation_id))


def late_case(make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    make.referral(citizen=citizen, case=case, received_on=TODAY - timedelta(days=9))
    return case


def sick(make, case, days):
    make.save(
        WorkStatusRow(
            case_id=case.id,
            status=WorkStatus.PART_TIME_SICK_LEAVE,
            from_on=TODAY - timedelta(days=days),
            recorded_by=case.id,
            recorded_at=NOW,
        )
    )


def raised(ctx):
    with ctx.transaction():
        return raise_reminders(ctx)


def sentences(ctx):
    return ctx.session.scalars(select(Reminder.sentence).order_by(Reminder.sentence)).all()


def test_a_clock_that_ran_out_is_found_once(job, make):
    late_case(make)
    assert [raised(job), raised(job)] == [1, 0]
    assert sentences(job) == ["Kontakt til borgeren er overskredet."]


def test_a_week_without_the_job_ends_in_the_same_place(job, make):
    late_case(make)
    later = replace(job, now=NOW + timedelta(days=7))
    assert raised(later) == 2
    assert sentences(later) == [
        "Kontakt til borgeren er overskredet.",
        "Tilbuddet er begyndt er overskredet.",
    ]


@pytest.mark.parametrize(
    ("days", "found"),
    [pytest.param(4, [], id="day 4"), pytest.param(5, [TODAY], id="day 5")],
)
def test_day_5_of_7_without_an_offer_asks_for_the_free_choice(job, make, days, found):
    case = make.case(referrals=0)
    discharged = TODAY - timedelta(days=days)
    make.referral(
        case=case, kind=ReferralKind.GGOP, received_on=discharged, discharged_on=discharged
    )
    for _ in range(2):
        raised(job)
    tasks = select(Reminder.due_on).where(Reminder.cause.like("frit_valg:%"))
    assert job.session.scalars(tasks).all() == found


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param(27, [], id="before four weeks"),
        pytest.param(
            42, ["Sygemeldt i 6 uger: plan for beskæftigelsesindsats mangler."], id="six weeks"
        ),
    ],
)
def test_a_sick_leave_without_a_plan_is_found(job, make, days, found):
    sick(make, make.case(), days)
    raised(job)
    assert sentences(job) == found


def test_the_limits_are_those_of_the_programme_the_case_began_with(job, make):
    limits = replace(job.programme.sick_leave, notice_days=7)
    later = replace(job.programme, version="2027", sick_leave=limits)
    sick(make, make.case(programme_version="2027"), 7)
    raised(replace(job, programmes={"2027": later}))
    assert sentences(job) == ["Sygemeldt i 1 uger: plan for beskæftigelsesindsats mangler."]


def test_a_closed_case_reminds_nobody(job, make):
    case = late_case(make)
    case.closed_on = TODAY
    make.save(case)
    assert raised(job) == 0


def one_reminder(job, make):
    late_case(make)
    raised(job)
    return job.session.scalars(select(Reminder)).one()


def test_a_cause_is_raised_once_for_each_due_day(job, make):
    case = make.case()
    with job.transaction():
        first = raise_once(job, case, "no_shows:1", "Udeblevet to gange.", job.today)
        again = raise_once(job, case, "no_shows:1", "Udeblevet to gange.", job.today)
        later = raise_once(
            job, case, "no_shows:1", "Udeblevet to gange.", job.today + timedelta(days=1)
        )
    assert (first, again, later) == (True, False, True)


def test_a_reminder_is_done_once(ctx, job, make):
    reminder = one_reminder(job, make)
    with ctx.transaction():
        finish_reminder(ctx, reminder)
        finish_reminder(replace(ctx, now=NOW + timedelta(days=1)), reminder)
    assert reminder.done_at == NOW
    verb = AuditEvent.verb == "reminder.done"
    assert len(ctx.session.scalars(select(AuditEvent).where(verb)).all()) == 1


@pytest.mark.parametrize("role", [Role.LEDER, Role.TERAPEUT, Role.JOBKONSULENT])
def test_only_those_who_work_with_the_case_finish_it(ctx_as, job, make, role):
    reminder = one_reminder(job, make)
    with pytest.raises(NotPermittedError):
        finish_reminder(ctx_as(role), reminder)
