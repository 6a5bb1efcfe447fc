"""What every form does with what is typed, whatever page it stands on."""

from datetime import date
from io import BytesIO

import pytest
from wtforms import (
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import (
    UUID,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
)

from rehab.web.fields import (
    DayField,
    Form,
    FormPart,
    WholeNumberField,
    seen_version,
    small_int,
)


class DayForm(Form):
    on = DayField("Dag", validators=[Optional()])
    by = DayField("Senest", validators=[Optional()], latest=date(2027, 1, 31))


class NumberForm(Form):
    many = WholeNumberField("Antal", [InputRequired("Skriv antallet."), NumberRange(1, 9, "1-9.")])
    most = WholeNumberField("Højst", [Optional(), NumberRange(1, 9, "1-9.")])


def filled(app, form, **typed):
    with app.test_request_context("/", method="POST", data=typed):
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


class WordsForm(Form):
    words = StringField("Ord", validators=[InputRequired("Skriv noget.")])
    parts = FieldList(FormField(type("Part", (FormPart,), {"word": StringField("Et ord")})), 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("to\x00 ord", "to ord", id="nul"),
        pytest.param("\x01\x08\x0b\x0c\x1f\x7fto\ufffe\uffff", "to", id="what XML cannot hold"),
        pytest.param("en\tto\r\ntre\nfire", "en\tto\r\ntre\nfire", id="tabs and lines"),
        pytest.param("Åse Sørensen 👣", "Åse Sørensen 👣", id="letters"),
    ],
)
def test_signs_nobody_can_write_down_are_left_out(app, typed, kept):
    form = filled(app, WordsForm, words=typed, **{"parts-0-word": typed})
    assert (form.words.data, form.parts[0].word.data) == (kept, kept)


def test_a_field_of_such_signs_alone_is_empty(app):
    assert filled(app, WordsForm, words="\x00").words.errors == ["Skriv noget."]


def test_a_file_sent_for_a_text_is_not_read(app):
    form = filled(app, WordsForm, words=(BytesIO(b"x"), "x.txt"), parts="0")
    assert form.words.errors == ["Skriv noget."]


def test_a_form_sent_as_something_else_is_empty(app):
    with app.test_request_context("/", method="POST", json={"words": 7}):
        form = WordsForm(meta={"csrf": False})
    assert not form.validate()
    assert form.words.data is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("0", 0, id="nought"),
        pytest.param("007", 7, id="padded"),
        pytest.param("999999999", 999_999_999, id="nine digits"),
        pytest.param("9" * 5000, None, id="five thousand digits"),
        pytest.param("²", None, id="a small two"),
        pytest.param("٣", None, id="another alphabet's three"),
        pytest.param("-1", None, id="below nought"),
        pytest.param("", None, id="nothing"),
        pytest.param(None, None, id="not sent"),
    ],
)
def test_a_number_sent_back_is_a_few_plain_digits(text, number):
    assert small_int(text) == number
    assert seen_version(text) == (-1 if number is None else number)


class EverythingForm(Form):
    """One of each kind of field and rule that the pages use, without sentences of their own."""

    one = SelectField("Et", choices=["a"])
    several = SelectMultipleField("Flere", choices=["a"])
    radio = RadioField("Radio", choices=["a"])
    number = IntegerField("Tal", validators=[NumberRange(1, 9)])
    at_most = IntegerField("Højst", validators=[NumberRange(max=9)])
    at_least = IntegerField("Mindst", validators=[NumberRange(min=9)])
    day = DayField("Dag")
    clock = TimeField("Tid")
    short = StringField("Kort", validators=[Length(max=3)])
    long = StringField("Langt", validators=[Length(min=30)])
    between = StringField("Mellem", validators=[Length(1, 3)])
    exact = StringField("Præcis", validators=[Length(3, 3)])
    needed = StringField("Nødvendigt", validators=[InputRequired()])
    written = StringField("Skrevet", validators=[DataRequired()])
    pattern = StringField("Mønster", validators=[Regexp("x")])
    key = StringField("Nøgle", validators=[UUID()])
    inside = FormField(type("Inside", (FormPart,), {"one": RadioField("Et", choices=["a"])}))


def test_every_fault_is_said_in_danish_and_repeats_nothing_that_was_sent(app):
    with app.test_request_context("/"):
        names = [name for name in EverythingForm(meta={"csrf": False}).data if name != "inside"]
    typed = dict.fromkeys(names, "12345") | {"needed": "", "written": "", "inside-one": "12345"}
    typed |= {"at_least": "1"}
    errors = filled(app, EverythingForm, **typed).errors
    said = [*errors.pop("inside")["one"], *(text for texts in errors.values() for text in texts)]
    assert len(errors) == len(names)
    assert all(text.startswith(("Skriv", "Vælg", "Udfyld", "Ret feltet")) for text in said), said
    assert not [text for text in said if "12345" in text]


@pytest.mark.parametrize(
    ("text", "many", "most"),
    [
        pytest.param("", ["Skriv antallet."], [], id="empty"),
        pytest.param("  ", ["Skriv antallet."], [], id="white space"),
        pytest.param("x", ["Skriv et helt tal."], ["Skriv et helt tal."], id="no number"),
        pytest.param("1,5", ["Skriv et helt tal."], ["Skriv et helt tal."], id="no whole number"),
        pytest.param("9" * 5000, ["Skriv et helt tal."], ["Skriv et helt tal."], id="endless"),
        pytest.param("10", ["1-9."], ["1-9."], id="too many"),
        pytest.param(" 9 ", [], [], id="with white space around it"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_once(app, text, many, most):
    form = filled(app, NumberForm, many=text, most=text)
    assert (form.many.errors, form.most.errors) == (many, most)
