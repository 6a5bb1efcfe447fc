"""One MedCom letter of each type that refers a citizen, for `emessage` to put in an envelope.

Every argument has a valid default; the types follow MedCom's schemas.
"""

from dataclasses import replace

from tests.support.message_parts import (
    BACK_PAIN,
    CPR,
    EPISODE,
    GP,
    HOSPITAL,
    KOMMUNE,
    PROLAPSE,
    based,
    el,
    formatted,
    header_of,
    leaf,
    party_of,
    patient_of,
    plan_diagnosis,
    referral_of,
    sender_of,
)


def xref15_letter(
    *,
    letter_id="PRB26110001",
    version="XH1530R",
    cpr=CPR,
    surname="Prøvesen",
    given_name="Ella",
    sender="gp",
    receiver=KOMMUNE,
    status_code="nytbrev",
    episode_id=EPISODE,
    authorised=("2026-11-03", "09:38"),
    diagnoses=(BACK_PAIN,),
    anamnesis=None,
    answer_receivers=(),
    phone="99999911",
    email=None,
    extra="",
):
    """One MunicipalityReferral. `anamnesis` is a dict of headings, or ready formatted text."""
    category = leaf("CategoryCode", "sundhedspleje") if version == "XH1531R" else ""
    return el(
        "MunicipalityReferral",
        header_of(
            letter_id,
            version,
            "XREF15",
            status=status_code,
            authorised=authorised,
            episode=episode_id,
        ),
        party_of("Sender", sender_of(sender), referrer=True),
        party_of("Receiver", receiver),
        *(party_of("AnswerCCReceiver", copy, gln=False) for copy in answer_receivers),
        patient_of(cpr, surname, given_name, phone=phone, email=email),
        referral_of(diagnoses),
        el("RelevantClinicalInformation", category, el("Anamnesis", formatted(anamnesis))),
        extra,
    )


def xref01_letter(
    *,
    letter_id="PRB26110002",
    version="XH0130R",
    cpr=CPR,
    surname="Prøvesen",
    given_name="Ella",
    sender="gp",
    receiver=KOMMUNE,
    status_code="nytbrev",
    episode_id=EPISODE,
    authorised=("2026-11-03", "09:38"),
    diagnoses=(BACK_PAIN,),
    anamnesis="Lændesmerter gennem seks uger.",
    examination="Strakt benløft negativ.",
    medicine="Paracetamol 1 g x 4.",
    cave=None,
    supplementary=None,
    reason="Ønskes henvist til forløbsprogram for lænderyglidelser.",
    priority="elektiv",
    phone="99999911",
    email=None,
):
    """One HospitalReferral; in XH0131R the episode and the main diagnosis look different."""
    newer = version == "XH0131R"
    return el(
        "HospitalReferral",
        header_of(
            letter_id,
            version,
            "XREF01",
            status=status_code,
            authorised=authorised,
            episode=episode_id,
            nested=newer,
        ),
        party_of("Sender", sender_of(sender), referrer=True),
        party_of("Receiver", receiver),
        patient_of(cpr, surname, given_name, phone=phone, email=email),
        el(
            "AdditionalInformation",
            leaf("Priority", priority),
            leaf("Supplementary", supplementary),
            leaf("ClinicalReason", reason),
        ),
        referral_of(diagnoses, described=newer),
        el(
            "RelevantClinicalInformation",
            leaf("Cave", cave),
            el("Anamnesis", formatted(anamnesis)),
            leaf("Examination", examination),
            leaf("ActualMedicine", medicine),
        ),
    )


def ggop_letter(
    *,
    letter_id="PRB26110003",
    version="GGOP100",
    cpr=CPR,
    surname="Prøvesen",
    given_name="Ella",
    sender="hospital",
    receiver=KOMMUNE,
    gop_type="almen",
    discharged="2026-11-05",
    admitted="2026-11-02",
    deadline="Snarest muligt.",
    diagnoses=(PROLAPSE,),
    authorised=("2026-11-05", "13:12"),
    texts=None,
    result_receivers=(HOSPITAL, GP),
    gp=GP,
):
    """One RehabilitationPlan. `texts` maps element names to words and replaces the defaults."""
    words = {
        "InformationForPatientAndRelatives": "Er informeret mundtligt.",
        "ConsentInformed": "ja",
        "PracticalInformation": "Kan selv komme til træning.",
        "PatientSafetyAspects": "Må ikke løfte tungt i seks uger.",
        "PatientHealthSummary": "Opereret for diskusprolaps.",
        "AbilityAtDischargeSummary": "Tidligere selvhjulpen. Går nu 400 m.",
        "RehabilitationNeedAndPotential": "Behov for superviseret træning. Kontrol i december.",
        **(texts or {}),
    }
    who = sender_of(sender)
    first, *more = diagnoses or (None,)
    return el(
        "RehabilitationPlan",
        header_of(
            letter_id,
            version,
            "GGOP",
            status=None,
            authorised=authorised,
            episode=None,
            statistical="GGOP1",
        ),
        based(
            party_of("Sender", replace(who, speciality=None)),
            el(
                "SignedBy",
                leaf("PersonGivenName", "Bo"),
                leaf("PersonSurnameName", "Prøveterapeut"),
                leaf("PersonTitle", "Fysioterapeut"),
            ),
        ),
        based(party_of("Receiver", receiver)),
        el("GPCCReceiver", based(party_of("CCReceiver", gp))) if gp else "",
        based(
            el(
                "Patient",
                leaf("CivilRegistrationNumber", cpr),
                leaf("PersonSurnameName", surname),
                leaf("PersonGivenName", given_name),
                leaf("StreetName", "Prøvehaven 8"),
                leaf("DistrictName", "Prøveby"),
                leaf("PostCodeIdentifier", "9999"),
                leaf("Occupation", "Gartner"),
            )
        ),
        leaf("TypeOfRehabilitationPlan", gop_type),
        *(leaf(name, text) for name, text in words.items()),
        leaf("RehabilitationDeadline", deadline),
        el(
            "CurrentHospitalContact",
            el("Start", leaf("Date", admitted), leaf("Time", "07:30")) if admitted else "",
            el("ExpectedEnd", leaf("Date", discharged), leaf("Time", "13:00"))
            if discharged
            else "",
        ),
        el(
            "ICD10Diagnoses",
            el(
                "ICD10Diagnose",
                plan_diagnosis("PrimaryDiagnosis", first),
                *(plan_diagnosis("SecondaryDiagnosis", each) for each in more),
            ),
        )
        if first
        else "",
        el("FinalResult", *(based(party_of("ResultReceiver", who)) for who in result_receivers)),
    )
