"""An epikrise is signed while somebody else changes what it closes, each on a connection."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.employment import WorkStatus
from rehab.domain.errors import DomainError
from rehab.domain.return_to_work import WorkStatusRefusedError
from rehab.models import Case, Epikrise, Referral
from rehab.queries.cases import find_case
from rehab.queries.epikriser import closing_referral
from rehab.services.context import Context
from rehab.services.epikrise_drafts import (
    AlreadySignedError,
    NewerDraftError,
    SaveDraft,
    draft,
    save_draft,
)
from rehab.services.epikriser import ChangedSinceReadError, SignEpikrise, sign
from rehab.services.referral_dates import DateCorrection, DatesRefusedError, correct_dates
from rehab.services.work_status import RecordWorkStatus, record_work_status
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for, meeting_before_writing
from tests.support.factories import Factories

YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, 2) as made:
        yield made


@pytest.fixture
def at_once(app, engine, settings):
    """Do two things to one referral with a draft, both having read it before either writes."""
    programme = app.extensions["rehab_programme"]
    texts = {heading.code: "Skrevet." for heading in programme.epikrise_headings}

    def run(*acts):
        with GuardedSession(engine) as session:
            make = Factories(session, programme, NOW)
            actor = make.user(Role.VISITATOR, Role.TERAPEUT, Role.KOORDINATOR).actor()
            case = make.case(referrals=1)
            referral_id = session.scalars(select(Referral.id)).one()
            saved = {"saved_by": actor.id, "saved_at": NOW, "case_id": case.id}
            make.save(Epikrise(referral_id=referral_id, texts=texts, **saved))

        def one(act):
            with GuardedSession(engine) as session:
                ctx = Context(session, actor, NOW, programme, settings)
                referral = closing_referral(session, referral_id)
                try:
                    with ctx.transaction():
                        act(ctx, referral)
                except DomainError as refusal:
                    return type(refusal)
                return "saved"

        with meeting_before_writing(engine, len(acts)), ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def signing(ctx, referral):
    sign(ctx, referral, SignEpikrise(draft(ctx, referral).fingerprint))


def writing(ctx, referral):
    save_draft(ctx, referral, SaveDraft({"status": "Skrevet af en anden."}, 1))


def putting_dates_right(ctx, referral):
    version = referral.version
    correct_dates(ctx, referral, DateCorrection(YESTERDAY, None, None, None, version))


def asking_for_an_effort(ctx, referral):
    command = RecordWorkStatus(WorkStatus.FULL_SICK_LEAVE, YESTERDAY, YESTERDAY, True)
    record_work_status(ctx, find_case(ctx.session, ctx.actor, referral.case_id), command)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        pytest.param(
            signing, [["saved", AlreadySignedError], [AlreadySignedError, "saved"]], id="signed"
        ),
        pytest.param(
            writing, [["saved", NewerDraftError], [ChangedSinceReadError, "saved"]], id="written"
        ),
        pytest.param(
            putting_dates_right,
            [["saved", DatesRefusedError], [ChangedSinceReadError, "saved"]],
            id="dates",
        ),
        pytest.param(
            asking_for_an_effort,
            [["saved", WorkStatusRefusedError], ["saved", "saved"]],
            id="work-status",
        ),
    ],
)
def test_whoever_comes_second_is_told_what_the_first_did(at_once, engine, act, expected):
    said = at_once(signing, act)
    assert said in expected
    with Session(engine) as session:
        is_signed = session.scalars(select(Epikrise.signed_at)).one() is not None
        is_closed = session.scalars(select(Case.closed_on)).one() is not None
    assert is_signed is is_closed is ("saved" in said if act is signing else said[0] == "saved")
