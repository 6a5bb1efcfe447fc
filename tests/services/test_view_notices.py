"""Saved views that tell by mail: each person's own number, once, over a real mail server."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.kept_filters import filter_in
from rehab.domain.view_notices import NoticeRhythm, NoticeWish, ViewNoticeError
from rehab.domain.worklists import ListPage
from rehab.jobs.registry import JOBS
from rehab.jobs.runner import run
from rehab.models import AuditEvent, DigestMail, SavedViewNotice, UserRole
from rehab.queries.view_lengths import ViewLengths
from rehab.queries.view_notices import judged_views
from rehab.queries.worklists import page
from rehab.services.saved_views import change_view, delete_view
from rehab.services.view_notices import choose_notice, drop_notice
from tests.conftest import NOW
from tests.services.test_digests import by, send
from tests.support.factories import AWAY
from tests.support.saved_views import a_shared_view
from tests.support.smtp import mail_server
from tests.support.standings import settle
from tests.support.statements import statements_of

DAILY, WEEKLY = NoticeWish(NoticeRhythm.DAILY), NoticeWish(NoticeRhythm.WEEKLY)
ABOVE_1 = NoticeWish(NoticeRhythm.ABOVE, 1)
TODAY = NOW.date()


@pytest.fixture
def job(ctx_as):
    return replace(ctx_as(Role.KOORDINATOR), actor=SYSTEM)


@pytest.fixture
def told(make, ctx_as):
    """Let a person of a role wish to be told of a view; the person has no other mail."""

    def one(view, wish=DAILY, role=Role.KOORDINATOR, **fields):
        person = make.user(role)
        person.email = fields.get("email", f"{role.value}@testby.dk")
        person.active = fields.get("active", True)
        ctx = ctx_as(role)
        with ctx.transaction():
            choose_notice(ctx, view, wish)
        return person

    return one


@pytest.fixture
def cases(app, make, session):
    """Open so many cases, and work out where they stand."""

    def some(number, **fields):
        made = [make.case(**fields) for _ in range(number)]
        settle(session, app)
        return made

    return some


@pytest.fixture
def view(make):
    return a_shared_view(make, NOW, query="")


def verbs_of(session, like):
    return session.scalars(select(AuditEvent.verb).where(AuditEvent.verb.like(like))).all()


def numbers(message):
    return [line for line in message.get_content().splitlines() if line.startswith(("Tav", "Min"))]


def test_a_view_tells_daily_what_its_list_is_long(job, told, cases, view, session):
    told(view)
    cases(3)
    with mail_server() as (port, server):
        assert [send(job, port), send(job, port), send(job, port, days=1)] == [1, 0, 1]
    first, second = server.messages
    assert (first["To"], first["Subject"]) == ("koordinator@testby.dk", "1 gemt visning siger til")
    assert numbers(first) == numbers(second) == ["Tavle: 3 sager (hver dag)"]
    assert f"https://sager.eksempel.dk/visninger/{view.id}/liste" in first.get_content()
    assert session.scalars(select(DigestMail.views)).all() == [1, 1]


def test_a_mail_says_neither_the_views_name_nor_a_citizens(job, told, cases, make, session):
    view = a_shared_view(make, NOW, name="Ole Olsens sag", query="kendetegn=sygemeldt")
    other = a_shared_view(make, NOW, query="")
    for one in (view, other):
        told(one)
    [case] = cases(1)
    citizen = session.get_one(type(make.citizen()), case.citizen_id)
    with mail_server() as (port, server):
        send(job, port)
    whole = server.messages[0].as_string() + server.messages[0].get_content()
    for secret in ("Ole", "sygemeldt", citizen.surname, citizen.identifier, case.number):
        assert secret not in whole


def test_weekly_waits_for_the_monday_and_is_made_up_for_when_it_was_missed(job, told, cases, view):
    told(view, WEEKLY)
    cases(2)
    with mail_server() as (port, server):
        days = {number: send(job, port, days=number) for number in (0, 6, 9, 10, 14)}
    assert days == {0: 0, 6: 0, 9: 1, 10: 0, 14: 1}
    assert numbers(server.messages[0]) == ["Tavle: 2 sager (hver mandag)"]


def test_a_limit_tells_once_and_again_after_the_list_was_down(
    job, told, cases, view, make, session, app
):
    told(view, ABOVE_1)
    opened = cases(1)
    with mail_server() as (port, server):
        sent = [send(job, port)]
        opened += cases(1)
        sent += [send(job, port), send(job, port, days=1)]
        opened[0].closed_on = TODAY
        make.save(opened[0])
        settle(session, app)
        sent.append(send(job, port, days=2))
        cases(2)
        sent += [send(job, port, days=3), send(job, port, days=10)]
    assert sent == [0, 1, 0, 0, 1, 0]
    assert [numbers(mail) for mail in server.messages] == [
        ["Tavle: 2 sager (når der er flere end 1)"],
        ["Tavle: 3 sager (når der er flere end 1)"],
    ]
    assert verbs_of(session, "user.views_settled") == ["user.views_settled"]


def test_each_person_is_told_the_length_of_the_own_list(job, told, cases, make, session):
    view = a_shared_view(make, NOW, page=ListPage.MINE, query="")
    karen, tove = told(view), told(view, role=Role.TERAPEUT)
    cases(1, contact_person=karen)
    cases(2, contact_person=tove)
    cases(1)
    with mail_server() as (port, server):
        assert send(job, port) == 2
    assert {mail["To"]: numbers(mail) for mail in server.messages} == {
        "koordinator@testby.dk": ["Mine sager: 1 sag (hver dag)"],
        "terapeut@testby.dk": ["Mine sager: 2 sager (hver dag)"],
    }


@pytest.mark.parametrize(
    "query", ["", "frist=denne-uge", "lov=119", "kendetegn=roedt-flag", "pause=ja", "kolonne=ny"]
)
def test_the_number_is_that_of_the_list_itself(cases, ctx_as, query):
    cases(2)
    ctx = ctx_as(Role.KOORDINATOR)
    wanted = filter_in(query)
    lines = page(ctx.session, ctx.actor, wanted, ctx.today).lines
    lengths = ViewLengths(ctx.session, ctx.actor, ctx.today)
    assert lengths.of(ListPage.BOARD, wanted) == len(lines)


@pytest.mark.parametrize("fields", [{"email": ""}, {"active": False}], ids=["no address", "left"])
def test_who_cannot_be_mailed_is_not_looked_at(job, told, cases, view, session, fields):
    told(view, **fields)
    cases(1)
    with mail_server() as (port, _):
        assert send(job, port) == 0
    assert session.scalars(select(SavedViewNotice.settled_on)).one() is None


def test_who_lost_the_list_is_told_nothing(job, told, cases, view, make, session):
    karen = told(view)
    cases(1, contact_person=karen)
    role = session.scalars(select(UserRole).where(UserRole.user_id == karen.id)).one()
    role.role = Role.TERAPEUT
    make.save(role)
    with mail_server() as (port, _):
        assert send(job, port) == 0


def test_a_refused_mail_told_nothing_so_the_limit_is_told_the_day_after(job, told, cases, view):
    told(view, ABOVE_1)
    cases(2)
    with mail_server() as (port, server):
        server.answer_to_receiver = "550 no such user"
        assert [send(job, port), send(job, port)] == [0, 0]
        server.answer_to_receiver = ""
        assert [send(job, port, days=1), send(job, port, days=2)] == [1, 0]


def test_a_server_that_is_away_is_tried_again_and_nothing_is_lost(job, told, cases, view):
    told(view, ABOVE_1)
    cases(2)
    with mail_server() as (port, server):
        server.answer = "451 later"
        assert run(by(job, port), JOBS["dagens-mail"]) == 0
        server.answer = ""
        assert run(by(job, port), JOBS["dagens-mail"]) == 1
        assert run(by(job, port, days=1), JOBS["dagens-mail"]) == 0
    assert len(server.messages) == 1


def test_the_same_wish_again_is_not_told_again_and_another_is(job, told, cases, view):
    told(view, ABOVE_1)
    cases(3)
    with mail_server() as (port, _):
        sent = [send(job, port)]
        told(view, ABOVE_1)
        sent.append(send(job, port, days=1))
        told(view, NoticeWish(NoticeRhythm.ABOVE, 2))
        sent.append(send(job, port, days=2))
    assert sent == [1, 0, 1]


def test_a_deleted_view_takes_its_notices_and_one_taken_back_those_of_others(
    told, make, ctx_as, session
):
    taken_back = a_shared_view(make, NOW, page=ListPage.MINE, query="")
    deleted = a_shared_view(make, NOW, name="Slettes", page=ListPage.MINE, query="")
    for view in (taken_back, deleted):
        told(view)
        told(view, role=Role.TERAPEUT)
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        change_view(ctx, taken_back, "Min", shared=False)
        delete_view(ctx, deleted)
    [left] = session.scalars(select(SavedViewNotice)).all()
    assert (left.view_id, left.user_id) == (taken_back.id, ctx.actor.id)


def test_choosing_and_dropping_leave_a_trace_and_touch_nobody_else(told, view, ctx_as, session):
    told(view)
    leader = told(view, ABOVE_1, role=Role.LEDER)
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        drop_notice(ctx, view)
    [left] = session.scalars(select(SavedViewNotice)).all()
    assert (left.user_id, left.wish()) == (leader.id, ABOVE_1)
    assert sorted(verbs_of(session, "saved_view.notice%")) == [
        "saved_view.notice_dropped",
        "saved_view.notice_set",
        "saved_view.notice_set",
    ]


def test_a_view_the_person_has_no_list_of_cannot_tell(view, ctx_as, make):
    stranger = make.user(Role.KOORDINATOR, kommunekode=AWAY)
    theirs = a_shared_view(
        make, NOW, owner_id=stranger.id, organisation_id=stranger.organisation_id
    )
    for ctx, one in ((ctx_as(Role.TERAPEUT), view), (ctx_as(Role.KOORDINATOR), theirs)):
        with pytest.raises(ViewNoticeError):
            choose_notice(ctx, one, DAILY)


def test_views_that_one_count_tells_apart_are_counted_once(told, cases, make, session, ctx_as):
    for query in ("", "frist=overskredet", "kolonne=uden_kontaktperson"):
        told(a_shared_view(make, NOW, name=f"V{query}", query=query))
    cases(2)
    ctx = ctx_as(Role.KOORDINATOR)
    with statements_of(session) as asked:
        judged = judged_views(session, ctx.actor, ctx.today)
    assert sorted(one.number.count for one in judged) == [0, 2, 2]
    assert len([one for one in asked if "standing_tally" in one]) == 1
