"""A referral and a training plan with all in order, and the lines a checklist gives them."""

from dataclasses import replace

from rehab.domain.cpr import parse_identifier
from rehab.domain.groups import Diagnosis
from rehab.domain.referrals import GopType, ReferralKind, SenderKind
from rehab.domain.triage import flags_of, triage_checklist
from rehab.domain.triage_facts import Finding, ReferralFacts
from tests.support.programmes import laenderyg

SECTIONS = {
    "sygehistorie": "Lændesmerter i fem uger.",
    "objektive_fund": "Normal kraft.",
    "oensker": "Vil gerne kunne gå ture igen.",
    "undersoegelser": "Røntgen uden særlige fund.",
    "medicin": "Paracetamol.",
    "saerlige_forhold": "Ikke behov for tolk.",
}
REFERRAL = ReferralFacts(
    kind=ReferralKind.XREF15,
    sender_kind=SenderKind.GP,
    identifier=parse_identifier("1704549942"),
    age_on_receipt=72,
    diagnoses=(Diagnosis("L84", is_main=True),),
    sections=SECTIONS,
    work_ability_threatened=False,
    own_municipality=True,
)
PLAN = replace(
    REFERRAL,
    kind=ReferralKind.GGOP,
    sender_kind=SenderKind.HOSPITAL,
    gop_type=GopType.ALMEN,
    diagnoses=(Diagnosis("DM511F", is_main=True),),
    sections={
        "funktionsniveau": "Selvhjulpen.",
        "helbred": "Opereret.",
        "behov": "Styrketræning. Opfølgende kontrol om seks uger.",
    },
)


def finding_of(facts: ReferralFacts, code: str) -> Finding:
    (finding,) = (row for row in triage_checklist(laenderyg(), facts) if row.code == code)
    return finding


def flags_for(facts: ReferralFacts) -> tuple[str, ...]:
    return flags_of(triage_checklist(laenderyg(), facts))
