"""What is typed on the pages of a case."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms import (
    RadioField,
    SearchField,
    SelectMultipleField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import CHANNEL_LABELS, KIND_LABELS, ContactChannel
from rehab.models import Referral
from rehab.services.contacts import RecordContact
from rehab.services.journal import MAX_NOTE
from rehab.web.cases.presenters import referral_choice
from rehab.web.fields import DayField, Form

_MISSING = "command() before validate_on_submit()"


class ContactForm(Form):
    """A contact with the citizen; the button that sends the form says what kind it was."""

    kind = RadioField(
        "Hvad skete der?",
        choices=[SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()],
        validators=[InputRequired("Vælg med en knap, hvad der skete.")],
    )
    on = DayField("Dag", [InputRequired("Skriv, hvilken dag det var.")])
    channel = RadioField(
        "Hvordan?",
        choices=[SelectChoice(channel.value, label) for channel, label in CHANNEL_LABELS.items()],
        default=ContactChannel.PHONE.value,
        validators=[InputRequired("Vælg, hvordan kontakten var.")],
    )
    appointment_on = DayField("Tilbudt første tid", [Optional()])
    note = TextAreaField(
        "En sætning til journalen",
        [Optional(), Length(max=MAX_NOTE, message=f"Skriv højst {MAX_NOTE} tegn.")],
    )
    referrals = SelectMultipleField(
        "Gælder",
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )

    def __init__(self, referrals: Sequence[Referral], today: date) -> None:
        """Offer the open referrals, all of them chosen, and today."""
        ids = [str(referral.id) for referral in referrals]
        super().__init__(data={"on": today, "referrals": ids})
        self.referrals.choices = [
            SelectChoice(key, referral_choice(referral))
            for key, referral in zip(ids, referrals, strict=True)
        ]
        self.has_choice = len(ids) > 1

    def command(self) -> RecordContact:
        """Return what was typed, as the use case takes it."""
        if self.on.data is None:
            raise RuntimeError(_MISSING)
        return RecordContact(
            kind=EventKind(self.kind.data),
            on=self.on.data,
            channel=ContactChannel(self.channel.data),
            appointment_on=self.appointment_on.data,
            note=self.note.data or "",
            referral_ids=frozenset(UUID(key) for key in self.referrals.data or ())
            if self.has_choice
            else None,
        )


class NoteForm(Form):
    """A note for the journal."""

    text = TextAreaField(
        "Notat",
        [
            DataRequired("Skriv notatet, før du gemmer."),
            Length(max=MAX_NOTE, message=f"Skriv højst {MAX_NOTE} tegn."),
        ],
    )


class SearchForm(Form):
    """What is looked for. It is posted, so that a CPR never stands in an address (F47)."""

    words = SearchField(
        "Navn, CPR, sagsnummer eller henviser",
        [
            DataRequired("Skriv et navn, et CPR-nummer, et sagsnummer eller en henviser."),
            Length(max=100, message="Skriv højst 100 tegn."),
        ],
    )
