"""Keeping the kommune's templates of holds, and what each session of one is about (F48)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from rehab.domain.access import Permission
from rehab.domain.course_templates import (
    TemplateError,
    TemplateFacts,
    check_template,
    fitting_content,
)
from rehab.domain.courses import CourseForm, IntakeFacts
from rehab.domain.wording import require_words
from rehab.models import CourseTemplate
from rehab.services.context import Context
from rehab.services.courses import GIVE_NAME, SAY_WHERE, check_offer, check_second, find_therapist
from rehab.services.turns import take_turn


class TemplateChangedError(TemplateError):
    """Somebody else saved the template after the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "En anden har ændret skabelonen, mens du skrev. Det, du skrev, står her endnu. Åbn "
            "siden i en ny fane, og se, hvad der er ændret: gem igen, hvis dit skal stå i stedet."
        )


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """What a koordinator says of a template; therapists may be left to the planning.

    `version` is the template's when the page was opened.
    """

    name: str
    offer_code: str
    form: CourseForm
    sessions: int
    times: Mapping[int, time]
    minutes: int
    place: str
    capacity: int
    intake: IntakeFacts
    therapist_id: UUID | None = None
    second_therapist_id: UUID | None = None
    equipment: tuple[str, ...] = ()
    version: int | None = None


def save_template(
    ctx: Context, command: SaveTemplate, template: CourseTemplate | None = None
) -> CourseTemplate:
    """Make a template, or change one; courses already planned of it stay as they are.

    Raises `TemplateError`, and `TemplateChangedError` when somebody else saved it meanwhile.
    """
    ctx.require(Permission.COURSE_PLAN)
    if template is not None:
        _wait(ctx, template, command.version)
    require_words(command.name, GIVE_NAME)
    require_words(command.place, SAY_WHERE)
    check_offer(ctx, command.offer_code, command.form)
    check_template(
        TemplateFacts(
            command.form, command.sessions, command.times, command.capacity, command.intake
        )
    )
    if command.therapist_id is not None:
        find_therapist(ctx, command.therapist_id)
    if command.second_therapist_id is not None:
        check_second(ctx, command.therapist_id, command.second_therapist_id)
    if template is None:
        template = CourseTemplate(organisation_id=ctx.organisation_id, content=[])
        ctx.session.add(template)
    _write(template, command)
    ctx.session.flush()
    ctx.record("course.template_saved", template_id=template.id)
    return template


def set_content(
    ctx: Context,
    template: CourseTemplate,
    content: Sequence[Mapping[str, str]],
    *,
    version: int | None = None,
) -> None:
    """Say what each session of a template is about: knowledge, training, ergonomics, at home.

    `version` is the template's when the page was opened. Raises `TemplateError`, and
    `TemplateChangedError` when somebody else saved it meanwhile.
    """
    ctx.require(Permission.COURSE_PLAN)
    _wait(ctx, template, version)
    template.content = list(fitting_content(content, template.sessions))
    ctx.record("course.template_saved", template_id=template.id)


def retire_template(ctx: Context, template: CourseTemplate) -> None:
    """Take a template out of use; courses planned of it go on."""
    ctx.require(Permission.COURSE_PLAN)
    _wait(ctx, template)
    template.retired_at = ctx.now
    ctx.record("course.template_retired", template_id=template.id)


def _wait(ctx: Context, template: CourseTemplate, seen: int | None = None) -> None:
    """Let one person at a time change a template, and refuse one that is not as it was seen."""
    take_turn(ctx, template)
    ctx.session.refresh(template)
    if template.retired_at is not None:
        raise TemplateError("Skabelonen er taget ud af brug. Lav en ny.")
    if seen is not None and seen != template.version:
        raise TemplateChangedError


def _write(template: CourseTemplate, command: SaveTemplate) -> None:
    template.name = command.name
    template.offer_code = command.offer_code
    template.form = command.form
    template.sessions = command.sessions
    template.times = {str(day): f"{at:%H:%M}" for day, at in sorted(command.times.items())}
    template.minutes = command.minutes
    template.place = command.place
    template.capacity = command.capacity
    template.minimum = command.intake.minimum
    template.intake = command.intake.intake
    template.joinable_until = command.intake.joinable_until
    template.sessions_each = command.intake.sessions_each
    template.therapist_id = command.therapist_id
    template.second_therapist_id = command.second_therapist_id
    template.equipment = list(command.equipment)
    template.content = list(fitting_content(template.content, command.sessions))
