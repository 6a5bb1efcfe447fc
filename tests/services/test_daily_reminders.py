"""The daily job's tasks: found by dates, the same run twice, a week late or after a stop."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, event, select

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.employment import WorkStatus
from rehab.domain.referrals import ReferralKind
from rehab.models import AuditEvent, PathwayEventRow, Referral, Reminder, WorkStatusRow
from rehab.services.accounts import system_actor_in
from rehab.services.daily_reminders import raise_reminders
from tests.conftest import NOW
from tests.support.statements import statements_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def job(ctx):
    return replace(ctx, actor=system_actor_in(ctx.organisation_id))


def held_case(make, days_ago, **fields):
    case = make.case(referrals=0, contact_person=make.user(Role.TERAPEUT), **fields)
    make.referral(case=case, received_on=TODAY - timedelta(days=days_ago))
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


def run(ctx, days=0):
    later = replace(ctx, now=ctx.now + timedelta(days=days))
    with later.transaction():
        return raise_reminders(later)


def kinds(ctx):
    causes = ctx.session.scalars(select(Reminder.cause).where(Reminder.done_at.is_(None)))
    return sorted(cause.partition(":")[0] for cause in causes)


def rows(ctx):
    """What a reminder is, without when it was raised."""
    query = select(
        Reminder.case_id, Reminder.cause, Reminder.sentence, Reminder.due_on, Reminder.is_escalation
    )
    return {tuple(row) for row in ctx.session.execute(query)}


def forget_all(ctx):
    """Leave no trace of what was raised, as if the job had never run."""
    ctx.session.connection().execute(delete(Reminder))
    ctx.session.commit()


@pytest.mark.parametrize(
    ("days_ago", "found"),
    [
        pytest.param(2, [], id="in good time"),
        pytest.param(3, ["soon"], id="two days before"),
        pytest.param(6, ["clock"], id="a day over"),
        pytest.param(8, ["clock", "escalation"], id="three days over, nothing done"),
    ],
)
def test_the_tasks_of_a_case_on_a_day_once(job, make, days_ago, found):
    held_case(make, days_ago)
    assert [run(job), run(job)] == [len(found), 0]
    assert kinds(job) == found


def test_what_is_done_in_the_case_takes_the_escalation_back(job, make):
    case = held_case(make, 9)
    run(job)
    make.save(AuditEvent(at=NOW, actor_id=make.user(Role.TERAPEUT).id, verb="x", case_id=case.id))
    run(job)
    assert kinds(job) == ["clock"]
    run(job, days=3)
    assert "escalation" in kinds(job)


def test_a_clock_that_stopped_reminds_nobody_any_more(job, make):
    case = held_case(make, 8)
    run(job)
    referral = job.session.scalars(select(Referral).where(Referral.case_id == case.id)).one()
    make.save(
        PathwayEventRow(
            referral_id=referral.id,
            kind=EventKind.CONTACT_REACHED,
            occurred_on=TODAY,
            recorded_by=case.id,
            recorded_at=NOW,
        )
    )
    run(job)
    assert kinds(job) == []


def test_a_case_nobody_holds_is_lifted(job, make):
    make.case(opened_on=TODAY - timedelta(days=2))
    run(job)
    [task] = job.session.scalars(select(Reminder))
    assert (task.cause, task.is_escalation) == ("unheld:2026-11-21", True)
    assert task.sentence == "Ingen har været kontaktperson i sagen siden 21.11.2026. Tildel en."


def test_every_day_and_a_week_late_end_in_the_same_place(job, make):
    for days in (0, 1, 3, 6, 9, 12):
        held_case(make, days)
    plan = make.case(opened_on=TODAY - timedelta(days=4))
    make.referral(case=plan, kind=ReferralKind.GGOP, received_on=TODAY, discharged_on=TODAY)
    sick(make, plan, 27)
    for day in range(8):
        run(job, day)
    daily = rows(job)
    forget_all(job)
    run(job, 7)
    assert rows(job) == daily
    assert {cause.partition(":")[0] for _, cause, *_ in daily} == {
        *("clock", "escalation", "unheld", "sick_leave", "frit_valg", "soon")
    }


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
        run(job)
    tasks = select(Reminder.due_on).where(Reminder.cause.like("frit_valg:%"))
    assert job.session.scalars(tasks).all() == found


@pytest.mark.parametrize(
    ("days_ahead", "found"),
    [pytest.param(2, [], id="in time"), pytest.param(3, [TODAY], id="too late")],
)
def test_a_time_too_late_still_asks_for_the_free_choice(job, make, days_ahead, found):
    discharged = TODAY - timedelta(days=5)
    case = make.case(referrals=0)
    referral = make.referral(
        case=case, kind=ReferralKind.GGOP, received_on=discharged, discharged_on=discharged
    )
    offered = PathwayEventRow(
        referral_id=referral.id,
        kind=EventKind.FIRST_CONTACT_OFFERED,
        occurred_on=TODAY,
        appointment_on=TODAY + timedelta(days=days_ahead),
        recorded_by=make.user(Role.TERAPEUT).id,
        recorded_at=NOW,
    )
    make.save(offered)
    run(job)
    tasks = select(Reminder.due_on).where(Reminder.cause.like("frit_valg:%"))
    assert job.session.scalars(tasks).all() == found


def sentences(ctx):
    return ctx.session.scalars(select(Reminder.sentence)).all()


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
    run(job)
    assert sentences(job) == found


def test_the_limits_are_those_of_the_programme_the_case_began_with(job, make):
    limits = replace(job.programme.sick_leave, notice_days=7)
    later = replace(job.programme, version="2027", sick_leave=limits)
    sick(make, make.case(programme_version="2027"), 7)
    run(replace(job, programmes={"2027": later}))
    assert sentences(job) == ["Sygemeldt i 1 uger: plan for beskæftigelsesindsats mangler."]


def test_a_closed_case_reminds_nobody(job, make):
    case = held_case(make, 9)
    case.closed_on = TODAY
    make.save(case)
    assert run(job) == 0


def test_another_kommunes_cases_are_left_alone(job, make):
    case = make.case(kommunekode="998", referrals=0)
    make.referral(case=case, received_on=TODAY - timedelta(days=9), kommunekode="998")
    assert run(job) == 0


def test_who_is_stopped_between_two_batches_is_followed_by_another(job, make):
    for _ in range(3):
        held_case(make, 6)
    run(job)
    whole = rows(job)
    forget_all(job)
    commits = []

    def stop(_session):
        commits.append(1)
        if len(commits) == 4:
            raise KeyboardInterrupt

    event.listen(job.session, "before_commit", stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            raise_reminders(job, batch=1)
    finally:
        event.remove(job.session, "before_commit", stop)
    assert len(rows(job)) == 2
    assert run(job) == 1
    assert rows(job) == whole


def test_ten_cases_cost_as_many_queries_as_two(job, make):
    counts = []
    for more in (2, 8):
        for _ in range(more):
            held_case(make, 9)
        run(job)
        with statements_of(job.session) as statements:
            run(job)
        counts.append(len(statements))
    assert counts[0] == counts[1]
