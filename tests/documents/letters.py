"""A letter as it could stand in a GP's tray, for the tests of how it is set on paper."""

from dataclasses import replace
from datetime import date

from rehab.documents.epikrise import (
    AttendanceRow,
    ContactPerson,
    EpikriseLetter,
    Letterhead,
    MeasureRow,
    Recipient,
    ReferralLine,
    Section,
)

HEADINGS = (
    "Henvisningsårsag",
    "Given genoptræning eller rehabilitering",
    "Status - blandt andet funktionsstatus og ændringer i forhold til start",
    "Patientens oplevelse",
    "Information/Instruktion af patienten",
)

SIGNED = EpikriseLetter(
    letterhead=Letterhead(
        kommune="Testby Kommune",
        unit="Sundhed og Træning, Rehabiliteringsteamet",
        address_lines=("Prøvevej 12, 2. sal", "9990 Testby"),
        phone="99 99 12 34",
        gln="5790000999019",
    ),
    recipients=(
        Recipient("Lægerne Åløkke", ("Læge Åse Grønbæk-Øster", "Søndergade 4, st.", "9990 Testby")),
    ),
    copy_to=(Recipient("Rygklinikken, Testby Sygehus"),),
    citizen_name="Børge Ærenlund Sørensen",
    citizen_cpr="120374-9903",
    subject="Afsluttende epikrise",
    referral=ReferralLine(
        kind="Henvisning til kommunal rehabilitering (XREF15)",
        received_on=date(2026, 8, 17),
        referrer="læge Åse Grønbæk-Øster",
        letter_id="HENV-2026-00417",
        legal_basis="sundhedsloven § 119",
    ),
    sections=(
        Section(
            HEADINGS[0],
            "Lænderygbesvær gennem fire måneder med udstråling til venstre balle. Sygemeldt "
            "fra arbejde som lagermedarbejder siden 2. juni 2026.",
        ),
        Section(
            HEADINGS[1],
            "Rygskole på hold i otte uger med superviseret træning og undervisning:\n\n"
            "- gradueret styrke- og konditionstræning\n"
            "- smerteforståelse og håndtering af tilbagefald\n"
            "- samtale om arbejdsstillinger sammen med jobkonsulent",
        ),
        Section(
            HEADINGS[2],
            "Smerten er faldet fra 7 til 3. Går nu 5 km uden pause og løfter 15 kg fra "
            "gulv; ved start 800 m og 5 kg.\n\n"
            "Arbejder 20 timer om ugen siden 5. oktober; fuld tid er aftalt fra 1. december.",
        ),
        Section(
            HEADINGS[3],
            "Er tryg ved at bruge ryggen igen og sover gennem natten. Savner tid til "
            "træning på arbejdsdage.",
        ),
        Section(
            HEADINGS[4],
            "Har et hjemmeprogram på 20 minutter tre gange om ugen og en plan for "
            "tilbagefald. Er rådet til at kontakte egen læge ved nye eller tiltagende "
            "føleforstyrrelser, nedsat kraft eller vandladningsbesvær.",
        ),
    ),
    attendance=(
        AttendanceRow("Rygskole, hold", 14, 16, "31. august – 23. oktober 2026"),
        AttendanceRow("Rygestopkursus, individuelt", 4, 5, "7. september – 19. oktober 2026"),
    ),
    measures=(
        MeasureRow("Smerte, NRS (0–10, 10 er værst)", "7", "3", "4 point lavere"),
        MeasureRow("Funktion, PSFS (0–10, 10 er bedst)", "3,3", "7,0", "3,7 point højere"),
    ),
    contact_person=ContactPerson("Maja Østergård", "fysioterapeut", "99 99 12 40"),
    case_number="2026-0042",
    signed_by="Maja Østergård",
    signer_title="Fysioterapeut, autorisations-id 9ZX99",
    signed_on=date(2026, 11, 6),
)

DRAFT = replace(SIGNED, signed_by=None, signer_title=None, signed_on=None)


def with_text(text: str, *, section: int = 2) -> EpikriseLetter:
    """Return the signed letter with another text under one of its headings."""
    sections = list(SIGNED.sections)
    sections[section] = replace(sections[section], text=text)
    return replace(SIGNED, sections=tuple(sections))
