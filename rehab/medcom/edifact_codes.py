"""Say in the words of MedCom's XML what MedCom's EDIFACT says in codes.

The pairs are facts of the two standards. A code that is not here is shown as it came, except
where the reader says otherwise (MEDCOM chapter 6).
"""

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, str]] = {"N": "nytbrev", "M": "rettetbrev"}
IDENTIFIERS: Final[Mapping[str, str]] = {
    "SKS": "sygehusafdelingsnummer",
    "YNR": "ydernummer",
    "EAN": "lokationsnummer",
    "": "lokationsnummer",
    "KOM": "kommunenummer",
    "SOR": "sorkode",
}
# The names that the letters have in XML: a letter is known by one name, however it was written.
ELEMENTS: Final[Mapping[str, str]] = {
    "REF01": "HospitalReferral",
    "DIS01": "DischargeLetter",
    "DIS07": "PrivateSpecialistLetter",
    "DIS08": "PhysiotherapyLetter",
    "DIS91": "ClinicalEmail",
    "CTL01": "NegativeVansReceipt",
    "CTL02": "NegativeReceipt",
    "CTL03": "PositiveReceipt",
}
DIAGNOSIS_TYPES: Final[Mapping[str, str]] = {
    "SKS": "SKSdiagnosekode",
    "ICP": "ICPCkode",
    "USP": "uspecificeretkode",
}
DIAGNOSIS_ROLES: Final[Mapping[str, str]] = {
    "DI": "uspec_diagnose",
    "H": "henv_diagnose",
    "B": "bidiagnose",
    "DM": "tillaegsdiagnose",
    "A": "aktionsdiagnose",
    "G": "grundmorbus",
    "M": "midlertidig_diagnose",
    "S": "forloebsdiagnose",
    "TR": "operation",
    "IN": "roentgenundersoegelse",
}
RELATIONS: Final[Mapping[str, str]] = {
    "GU": "uspec_paaroerende",
    "MO": "mor",
    "FA": "far",
    "SD": "barn",
}
PRIORITIES: Final[Mapping[str, str]] = {"WA": "elektiv", "AC": "akut", "SA": "saerlige_forhold"}
MAIL_PRIORITIES: Final[Mapping[str, str]] = {"HI": "høj_prioritet", "NO": "rutine"}
TRANSPORTS: Final[Mapping[str, str]] = {"TX": "ingen", "ST": "liggende", "SI": "siddende"}
REFERRAL_STATES: Final[Mapping[str, str]] = {"HA": "ambulant", "HS": "indlaeggelse"}
EPISODE_STATES: Final[Mapping[str, str]] = {
    "POT": "inaktiv",
    "HS": "indlagt",
    "HA": "ambulant",
    "DA": "doed",
    "REQ": "ambulant_roentgen",
}
VISITATIONS: Final[Mapping[str, str]] = {
    "US": "ustruktureret",
    "EL": "egen_laege",
    "HV": "henvisning_modtaget",
    "VI": "visitering",
    "IK": "indkaldt",
    "AF": "indlagt_paa",
    "UA": "udenamts_kaution",
}
REFUSALS: Final[Mapping[str, str]] = {
    "NC": "ikke_specificeret",
    "LOK": "ukendt_lokationsnummer",
    "MID": "problem_med_modtagerID",
    "VER": "problem_med_version",
    "SYN": "syntaksfejl",
}
OBJECT_TYPES: Final[Mapping[str, str]] = {
    "TXT": "tekstfil",
    "IMG": "billede",
    "PRG": "program",
    "VGR": "vektor_grafik",
    "BSG": "biosignaler",
    "MUL": "multimedie",
    "SND": "multimedie",
    "PRP": "proprietaert_indhold",
}
# Where the two standards spell a file's ending alike but for the case, it is not listed.
EXTENSIONS: Final[Mapping[str, str]] = {"TIF": "tiff", "JPG": "jpeg"}
SPECIALITIES: Final[Mapping[str, str]] = {
    "1": "intern_medicin_sygehus",
    "2": "geriatri",
    "3": "hepatologi",
    "4": "haematologi",
    "5": "infektionsmedicin",
    "6": "kardiologi",
    "7": "med_allergologi",
    "8": "med_endokrinologi",
    "9": "med_gastroenterologi",
    "10": "med_lungesygdomme",
    "11": "nefrologi",
    "12": "reumatologi",
    "18": "dermato_venerologi_sygehus",
    "20": "neurologi",
    "22": "onkologi",
    "30": "kirurgi_sygehus",
    "31": "karkirurgi",
    "32": "kir_gastroenterologi",
    "33": "plastikkirurgi",
    "34": "thoraxkirurgi",
    "35": "urologi",
    "38": "gynaekologi_obstetrik_sygehus",
    "40": "neurokirurgi",
    "42": "ortopaedisk_kirurgi_sygehus",
    "44": "oftalmologi",
    "46": "oto_rhino_laryngologi",
    "48": "hospitalsodontologi",
    "50": "psykiatri_sygehus",
    "52": "boerne_ungdomspsykiatri",
    "60": "klin_biokemi",
    "61": "klin_fys_nuklearmedicin",
    "62": "klin_immunologi",
    "63": "klin_mikrobiologi",
    "64": "klin_neurofysiologi",
    "65": "patologisk_anatomi",
    "66": "diagnostisk_radiologi",
    "67": "klin_farmakologi",
    "68": "klin_genetik",
    "80": "paediatri_sygehus",
    "84": "anaestesiologi_sygehus",
    "86": "arbejdsmedicin",
    "90": "almen_medicin",
    "91": "samfundsmedicin",
    "99": "ikkeklassificeret",
    "580": "almenlaege_laegevagt",
    "1519": "oejenlaege",
    "2021": "oere_naese_halslaege",
    "2501": "anaestesiologi_praksis",
    "2503": "roentgen_kbh",
    "2504": "dermato_venerologi_praksis",
    "2505": "roentgen",
    "2506": "reumatologi_fysiurgi",
    "2507": "gynaekologi_obstetrik_praksis",
    "2508": "intern_medicin_praksis",
    "2509": "kirurgi_praksis",
    "2511": "klinisk_kemi",
    "2518": "neuromedicin",
    "2520": "ortopaedisk_kirurgi_praksis",
    "2522": "patologi",
    "2523": "plastkirurgi",
    "2524": "psykiatri_praksis",
    "2525": "paediatri",
    "2526": "boernepsykiatri",
    "2528": "tropemedicin",
    "4050": "tandlaege",
    "4551": "fysioterapi",
    "5053": "kiropraktor",
    "5552": "briller",
    "6054": "fodterapi",
    "6055": "fodbehandlking",
    "7045": "med_laboratorier",
    "7046": "omegnslaboratorier",
    "9463": "psykolog",
}
