"""When a name that came with a number can be the name of the citizen the number points to."""

import pytest

from rehab.domain.names import NamesOfOneNumber


@pytest.mark.parametrize(
    ("received", "given", "surname", "differ"),
    [
        pytest.param("Ella Prøvesen", "Ella", "Prøvesen", False, id="the same"),
        pytest.param("  ELLA   prøvesen ", "Ella", "Prøvesen", False, id="case and spaces"),
        pytest.param("Ella Test Prøvesen", "Ella", "Test Prøvesen", False, id="the boundary"),
        pytest.param("Ella Test", "Ella", "Test Prøvesen", False, id="one of two surnames"),
        pytest.param("Ella Prøves*", "Ella", "Prøvesen", False, id="cut off"),
        pytest.param("E. Prøvesen", "Ella", "Prøvesen", False, id="an initial"),
        pytest.param("Prøvesen", "Ella", "Prøvesen", False, id="no given name"),
        pytest.param("Ella Prøvesen", "", "Prøvesen", False, id="no given name known"),
        pytest.param("", "Ella", "Prøvesen", False, id="no name received"),
        pytest.param("Ella-Marie Prøvesen", "Ella", "Prøvesen", False, id="a hyphen"),
        pytest.param("Bo Testmand", "Ella", "Prøvesen", True, id="somebody else"),
        pytest.param("Ella Testmand", "Ella", "Prøvesen", True, id="another surname"),
        pytest.param("Bo Prøvesen", "Ella", "Prøvesen", True, id="another of the family"),
    ],
)
def test_names_differ_when_surname_or_given_name_is_another(received, given, surname, differ):
    assert NamesOfOneNumber(received, given, surname).differ is differ
