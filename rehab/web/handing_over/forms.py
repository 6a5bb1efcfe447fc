"""What is chosen when the work of one person goes to others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs

from rehab.domain.contact_persons import Colleague
from rehab.services.handing_over import HandOver
from rehab.web.fields import Form, FormPart

MOST_AT_ONCE: Final = 2000


class ItemForm(FormPart):
    """One case or session, and who gets it; nobody chosen leaves it where it is."""

    key = HiddenField()
    to = SelectField("Modtager")


class HandOverForm(Form):
    """Who gets each case and each session, and whether the citizens are told."""

    cases = FieldList(FormField(ItemForm), max_entries=MOST_AT_ONCE)
    sessions = FieldList(FormField(ItemForm), max_entries=MOST_AT_ONCE)
    tell_citizens = BooleanField("Giv borgerne besked om den nye kontaktperson")

    def __init__(
        self,
        receivers: Sequence[Colleague],
        cases: Mapping[UUID, UUID | None],
        sessions: Mapping[UUID, UUID | None],
        leads: Colleague | None = None,
    ) -> None:
        """Offer the receivers for each, with the suggestion chosen.

        Who `leads` the sessions from now on may be another than those who take the cases; a
        receiver who cannot lead a session is not offered any.
        """
        super().__init__(
            data={
                "cases": [{"key": str(key), "to": str(to or "")} for key, to in cases.items()],
                "sessions": [
                    {"key": str(key), "to": str(to or "")} for key, to in sessions.items()
                ],
                "tell_citizens": True,
            }
        )
        leading = [one for one in receivers if one.may_lead]
        if leads is not None and leads not in leading:
            leading.append(leads)
        for entries, offered in ((self.cases, receivers), (self.sessions, leading)):
            for entry in entries:
                entry.form.to.choices = [
                    SelectChoice("", "Bliver, hvor den er"),
                    *(SelectChoice(str(one.user_id), one.name) for one in offered),
                ]

    @property
    def case_keys(self) -> list[UUID | None]:
        """Return the cases in the order they stand in the form."""
        return [id_of(entry.form.key.data) for entry in self.cases]

    @property
    def session_keys(self) -> list[UUID | None]:
        """Return the sessions in the order they stand in the form."""
        return [id_of(entry.form.key.data) for entry in self.sessions]

    def command(self) -> HandOver:
        """Return what was chosen, as the use case takes it; what is no id chose nothing."""
        return HandOver(
            cases=_chosen(self.cases.entries),
            sessions=_chosen(self.sessions.entries),
            tell_citizens=bool(self.tell_citizens.data),
        )


class UndoForm(Form):
    """The press of the button that takes a hand-over back."""


def _chosen(entries: Iterable["FormField[ItemForm]"]) -> dict[UUID, UUID]:
    chosen = {}
    for entry in entries:
        key, to = id_of(entry.form.key.data), id_of(entry.form.to.data)
        if key is not None and to is not None:
            chosen[key] = to
    return chosen


def id_of(text: str | None) -> UUID | None:
    """Return the id a page sends back, or None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
