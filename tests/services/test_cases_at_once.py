"""Two people decide two referrals of one citizen at the same moment, each on a connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralStatus, TriageDecision
from rehab.models import Case, Epikrise, Referral
from rehab.queries.epikriser import closing_referral
from rehab.queries.referrals import find_referral
from rehab.services.context import Context
from rehab.services.epikrise_drafts import draft
from rehab.services.epikriser import SignEpikrise, sign
from rehab.services.triage import TriageCommand, triage
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories

ACCEPT = TriageCommand(TriageDecision.ACCEPT, "in_target_group", "Behov for rygskole.", group=1)
LEAVE = TriageCommand(TriageDecision.LEAVE_PROGRAMME, "acute_red_flag", "Indlagt akut.")


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, 4) as made:
        yield made


@pytest.fixture
def decide_both(app, engine, settings):
    """Decide each referral on a connection of its own, both having read before either writes."""
    programme = app.extensions["rehab_programme"]

    def both(arrange, command):
        with GuardedSession(engine) as session:
            make = Factories(session, programme, NOW)
            actor = make.user(Role.VISITATOR).actor()
            ids = [row.id for row in arrange(make, session)]
        together = Barrier(len(ids))

        def one(referral_id):
            with GuardedSession(engine) as session:
                ctx = Context(session, actor, NOW, programme, settings)
                referral = find_referral(session, actor, referral_id)
                together.wait(timeout=10)
                with ctx.transaction():
                    triage(ctx, referral, command)

        with ThreadPoolExecutor(len(ids)) as pool:
            list(pool.map(one, ids))

    return both


@pytest.fixture
def sign_both(app, engine, settings):
    """Sign the epikriser of both referrals of a case at once, both read before either is signed."""
    programme = app.extensions["rehab_programme"]
    texts = {heading.code: "Skrevet." for heading in programme.epikrise_headings}

    def both():
        with GuardedSession(engine) as session:
            make = Factories(session, programme, NOW)
            therapist = make.user(Role.TERAPEUT)
            actor = therapist.actor()
            case = make.case(referrals=2, contact_person=therapist)
            ids = list(session.scalars(select(Referral.id).where(Referral.case_id == case.id)))
            for referral_id in ids:
                make.save(
                    Epikrise(
                        referral_id=referral_id,
                        case_id=case.id,
                        texts=texts,
                        saved_by=actor.id,
                        saved_at=NOW,
                    )
                )
        together = Barrier(len(ids))

        def one(referral_id):
            with GuardedSession(engine) as session:
                ctx = Context(session, actor, NOW, programme, settings)
                referral = closing_referral(session, referral_id)
                command = SignEpikrise(draft(ctx, referral).fingerprint)
                together.wait(timeout=30)
                with ctx.transaction():
                    sign(ctx, referral, command)

        with ThreadPoolExecutor(len(ids)) as pool:
            list(pool.map(one, ids))

    return both


def test_two_epikriser_signed_at_once_close_the_case(sign_both, engine):
    sign_both()
    with Session(engine) as session:
        assert session.scalars(select(Case.closed_on)).one() == NOW.date()
        assert set(session.scalars(select(Referral.status))) == {ReferralStatus.CLOSED}
        assert len(session.scalars(select(Epikrise.signed_at)).all()) == 2


def test_two_referrals_accepted_at_once_share_one_case(decide_both, engine):
    def two_new(make, _session):
        citizen = make.citizen()
        return [make.referral(citizen=citizen), make.referral(citizen=citizen)]

    decide_both(two_new, ACCEPT)
    with Session(engine) as session:
        case = session.scalars(select(Case)).one()
        held = session.execute(select(Referral.status, Referral.case_id)).all()
        assert held == [(ReferralStatus.ACCEPTED, case.id)] * 2


def test_the_first_two_cases_of_a_year_get_a_number_each(decide_both, engine):
    decide_both(lambda make, _session: [make.referral(), make.referral()], ACCEPT)
    with Session(engine) as session:
        numbers = session.scalars(select(Case.number).order_by(Case.number)).all()
        assert numbers == ["2026-00001", "2026-00002"]


def test_the_case_closes_when_its_last_two_referrals_leave_at_once(decide_both, engine):
    def two_accepted(make, session):
        case = make.case(referrals=2)
        return session.scalars(select(Referral).where(Referral.case_id == case.id)).all()

    decide_both(two_accepted, LEAVE)
    with Session(engine) as session:
        assert session.scalars(select(Case.closed_on)).one() is not None
