"""The base of every form: Danish messages, clean text, and days as Danes write them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, IntegerField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from rehab.domain.plausible_days import EARLIEST_DAY, LATEST_DAY
from rehab.domain.wording import has_words

Given = TypeVar("Given")

_DANISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "This field is required.": "Udfyld feltet.",
        "Not a valid choice.": "Vælg en af mulighederne på listen.",
        "Not a valid choice": "Vælg en af mulighederne på listen.",
        "Invalid Choice: could not coerce.": "Vælg en af mulighederne på listen.",
        "Invalid Choice: could not coerce": "Vælg en af mulighederne på listen.",
        "Field must be between %(min)d and %(max)d characters long.": (
            "Skriv mellem %(min)d og %(max)d tegn."
        ),
        "Not a valid date value.": "Skriv datoen som dag-måned-år, fx 23-11-2026.",
        "Not a valid time value.": "Skriv tiden som timer og minutter, fx 14:30.",
        "Not a valid datetime value.": "Skriv dato og tid, fx 23-11-2026 14:30.",
        "Not a valid integer value.": "Skriv et helt tal.",
        "Invalid email address.": "Skriv en gyldig mailadresse, fx navn@eksempel.dk.",
        "Number must be between %(min)s and %(max)s.": "Skriv et tal mellem %(min)s og %(max)s.",
        "Number must be at least %(min)s.": "Skriv et tal, der er mindst %(min)s.",
        "Number must be at most %(max)s.": "Skriv et tal, der højst er %(max)s.",
        "Invalid choice(s): one or more data inputs could not be coerced.": (
            "Vælg blandt mulighederne på listen."
        ),
        "Invalid input.": "Ret feltet: det er ikke skrevet på den rigtige måde.",
        "Invalid UUID.": "Vælg en af mulighederne på listen.",
        "Not a valid decimal value.": "Skriv et tal.",
        "Not a valid float value.": "Skriv et tal.",
        "CSRF token missing": "Genindlæs siden og prøv igen.",
        "CSRF token missing.": "Genindlæs siden og prøv igen.",
        "CSRF token expired.": "Genindlæs siden og prøv igen.",
        "CSRF failed.": "Genindlæs siden og prøv igen.",
        "Invalid CSRF Token.": "Genindlæs siden og prøv igen.",
    }
)
_PLURALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Field must be at least %(min)d character long.": "Skriv mindst %(min)d tegn.",
        "Field cannot be longer than %(max)d character.": "Skriv højst %(max)d tegn.",
        "Field must be exactly %(max)d character long.": "Skriv præcis %(max)d tegn.",
        "'%(value)s' is not a valid choice for this field.": "Vælg blandt mulighederne på listen.",
    }
)


_MOST_DIGITS: Final = 9
_UNWRITABLE: Final = MappingProxyType(
    {code: None for code in (*range(32), 127, 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}
)


def without_controls(text: str) -> str:
    """Leave out of a text the signs that no page shows and no letter can hold.

    PostgreSQL keeps no NUL, and none of them can stand in XML.
    """
    return text.translate(_UNWRITABLE)


def small_int(text: str | None) -> int | None:
    """Return the whole number a form sends back in digits, or None for anything else.

    It is bounded, since thousands of digits are no number of ours and Python refuses them.
    """
    if not text or len(text) > _MOST_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text)


def given(value: Given | None) -> Given:
    """Return what a validated form holds; its validators have refused an empty field."""
    if value is None:
        raise ValueError("the form is not valid")
    return value


def seen_version(text: str | None) -> int:
    """Return the version a page was opened with; what is none matches no version there is.

    So a page that lost it is told that something changed, rather than writing over it.
    """
    version = small_int(text)
    return -1 if version is None else version


class Worded(InputRequired):
    """Ask for a text that says something: white space and signs that cannot be seen do not."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Refuse an empty field, and one without a letter or a digit."""
        super().__call__(form, field)
        if not has_words(str(field.data or "")):
            raise StopValidation(str(self.message))


class DanishTexts:
    """The messages of WTForms in Danish, which it does not ship itself."""

    def gettext(self, text: str) -> str:
        """Return the Danish sentence, or the text itself when it is already Danish."""
        return _DANISH.get(text, text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:  # noqa: ARG002
        """Return the Danish sentence; the ones we use are the same in plural."""
        return _PLURALS.get(singular, _DANISH.get(singular, singular))


class _Speaking:
    """What a form and the forms inside it say."""

    def get_translations(self, _form: object) -> DanishTexts:
        """Return our own sentences."""
        return DanishTexts()


class Form(FlaskForm):
    """The base of every form."""

    class Meta(_Speaking, FlaskForm.Meta):
        """Speak Danish, and read what was typed without the signs nobody can write down."""

        def wrap_formdata(self, form: BaseForm, formdata: object) -> object:
            """Return what was typed; no form has a file, so one sent for a text is not read."""
            if super().wrap_formdata(form, formdata) is None:
                return None
            typed = formdata if isinstance(formdata, MultiDict) else request.form
            return MultiDict(
                [(name, without_controls(text)) for name, text in typed.items(multi=True)]
            )


class FormPart(PlainForm):
    """The base of a form inside a form."""

    class Meta(_Speaking, PlainForm.Meta):
        """Speak Danish too."""


class DayField(DateField):
    """A day, typed as 23-11-2026, 23.11.2026 or sent by the browser as 2026-11-23.

    A year nobody can mean is refused here for every form; how far ahead a day of one kind may lie
    is the rules' business.
    """

    def __init__(
        self,
        label: str,
        validators: Sequence[Callable[[BaseForm, Field], object]] = (),
        default: date | Callable[[], date] | None = None,
        name: str | None = None,
        *,
        latest: date = LATEST_DAY,
        **options: Any,  # noqa: ANN401 - what WTForms itself passes on
    ) -> None:
        super().__init__(
            label,
            list(validators),
            format=["%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
            default=default,
            name=name,
            **options,
        )
        self.latest = latest

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse a day outside the years a person can mean."""
        super().pre_validate(form)
        if self.data is not None and not EARLIEST_DAY <= self.data <= self.latest:
            raise StopValidation(
                f"Skriv en dato mellem {EARLIEST_DAY:%d-%m-%Y} og {self.latest:%d-%m-%Y}."
            )


class WholeNumberField(IntegerField):
    """A whole number. What is none is said once: no limit is asked of it besides.

    White space alone is an empty field, for which the form has a sentence of its own.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed without the white space around it."""
        self.raw_data = [text.strip() for text in valuelist]
        super().process_formdata(self.raw_data)

    def pre_validate(self, form: BaseForm) -> None:
        """Stop at what is no number."""
        super().pre_validate(form)
        if self.process_errors and self.raw_data and self.raw_data[0]:
            raise StopValidation


class ChecksField(SelectMultipleField):
    """Several of several, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
