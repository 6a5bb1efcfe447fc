import pytest

from rehab.medcom.reader import read_envelope
from tests.support.messages import xdis91, xref15


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(xdis91(statistical="GGOP2"), True, id="by-statistical-code"),
        pytest.param(xdis91(subject="Genoptræningsplan (almen)"), True, id="by-subject"),
        pytest.param(xdis91(subject="GENOPTRÆNINGSPLAN"), True, id="by-subject-in-capitals"),
        pytest.param(xdis91(subject="Vedr. genoptræningsplan"), False, id="mentioned-only"),
        pytest.param(xdis91(subject=None), False, id="no-subject"),
        pytest.param(xref15(), False, id="a-referral"),
    ],
)
def test_a_plan_that_came_as_correspondence_is_recognised(raw, expected):
    assert read_envelope(raw).letters[0].is_gop_as_correspondence is expected
