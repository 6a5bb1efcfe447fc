"""Keeping templates of holds."""

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.course_templates import TemplateError
from rehab.domain.courses import CourseForm, Intake, IntakeFacts
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.models import AuditEvent, CourseTemplate
from rehab.queries.course_templates import find_template, list_templates, times_of
from rehab.services.course_templates import (
    SaveTemplate,
    retire_template,
    save_template,
    set_content,
)
from tests.conftest import NOW

COMMAND = SaveTemplate(
    name="Rygskole, 12 gange",
    offer_code="hold_ikke_opererede",
    form=CourseForm.HOLD,
    sessions=3,
    times={0: time(10, 30), 3: time(14)},
    minutes=90,
    place="Sal 1",
    capacity=12,
    intake=IntakeFacts(Intake.ROLLING, sessions_each=2, minimum=4),
    equipment=("Redcord",),
)


@pytest.fixture
def saved(ctx_as, session, make):
    make.organisation()
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        template_id = save_template(ctx, COMMAND).id
    return session.get_one(CourseTemplate, template_id)


def test_a_template_is_kept_and_traced(ctx_as, session, saved):
    [found] = list_templates(session, ctx_as(Role.KOORDINATOR).actor)
    assert (found.name, found.sessions_each, found.equipment) == (
        "Rygskole, 12 gange",
        2,
        ["Redcord"],
    )
    assert times_of(found) == {0: time(10, 30), 3: time(14)}
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.verb == "course.template_saved"))
    assert event.data == {"template_id": str(found.id)}


def test_content_is_kept_for_the_sessions_there_are(ctx_as, session, saved):
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        set_content(ctx, saved, [{"information": "Ryggen"}, {"exercise": "Squat"}, {}, {"x": "y"}])
    assert saved.content == [{"information": "Ryggen"}, {"exercise": "Squat"}, {}]
    with ctx.transaction():
        save_template(ctx, replace(COMMAND, sessions=1, intake=IntakeFacts(minimum=4)), saved)
    assert saved.content == [{"information": "Ryggen"}]


def test_a_retired_template_is_gone_from_the_list_and_stays_as_it_was(ctx_as, session, saved):
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        retire_template(ctx, saved)
    assert saved.retired_at == NOW
    assert list_templates(session, ctx.actor) == []
    assert find_template(session, ctx.actor, saved.id) is None
    for act in (lambda: save_template(ctx, COMMAND, saved), lambda: retire_template(ctx, saved)):
        with pytest.raises(TemplateError, match="taget ud af brug"):
            act()


def test_another_kommune_has_its_own(ctx_as, session, make, saved):
    other = make.user(Role.KOORDINATOR, kommunekode="998").actor()
    assert find_template(session, other, saved.id) is None
    assert list_templates(session, other) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"offer_code": "kostvejledning"}, "ikke valgt", id="an offer not chosen"),
        pytest.param({"times": {}}, "mindst én ugedag", id="no weekday"),
        pytest.param({"capacity": 2}, "Mindste antal", id="too few seats"),
    ],
)
def test_what_cannot_be_planned_is_refused(ctx_as, make, changes, sentence):
    make.organisation()
    with pytest.raises(DomainError, match=sentence):
        save_template(ctx_as(Role.KOORDINATOR), replace(COMMAND, **changes))


def test_two_therapists_are_two_people(ctx_as, make):
    one = make.user(Role.TERAPEUT)
    with pytest.raises(DomainError, match="er den samme"):
        save_template(
            ctx_as(Role.KOORDINATOR),
            replace(COMMAND, therapist_id=one.id, second_therapist_id=one.id),
        )


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.VISITATOR, Role.LEDER])
def test_only_a_koordinator_keeps_templates(ctx_as, saved, role):
    ctx = ctx_as(role)
    for act in (
        lambda: save_template(ctx, COMMAND),
        lambda: set_content(ctx, saved, []),
        lambda: retire_template(ctx, saved),
    ):
        with pytest.raises(NotPermittedError):
            act()
