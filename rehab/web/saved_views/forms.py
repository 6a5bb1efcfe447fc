"""What a view is called, whose it is, and when it tells."""

from typing import Final

from wtforms import BooleanField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, StopValidation

from rehab.domain.saved_views import LONGEST_NAME
from rehab.domain.view_notices import NoticeRhythm, NoticeWish, ViewNoticeError, check_wish
from rehab.web.fields import Form

NEVER: Final = "aldrig"


class ViewForm(Form):
    """The name of a view, whether it is shared, and whether the list opens with it."""

    name = StringField(
        "Navn",
        validators=[
            InputRequired("Giv visningen et navn."),
            Length(max=LONGEST_NAME, message=f"Skriv et navn på højst {LONGEST_NAME} tegn."),
        ],
    )
    shared = BooleanField("Del med alle i kommunen")
    default = BooleanField("Åbn listen med denne visning")


def limit_if_asked(form: "NoticeForm", field: IntegerField) -> None:
    """Let a limit that is not asked for be, and refuse one that is asked for and is none."""
    if form.rhythm.data != NoticeRhythm.ABOVE or not (field.raw_data or [""])[0].strip():
        field.errors = []
    if form.rhythm.data != NoticeRhythm.ABOVE or field.errors:
        raise StopValidation
    try:
        check_wish(NoticeRhythm.ABOVE, field.data)
    except ViewNoticeError as refusal:
        raise StopValidation(str(refusal)) from None


class NoticeForm(Form):
    """Whether a view tells a person by mail, and when."""

    rhythm = RadioField(
        "Sig til på mail",
        choices=[
            SelectChoice(NEVER, "Aldrig"),
            SelectChoice(NoticeRhythm.DAILY.value, "Hver dag, når der er sager på listen"),
            SelectChoice(NoticeRhythm.WEEKLY.value, "Hver mandag, når der er sager på listen"),
            SelectChoice(NoticeRhythm.ABOVE.value, "Når der kommer flere sager end grænsen"),
        ],
        validators=[InputRequired("Vælg, hvornår visningen skal sige til.")],
    )
    limit = IntegerField("Grænse", [limit_if_asked])

    def wish(self) -> NoticeWish | None:
        """Return what the person wishes, or None for never. Raises `ViewNoticeError`."""
        if self.rhythm.data == NEVER:
            return None
        return check_wish(NoticeRhythm(self.rhythm.data), self.limit.data)
