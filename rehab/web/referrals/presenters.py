"""What the inbox shows of a referral. Pure: rows and the day come in, words go out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rehab.domain.cpr import InvalidIdentifierError, age_on, parse_identifier
from rehab.domain.programme import Programme
from rehab.models import Diagnosis, Referral
from rehab.queries.inbox import DiagnosisLine, InboxFilter, InboxRow
from rehab.web.filters import danish_date
from rehab.web.fragments import kept_clock_view
from rehab.web.labels import GOP_LABELS, KIND_LABELS, SENDER_LABELS
from rehab.web.links import Link
from rehab.web.presenters import ClockView, PersonView, person_view

FILTER_LABELS: Mapping[InboxFilter, str] = {
    InboxFilter.NEW: "Nye",
    InboxFilter.PLANS: "Nye genoptræningsplaner",
    InboxFilter.REGISTERED: "Registrerede",
    InboxFilter.OPEN: "Alle åbne",
    InboxFilter.ENDED: "Afsluttede",
}
EMPTY_TEXTS: Mapping[InboxFilter, tuple[str, str]] = {
    InboxFilter.NEW: (
        "Ingen nye henvisninger",
        "Nye henvisninger lægger sig her. Dem fra telefon og brev indtaster du selv.",
    ),
    InboxFilter.PLANS: (
        "Ingen nye genoptræningsplaner",
        "Genoptræningsplaner fra hospitalet lægger sig her, til de er visiteret.",
    ),
    InboxFilter.REGISTERED: (
        "Ingen registrerede planer",
        "Her står specialiserede genoptræningsplaner, som hospitalet selv træner.",
    ),
    InboxFilter.OPEN: (
        "Ingen åbne henvisninger",
        "Her står alle henvisninger, som ikke er afsluttet.",
    ),
    InboxFilter.ENDED: (
        "Ingen afsluttede henvisninger",
        "Her står henvisninger, som er returneret, sendt videre, udgået eller afsluttet.",
    ),
}


@dataclass(frozen=True, slots=True)
class InboxRowView:
    """A row of the inbox."""

    url: str
    clock: ClockView | None
    citizen: PersonView
    flagged: bool
    source: str
    sender: str
    sender_note: str
    diagnosis: str
    group_note: str
    age_text: str
    received_text: str
    opened_by: str | None


def inbox_row(
    row: InboxRow, programme: Programme, today: date, link: Link, opened_by: str | None = None
) -> InboxRowView:
    """Return a row of the inbox as it is shown."""
    return InboxRowView(
        url=link("referrals.show", referral_id=row.referral_id),
        clock=kept_clock_view(row.clock, today) if row.clock else None,
        citizen=person_view(row.citizen, today, row_tags(row, programme)),
        flagged=row.is_flagged,
        source=KIND_LABELS[row.kind],
        sender=row.sender_name,
        sender_note=", ".join(
            part
            for part in (
                SENDER_LABELS[row.sender_kind],
                GOP_LABELS[row.gop_type] if row.gop_type else "",
            )
            if part
        ),
        diagnosis=main_diagnosis(row.diagnoses),
        group_note=group_note(row),
        age_text=age_text(row.received_on, today),
        received_text=danish_date(row.received_on),
        opened_by=opened_by,
    )


def row_tags(row: InboxRow, programme: Programme) -> list[tuple[str, str]]:
    """Return what the visitator should know of a referral before opening it."""
    age = age_on_receipt(row)
    found = (
        ("rødt flag?", "danger", row.is_flagged),
        ("må ikke henvise", "warning", not programme.referrer(row.sender_kind).allowed),
        (
            f"under {programme.minimum_age.years} år",
            "warning",
            age is not None and age < programme.minimum_age.years,
        ),
        ("arbejdsevne truet", "warning", row.work_ability_threatened is True),
        ("åben sag", "info", row.has_open_case),
    )
    return [(label, tone) for label, tone, holds in found if holds]


def age_on_receipt(referral: InboxRow) -> int | None:
    """Return how old the citizen was when the referral came, or None when it cannot be told."""
    try:
        born = parse_identifier(referral.citizen.identifier).birth_date
    except InvalidIdentifierError:
        return None
    return age_on(born, referral.received_on) if born else None


def main_diagnosis(rows: Sequence[Diagnosis | DiagnosisLine]) -> str:
    """Return the main diagnosis as code and words, or what says that there is none."""
    if not rows:
        return "Ingen diagnose"
    first = next((row for row in rows if row.role == "main"), rows[0])
    return " ".join(part for part in (first.code, first.text) if part)


def group_note(referral: Referral | InboxRow) -> str:
    """Say which group was chosen, or which one the code suggests."""
    if referral.patient_group is not None:
        return f"Gruppe {referral.patient_group}"
    if referral.suggested_group is not None:
        return f"Forslag: gruppe {referral.suggested_group}"
    return "Gruppe ukendt"


def age_text(received_on: date, today: date) -> str:
    """Say how long a referral has lain."""
    days = (today - received_on).days
    if days <= 0:
        return "I dag"
    return "1 dag" if days == 1 else f"{days} dage"
