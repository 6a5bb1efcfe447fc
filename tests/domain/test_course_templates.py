"""Templates of holds (F48)."""

from dataclasses import replace
from datetime import date, time

import pytest

from rehab.domain.course_templates import (
    TemplateError,
    TemplateFacts,
    check_template,
    fitting_content,
    next_start,
)
from rehab.domain.courses import CourseForm, Intake, IntakeFacts
from rehab.domain.errors import DomainError

FACTS = TemplateFacts(CourseForm.HOLD, 12, {0: time(10), 3: time(14)}, 12, IntakeFacts(minimum=4))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"sessions": 0}, "antal gange", id="no sessions"),
        pytest.param({"times": {}}, "mindst én ugedag", id="no weekday"),
        pytest.param({"capacity": 3}, "Mindste antal", id="fewer seats than it needs"),
        pytest.param({"form": CourseForm.INDIVIDUAL}, "til én borger", id="one citizen of twelve"),
        pytest.param({"intake": IntakeFacts(Intake.ROLLING)}, "rullende optag", id="no number"),
    ],
)
def test_a_template_nothing_can_be_planned_of_is_refused(changes, sentence):
    check_template(FACTS)
    with pytest.raises(DomainError, match=sentence):
        check_template(replace(FACTS, **changes))


def test_content_follows_the_number_of_sessions_and_knows_its_kinds():
    content = [
        {"exercise": " Squat ", "secret": "x", "information": ""},
        {},
        {"ergonomics": "Løft"},
    ]
    assert fitting_content(content, 2) == ({"exercise": "Squat"}, {})
    assert fitting_content(content, 4) == ({"exercise": "Squat"}, {}, {"ergonomics": "Løft"}, {})
    with pytest.raises(TemplateError, match="gang 1 er for langt"):
        fitting_content([{"information": "x" * 501}], 1)


@pytest.mark.parametrize(
    ("after", "day"),
    [
        pytest.param(date(2027, 3, 15), date(2027, 3, 18), id="from a Monday to the Thursday"),
        pytest.param(date(2027, 3, 18), date(2027, 3, 22), id="from a Thursday to the Monday"),
    ],
)
def test_the_next_start_is_a_weekday_of_the_template(after, day):
    assert next_start(FACTS.times, after) == day
