import pytest

from rehab.medcom.reader import read_envelope
from tests.support.messages import PLAIN, UTF_8, Print, vans, xref15


def fingerprint(raw):
    return read_envelope(raw).letters[0].content_hash


@pytest.mark.parametrize(
    "resent",
    [
        pytest.param(xref15(envelope_id="PRK26119999"), id="new-envelope"),
        pytest.param(xref15(printed=Print(prefix="ns0")), id="other-prefix"),
        pytest.param(xref15(printed=Print(indented=True)), id="indented"),
        pytest.param(xref15(printed=UTF_8), id="other-encoding"),
        pytest.param(vans(xref15()), id="through-vans"),
    ],
)
def test_a_resend_has_the_same_fingerprint(resent):
    assert fingerprint(resent) == fingerprint(xref15(printed=PLAIN))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"cpr": "1112659912"}, id="citizen"),
        pytest.param({"status_code": "rettetbrev"}, id="status"),
        pytest.param({"anamnesis": "Andet."}, id="text"),
        pytest.param({"diagnoses": ()}, id="diagnosis"),
        pytest.param({"surname": "Prøvesen Ella", "given_name": None}, id="words-moved"),
    ],
)
def test_other_content_has_another_fingerprint(change):
    assert fingerprint(xref15(**change)) != fingerprint(xref15())


def test_words_after_a_break_count():
    first, second = (xref15(anamnesis=f"Ondt<Break/>i {place}.") for place in ("ryg", "ben"))

    assert fingerprint(first) != fingerprint(second)
