import pytest

from rehab.medcom.errors import UnsupportedFormatError
from rehab.medcom.schemas import Schemas
from tests.support.edifact import ref01
from tests.support.messages import (
    NS_2016,
    emessage,
    ggop,
    receipt,
    vans,
    xdis01,
    xdis91,
    xref01,
    xref15,
    xref15_letter,
)
from tests.support.shared import SHARED, needs_shared

FOLDER = SHARED / "medcom" / "xsd"
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="{namespace}" elementFormDefault="qualified">
  <xs:include schemaLocation="Part.xsd"/></xs:schema>"""
PART = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="{namespace}" elementFormDefault="qualified">
  <xs:element name="Emessage"><xs:complexType><xs:sequence>
  <xs:element name="Tal" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:schema>"""


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "2016" / "12" / "01"
    folder.mkdir(parents=True)
    (folder / "EMessage.xsd").write_text(SCHEMA.format(namespace=NS_2016))
    (folder / "Part.xsd").write_text(PART.format(namespace=NS_2016))
    return Schemas(tmp_path)


def message(content, namespace=NS_2016):
    return f'<Emessage xmlns="{namespace}">{content}</Emessage>'.encode()


def test_a_valid_message_has_no_faults(own):
    assert own.validate(message("<Tal>7</Tal>")) == ()


def test_a_fault_is_told_with_its_line(own):
    (fault,) = own.validate(message("\n<Tal>syv</Tal>"))

    assert fault.startswith("Linje 2: ")
    assert "'syv'" in fault


def test_the_same_schema_serves_many_messages(own):
    raw = [message(f"<Tal>{number}</Tal>") for number in range(3)]

    assert [own.validate(each) for each in raw] == [(), (), ()]


def test_a_schema_that_is_not_in_the_folder_is_a_fault(own):
    raw = message("", namespace=NS_2016.replace("2016", "2031"))

    assert own.validate(raw) == (
        "Skemaet for 2031/12/01 findes ikke i mappen med MedComs skemaer.",
    )
    assert own.covers(raw) is False


def test_a_plan_has_no_schema_and_no_faults(own):
    assert (own.covers(ggop()), own.validate(ggop())) == (False, ())


def test_the_inside_of_a_vans_envelope_is_what_is_checked(own):
    assert own.covers(vans(message("<Tal>7</Tal>"))) is True
    assert own.validate(vans(message("<Tal>syv</Tal>"))) != ()


def test_bytes_that_are_no_message_are_one_fault(own):
    assert own.validate(b"<Emessage>") == (
        "Filen er ikke gyldig XML (linje 1). Bed afsenderen om at sende igen.",
    )


def test_edifact_has_no_schema_and_its_own_faults(own):
    assert (own.covers(ref01()), own.validate(ref01())) == (False, ())
    assert own.validate(ref01()[:400]) == (
        "Filen slutter midt i et segment. Bed afsenderen om at sende igen.",
    )


def test_other_formats_are_not_judged(own):
    with pytest.raises(UnsupportedFormatError):
        own.validate(b'<Bundle xmlns="http://hl7.org/fhir"/>')


RECEIPTS = "Skemaet 2005/08/07/EMessage.xsd mangler (kvitteringer)."
LETTERS = "Skemaet 2006/07/01/EMessage.xsd mangler (korrespondance, XDIS91)."
EPIKRISER = "Skemaet 2016/12/01/EMessage.xsd mangler (epikriser, XDIS15)."


def test_an_empty_folder_lacks_the_schema_of_all_that_is_sent(tmp_path):
    assert Schemas(tmp_path).missing() == (RECEIPTS, LETTERS, EPIKRISER)


def test_a_folder_with_one_schema_lacks_the_others(own):
    assert own.missing() == (RECEIPTS, LETTERS)


def test_half_a_schema_is_missing_and_judges_nothing(own, tmp_path):
    (tmp_path / "2016" / "12" / "01" / "Part.xsd").unlink()
    *_, fault = own.missing()

    assert fault.startswith("Skemaet 2016/12/01 er ikke helt (epikriser, XDIS15): ")
    assert "Part.xsd" in fault
    assert own.validate(message("<Tal>7</Tal>")) == (
        "Skemaet for 2016/12/01 kan ikke læses: der mangler filer i dets mappe.",
    )


@needs_shared
def test_medcoms_own_folder_lacks_nothing():
    assert Schemas(FOLDER).missing() == ()


@needs_shared
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(xref15(), id="XH1530R"),
        pytest.param(xref15(version="XH1531R"), id="XH1531R"),
        pytest.param(xref01(cave="Ingen", supplementary="Nej"), id="XH0130R"),
        pytest.param(xref01(version="XH0131R"), id="XH0131R"),
        pytest.param(xdis01(), id="XD0133L"),
        pytest.param(xdis91(), id="XD9134L"),
        pytest.param(receipt(), id="XC0230Q"),
        pytest.param(receipt(element="PositiveReceipt"), id="XC0330Q"),
        pytest.param(receipt(element="NegativeVansReceipt"), id="XC0130Q"),
    ],
)
def test_the_messages_the_tests_build_are_valid(raw):
    schemas = Schemas(FOLDER)

    assert (schemas.covers(raw), schemas.validate(raw)) == (True, ())


@needs_shared
def test_a_letter_with_a_missing_part_is_not_valid():
    raw = emessage(xref15_letter().replace("<TypeCode>XREF15</TypeCode>", ""))
    (fault, *_) = Schemas(FOLDER).validate(raw)

    assert "StatusCode" in fault
