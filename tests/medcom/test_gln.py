import pytest

from rehab.medcom.gln import is_valid_gln


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        pytest.param("5790000999019", True, id="check-digit-right"),
        pytest.param("5790000999026", True, id="another"),
        pytest.param("5790000999018", False, id="check-digit-wrong"),
        pytest.param("5790000990919", False, id="neighbours-swapped"),
        pytest.param("579000099901", False, id="too-short"),
        pytest.param("57900009990190", False, id="too-long"),
        pytest.param("579000099901X", False, id="a-letter"),
        pytest.param("٥٧٩٠٠٠٠٩٩٩٠١٩", False, id="digits-of-another-script"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_location_number_is_thirteen_digits_with_the_right_last_one(text, valid):
    assert is_valid_gln(text) is valid
