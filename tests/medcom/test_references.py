from rehab.medcom.enclosures import Reference, ReferenceKind
from rehab.medcom.reader import read_envelope
from tests.support.message_parts import el, leaf
from tests.support.messages import xdis91, xref15


def reference(description, *target):
    return el("Reference", leaf("RefDescription", description), *target)


REFERENCES = "".join(
    [
        reference(
            "Røntgenbillede",
            el(
                "BIN",
                leaf("ObjectIdentifier", "PRO26110001"),
                leaf("ObjectCode", "billede"),
                leaf("ObjectExtensionCode", "jpeg"),
                leaf("OriginalObjectSize", "2048"),
            ),
        ),
        reference("Vejledning", leaf("URL", "https://example.dk/a")),
        reference("Svar følger", leaf("SUP", "true")),
    ]
)


def with_references(raw, element):
    return raw.replace(
        f"</{element}>".encode(), REFERENCES.encode("latin-1") + f"</{element}>".encode()
    )


def test_references_can_be_joined_to_what_they_point_at():
    (letter,) = read_envelope(with_references(xref15(), "MunicipalityReferral")).letters

    assert letter.references == (
        Reference(
            ReferenceKind.ATTACHMENT, "Røntgenbillede", "PRO26110001", "billede", "jpeg", 2048
        ),
        Reference(ReferenceKind.URL, "Vejledning", "https://example.dk/a"),
        Reference(ReferenceKind.SUPPLEMENT, "Svar følger", None),
    )


def test_references_are_shown_with_the_letter():
    (letter,) = read_envelope(with_references(xdis91(), "ClinicalEmail")).letters

    assert letter.sections[-1].key == "bilag"
    assert letter.sections[-1].body.plain() == (
        "Røntgenbillede: PRO26110001\nVejledning: https://example.dk/a\nSvar følger"
    )


def test_a_size_that_is_no_number_does_not_stop_the_letter():
    raw = with_references(xref15(), "MunicipalityReferral").replace(b">2048<", b">mange<")

    assert read_envelope(raw).letters[0].references[0].size is None


def test_a_letter_without_references_has_none():
    assert read_envelope(xref15()).letters[0].references == ()
