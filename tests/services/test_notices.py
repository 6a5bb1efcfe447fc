"""Telling a citizen something: queued with its cause, and by letter where nothing else reaches."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.notices import NoticeChannel, NoticeFacts, NoticeKind
from rehab.models import AuditEvent, Notice, NoticeStatus
from rehab.services.notices import notify
from tests.support.course_factories import FIRST

FACTS = NoticeFacts(FIRST, "Sal 1", None, "99999999", "Testby Kommune")


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def told(ctx, case):
    with ctx.transaction():
        notify(ctx, case, NoticeKind.SESSION_CANCELLED, FACTS)
    return ctx.session.scalars(select(Notice)).one()


def test_a_notice_is_queued_and_not_sent(ctx, make):
    case = make.case()
    notice = told(ctx, case)
    assert (notice.channel, notice.status, notice.address) == (
        NoticeChannel.SMS,
        NoticeStatus.QUEUED,
        "+4599999900",
    )
    assert notice.text.startswith("Din tid tirs. 24/11 kl. 10.00 er aflyst.")
    assert notice.sent_at is None


def test_a_notice_leaves_a_trace_without_the_address(ctx, make):
    case = make.case()
    notice = told(ctx, case)
    event = ctx.session.scalars(select(AuditEvent).where(AuditEvent.verb == "notice.queued")).one()
    assert event.case_id == case.id
    assert event.data == {
        "notice_id": str(notice.id),
        "kind": "session_cancelled",
        "channel": "sms",
    }


def test_what_is_rolled_back_is_not_told(ctx, make):
    case = make.case()
    notify(ctx, case, NoticeKind.SESSION_CANCELLED, FACTS)
    ctx.session.rollback()
    assert ctx.session.scalars(select(Notice)).all() == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"phone": ""}, id="no telephone"),
        pytest.param({"digital_post_exempt": True}, id="exempt"),
        pytest.param({"declines_messages": True}, id="declines"),
    ],
)
def test_who_cannot_be_reached_gets_a_letter(ctx, make, fields):
    notice = told(ctx, make.case(citizen=make.citizen(**fields)))
    assert (notice.channel, notice.status, notice.address) == (
        NoticeChannel.LETTER,
        NoticeStatus.ON_PAPER,
        "",
    )
