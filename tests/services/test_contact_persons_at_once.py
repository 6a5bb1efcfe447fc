"""Two people change who holds a case at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.errors import DomainError
from rehab.models import AuditEvent, Case, ContactPerson, User
from rehab.services.contact_person_answers import accept_case, decline_case
from rehab.services.contact_persons import assign_contact_person
from rehab.services.context import Context
from rehab.services.handing_over import HandOver, hand_over
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, 4) as made:
        yield made


def assign_to(login):
    def act(ctx, case, people):
        user = ctx.session.get_one(User, people[login].id)
        assign_contact_person(ctx, case, user, instead_of=people["tove"].id)

    return act


def give_all_to(login):
    def act(ctx, case, people):
        giver = ctx.session.get_one(User, people["tove"].id)
        hand_over(ctx, giver, HandOver({case.id: people[login].id}))

    return act


def say_yes(ctx, case, _people):
    accept_case(ctx, case)


def say_no(ctx, case, _people):
    decline_case(ctx, case, "Har ikke tid.")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(("karen", assign_to("mads")), ("lene", assign_to("sara")), id="two assign"),
        pytest.param(
            ("karen", give_all_to("mads")), ("lene", give_all_to("sara")), id="two hand over"
        ),
        pytest.param(("tove", say_no), ("karen", assign_to("mads")), id="a no and a change"),
        pytest.param(("tove", say_yes), ("tove", say_no), id="a yes and a no"),
    ],
)
def test_a_case_has_one_holder_or_none_whoever_acts_at_once(app, engine, settings, first, second):
    programme = app.extensions["rehab_programme"]
    with GuardedSession(engine) as session:
        make = Factories(session, programme, NOW)
        people = {
            name: make.user(role, login=name).actor()
            for name, role in (
                ("tove", Role.TERAPEUT),
                ("mads", Role.TERAPEUT),
                ("sara", Role.TERAPEUT),
                ("karen", Role.KOORDINATOR),
                ("lene", Role.LEDER),
            )
        }
        case_id = make.case().id
        ctx = Context(session, people["karen"], NOW, programme, settings)
        with ctx.transaction():
            case = session.get_one(Case, case_id)
            assign_contact_person(ctx, case, session.get_one(User, people["tove"].id))
    together = Barrier(2)

    def act(who, what):
        with GuardedSession(engine) as session:
            ctx = Context(session, people[who], NOW, programme, settings)
            case = session.get_one(Case, case_id)
            together.wait(timeout=30)
            try:
                with ctx.transaction():
                    what(ctx, case, people)
            except DomainError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        done = [task.result() for task in [pool.submit(act, *first), pool.submit(act, *second)]]
    assert any(done)
    with Session(engine) as session:
        rows = session.scalars(select(ContactPerson).where(ContactPerson.case_id == case_id)).all()
        assert sum(row.until_on is None for row in rows) <= 1
        changes = session.scalars(
            select(AuditEvent.verb).where(AuditEvent.verb.startswith("contact_person."))
        ).all()
        # The first assignment, and one event for each act that was done to the case.
        assert len(changes) == 1 + sum(done) - changed_nothing(session)


def changed_nothing(session):
    """How many hand-overs found the case given away already and left it."""
    done = session.scalars(select(AuditEvent).where(AuditEvent.verb == "handover.done")).all()
    gave = select(AuditEvent).where(AuditEvent.verb == "contact_person.handed_over")
    return len(done) - len(session.scalars(gave).all())
