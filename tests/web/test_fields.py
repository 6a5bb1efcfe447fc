"""What every form does with what is typed, whatever page it stands on."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from rehab.web.fields import DayField, Form


class DayForm(Form):
    on = DayField("Dag", validators=[Optional()])
    by = DayField("Senest", validators=[Optional()], latest=date(2027, 1, 31))


def filled(app, form, **typed):
    with app.test_request_context("/", method="POST", data=MultiDict(typed)):
        made = form(meta={"csrf": False})
        made.validate()
        return made


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        pytest.param("23-11-2026", date(2026, 11, 23), id="hyphens"),
        pytest.param("2026-11-23", date(2026, 11, 23), id="the browser's own"),
        pytest.param("01-01-1900", date(1900, 1, 1), id="the earliest"),
        pytest.param("31-12-2100", date(2100, 12, 31), id="the latest"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_day_is_read_as_danes_write_it(app, typed, day):
    form = filled(app, DayForm, on=typed)
    assert (form.on.data, form.errors) == (day, {})


@pytest.mark.parametrize("typed", ["31-12-9999", "01-01-0001", "31-12-1899", "2101-01-01"])
def test_a_year_nobody_can_mean_is_refused_with_the_years_there_are(app, typed):
    form = filled(app, DayForm, on=typed)
    assert form.on.errors == ["Skriv en dato mellem 01-01-1900 og 31-12-2100."]


def test_a_field_may_end_its_days_earlier(app):
    form = filled(app, DayForm, by="01-02-2027")
    assert form.by.errors == ["Skriv en dato mellem 01-01-1900 og 31-01-2027."]
