"""EDIFACT messages as a test wants them, written by a serializer of the tests' own."""

from tests.support.message_parts import CPR, EPISODE, GP, KOMMUNE, KOMMUNE_GLN

SIGNS = ":+?'"
USUAL_ADVICE = "UNA:+.? '"


def written(segments, signs=SIGNS, between=""):
    """Segments, each a list of elements that are texts or lists of texts, as a text."""
    component, element, release, terminator = signs

    def part(text):
        return "".join(release + sign if sign in signs else sign for sign in text)

    def value(parts):
        return component.join(part(each) for each in ([parts] if isinstance(parts, str) else parts))

    return "".join(
        element.join([segment[0], *(value(each) for each in segment[1:])]) + terminator + between
        for segment in segments
    )


def letter(body, *, letter_id="PRB26110007", family="MEDREF", version="H0130R", kind="REF01"):
    """The segments of one letter, with a header and a trailer that agree."""
    header = ["UNH", letter_id, [family, "D", "93A", "UN", version], kind]
    return [header, *body, ["UNT", str(len(body) + 2), letter_id]]


def interchange(
    *letters, envelope_id="PRK26110007", wants="1", sender=GP.gln, receiver=KOMMUNE_GLN
):
    """The segments of a delivery of some letters."""
    opening = ["UNB", ["UNOC", "3"], [sender, "14"], [receiver, "14"], ["261103", "0941"]]
    opening += [envelope_id, "", "", "", wants]
    closing = ["UNZ", str(len(letters)), envelope_id]
    return [opening, *(segment for each in letters for segment in each), closing]


def edifact(*letters, signs=SIGNS, between="", encoding="iso-8859-1", **envelope):
    """A delivery as bytes."""
    component, element, release, terminator = signs
    advice = f"UNA{component}{element}.{release} {terminator}"
    return (advice + written(interchange(*letters, **envelope), signs, between)).encode(encoding)


def ftx(qualifier, *lines, style="P00"):
    return ["FTX", qualifier, style, "", list(lines)]


def ref01_body(
    *, anamnesis=("Ondt i ryggen.",), role="BV", state="HA", when="202611030938", cpr=CPR
):
    """The inside of a hospital referral used towards the kommune."""
    return [
        ["BGM", "HNV", "", "9", "NA"],
        ["DTM", ["137", when, "203"]],
        ["S01", "01"],
        ["NAD", "PO", [GP.identifier, "YNR", "SFU"], "", [GP.organisation, "", "", "", "", "US"]],
        ["ADR", "", ["US", "Prøvevej 1"], "Prøveby", "9999"],
        ["CON", "", ["99999901", "TE"]],
        ["SEQ", "", "1"],
        ["SPR", "ORG", ["90", "SKS", "SST"], ["REF01", "SKS", "SST"]],
        ["S01", "01"],
        ["NAD", "SSP", [KOMMUNE.identifier, "KOM", "IM"], "", [KOMMUNE.organisation, "Træning"]],
        ["SEQ", "", "2"],
        ["S01", "01"],
        ["NAD", role, "", "", [GP.title, GP.person]],
        ["SEQ", "", "3"],
        ["S02", "02"],
        ["GIS", "N"],
        ["RFF", ["ROI", EPISODE]],
        ["DTM", ["4", when, "203"]],
        ["CIN", "H", ["DM511F", "SKS", "", "Lumbal diskusprolaps"]],
        ["CIN", "B", ["L90", "ICP", "", "Knæartrose"]],
        ftx("DI", "Ønskes vurderet."),
        ["S07", "07"],
        ["PNA", "PAT", [cpr, "", "", "CPR", "IM"], "", "", ["SU", "Prøvesen"], ["FO", "Ella"]],
        ["ADR", "", ["US", "Prøvehaven 8"], "Prøveby", "9999"],
        ["CON", "CE", ["99999902", "TE"]],
        ["EMP", "1", "", ["", "", "", "gartner"]],
        ["S10", "10"],
        ["REL", "PER", "MO"],
        ["PNA", "PAS", "", "", "", ["SU", "Prøvesen"], ["FO", "Ida"]],
        ["S12", "12"],
        ftx("IN", "ella@example.dk"),
        ftx("NC", *anamnesis),
        ftx("MT", "Paracetamol 1 g."),
        ftx("BIN", "Billede", "PRO26110001", "IMG", "JPG", "2048"),
        ftx("URL", "Vejledning", "https://example.dk/\\", "vejledning"),
        ftx("SUP", "Svar følger"),
        ["S18", "18"],
        ["PTY", "PRI", "WA"],
        ["PAS", state],
        ftx("VI", "Visiteret til træning."),
        ["S19", "19"],
        ["TDT", "PHL", "", "SI"],
        ftx("COT", "Bor hos datter."),
    ]


def ref01(letter_id="PRB26110007", **body):
    """A referral in a delivery of its own, as bytes."""
    return edifact(letter(ref01_body(**body), letter_id=letter_id))


def dis_body(*, texts=(("Forløbet er slut.",),), state="POT", subject=None, statistical="DIS08"):
    """The inside of a discharge letter, or of a correspondence when it has a subject."""
    subjects = [] if subject is None else [["S14", "14"], ftx("OE", subject)]
    return [
        ["BGM", "EPI", "", "9", "NA"],
        ["DTM", ["137", "202611030938", "203"]],
        ["S01", "01"],
        ["NAD", "SSP", ["099997", "YNR", "SFU"], "", ["Prøveklinikken"]],
        ["SEQ", "", "1"],
        ["SPR", "ORG", ["4551", "YNR", "SFU"], [statistical, "SKS", "SST"]],
        ["S01", "01"],
        ["NAD", "PO", [KOMMUNE_GLN, "", "9"], "", [KOMMUNE.organisation]],
        ["SEQ", "", "2"],
        ["S01", "01"],
        ["NAD", "CCR", [GP.identifier, "YNR", "SFU"], "", ["_", "Læge", GP.person]],
        ["SEQ", "", "3"],
        ["S02", "02"],
        ["GIS", "M"],
        ["S05", "05"],
        ["RFF", ["ROI", "PRB26110001"]],
        ["DTM", ["8", "202610010000", "203"]],
        ["CIN", "DI", ["DM545", "SKS", "SST", "Lændesmerter"]],
        ["S07", "07"],
        ["PNA", "PAT", "", "", "", ["SU", "Prøvesen"]],
        ["RFF", ["XX", "PRØVE12345"]],
        ["S11", "11"],
        ["RFF", ["REI", EPISODE]],
        ["DTM", ["90", "202610010900", "203"]],
        ["DTM", ["91", "202611021300", "203"]],
        ["PAS", state],
        ["CIN", "A", ["DM511F", "SKS", "SST", "Diskusprolaps"]],
        *subjects,
        *(segment for lines in texts for segment in (["S14", "14"], ftx("NC", *lines))),
    ]


def dis(kind="DIS08", version="D0833L", **body):
    """A discharge letter or a correspondence in a delivery of its own, as bytes."""
    return edifact(letter(dis_body(**body), family="MEDDIS", version=version, kind=kind))
