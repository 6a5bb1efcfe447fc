"""What is typed to arrange a time with one citizen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from rehab.clock import COPENHAGEN
from rehab.domain.day_counting import plural
from rehab.domain.programme import Offer
from rehab.models import Course, Referral, User
from rehab.services.individual_times import ArrangeTime
from rehab.web.course_texts import counts_for_text
from rehab.web.fields import ChecksField, DayField, Form, WholeNumberField, Worded, given

_STANDING, _NEW = "forloeb:", "tilbud:"
_USUAL_MINUTES: Final = 45


class IndividualForm(Form):
    """One time: what it belongs to, when, where and with whom."""

    what = SelectField("Forløb", validators=[InputRequired("Vælg et forløb eller et tilbud.")])
    on = DayField("Dag", validators=[InputRequired("Skriv dagen.")])
    at = TimeField(
        "Begynder kl.",
        format=["%H:%M", "%H.%M"],
        validators=[InputRequired("Skriv, hvornår det begynder, fx 14:30.")],
    )
    minutes = WholeNumberField(
        "Varighed",
        default=_USUAL_MINUTES,
        validators=[
            InputRequired("Skriv, hvor mange minutter det varer."),
            NumberRange(5, 480, "Skriv et antal minutter mellem 5 og 480."),
        ],
    )
    place = StringField("Lokale", validators=[Worded("Skriv, hvor det er."), Length(max=120)])
    therapist_id = SelectField("Terapeut", validators=[InputRequired("Vælg en terapeut.")])
    second_therapist_id = SelectField("Terapeut nr. 2", validators=[MayBeEmpty()])
    counts_for = ChecksField("Tæller for")
    conflict_reason = TextAreaField(
        "Hvorfor aftales tiden alligevel?", validators=[Length(max=500)], default=""
    )

    def __init__(
        self,
        *,
        courses: Sequence[Course],
        offers: Sequence[Offer],
        therapists: Sequence[User],
        referrals: Sequence[Referral],
        me: UUID,
        **options: Any,  # noqa: ANN401 - what Flask-WTF takes
    ) -> None:
        mine = [str(user.id) for user in therapists if user.id == me]
        filled = {
            "counts_for": [str(row.id) for row in referrals],
            "therapist_id": mine[0] if mine else None,
            "place": courses[-1].place if courses else None,
        }
        super().__init__(data=filled, **options)
        people = [SelectChoice(str(user.id), user.name) for user in therapists]
        self.what.choices = [
            *(
                SelectChoice(
                    f"{_STANDING}{row.id}",
                    f"{row.title}, har {plural(len(row.sessions), 'tid', 'tider')}",
                )
                for row in courses
            ),
            *(SelectChoice(f"{_NEW}{offer.code}", f"Nyt: {offer.label}") for offer in offers),
        ]
        self.therapist_id.choices = people
        self.second_therapist_id.choices = [SelectChoice("", "Ingen"), *people]
        self.counts_for.choices = [
            SelectChoice(str(row.id), counts_for_text(row)) for row in referrals
        ]

    def command(self) -> ArrangeTime:
        """Return the time as it was typed. Valid forms only."""
        what: str = self.what.data
        second = self.second_therapist_id.data
        return ArrangeTime(
            offer_code=what.removeprefix(_NEW) if what.startswith(_NEW) else "",
            starts_at=datetime.combine(given(self.on.data), given(self.at.data), tzinfo=COPENHAGEN),
            minutes=given(self.minutes.data),
            place=(self.place.data or "").strip(),
            therapist_id=UUID(self.therapist_id.data),
            second_therapist_id=UUID(second) if second else None,
            course_id=UUID(what.removeprefix(_STANDING)) if what.startswith(_STANDING) else None,
            counts_for=frozenset(UUID(value) for value in self.counts_for.data or ()),
            conflict_reason=self.conflict_reason.data or "",
        )
