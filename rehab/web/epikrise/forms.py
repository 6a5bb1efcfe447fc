"""What is written in an epikrise, and what its signature asks for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length

from rehab.domain.epikrise import EpikriseSection
from rehab.domain.programme import EpikriseHeading
from rehab.services.epikrise_drafts import SaveDraft
from rehab.services.epikriser import SignEpikrise
from rehab.web.fields import Form, seen_version

_LONGEST: Final = 8000
_PREFIX: Final = "text_"


class EpikriseForm(Form):
    """A text under each of the programme's headings; made by `epikrise_form`."""

    version = HiddenField()

    def text_of(self, code: str) -> Field:
        """Return the field of a heading."""
        field: Field = self[_PREFIX + code]
        return field

    def show(self, sections: Iterable[EpikriseSection], version: int) -> None:
        """Fill in the sections as they stand."""
        for section in sections:
            self.text_of(section.code).data = section.text
        self.version.data = str(version)

    def mark_empty(self, sections: Iterable[EpikriseSection]) -> None:
        """Say at each empty heading that it stands in the way of the signature."""
        for section in sections:
            field = self.text_of(section.code)
            field.errors = [*field.errors, f"Skriv noget under {section.heading}."]

    def command(self, restored: str = "") -> SaveDraft:
        """Return what was written; the heading named as restored follows the case again."""
        texts: Mapping[str, str] = {
            name.removeprefix(_PREFIX): field.data or ""
            for name, field in self._fields.items()
            if name.startswith(_PREFIX) and name != _PREFIX + restored
        }
        return SaveDraft(texts, seen_version(self.version.data))


def epikrise_form(headings: Sequence[EpikriseHeading]) -> EpikriseForm:
    """Return a form with a text for each heading of the programme, in its order."""
    fields = {
        _PREFIX + heading.code: TextAreaField(
            heading.label, validators=[Length(max=_LONGEST, message="Skriv højst 8000 tegn.")]
        )
        for heading in headings
    }
    form: EpikriseForm = type("ProgrammeEpikriseForm", (EpikriseForm,), fields)()
    return form


class SignForm(Form):
    """The signature: that the letter was read, and where it goes when nobody has said."""

    fingerprint = HiddenField()
    receiver_gln = StringField("Modtagerens lokationsnummer", validators=[Length(max=20)])
    has_read = BooleanField(
        "Jeg har læst epikrisen. Den kan ikke ændres, når den er underskrevet.",
        validators=[InputRequired("Sæt kryds, når du har læst epikrisen.")],
    )

    def command(self) -> SignEpikrise:
        """Return the signature."""
        return SignEpikrise(self.fingerprint.data or "", (self.receiver_gln.data or "").strip())
