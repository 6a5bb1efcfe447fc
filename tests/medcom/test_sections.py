import pytest

from rehab.medcom.formatted_text import read_text
from rehab.medcom.sections import REFERRAL_HEADINGS, split_at_headings
from rehab.medcom.xml import parse_document


def split(inner):
    text = read_text(parse_document(f"<Anamnesis>{inner}</Anamnesis>".encode()))
    return [
        (section.key, section.heading, section.body.plain())
        for section in split_at_headings(text, REFERRAL_HEADINGS)
    ]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Kort sygehistorie", "sygehistorie"),
        ("Relevante objektive fund", "objektive_fund"),
        ("Ønsker og forventninger", "oensker"),
        ("Ønsker og forventninger til behandler:", "oensker"),
        ("RELEVANTE UNDERSØGELSESRESULTATER", "undersoegelser"),
        ("aktuel  medicin :", "medicin"),
        ("Særlige forhold", "saerlige_forhold"),
    ],
)
@pytest.mark.parametrize("mark", ["<Bold>{}</Bold>", "{}"], ids=["bold", "plain"])
def test_the_programmes_headings_have_keys_in_bold_and_in_plain(heading, key, mark):
    ((found, _, body),) = split(f"{mark.format(heading)}<Break/>Noget.")

    assert (found, body) == (key, "Noget.")


def test_text_before_the_first_heading_is_history():
    assert split("Indledning.<Break/><Bold>Aktuel medicin</Bold><Break/>Ingen.") == [
        ("anamnese", None, "Indledning."),
        ("medicin", "Aktuel medicin", "Ingen."),
    ]


def test_a_bold_line_nobody_knows_begins_a_section_of_history():
    assert split("<Bold>Tidligere:</Bold><Break/>Rask.") == [("anamnese", "Tidligere", "Rask.")]


def test_a_heading_with_nothing_under_it_is_kept_as_empty():
    assert split("<Bold>Aktuel medicin</Bold><Break/><Break/><Bold>Særlige forhold</Bold>") == [
        ("medicin", "Aktuel medicin", ""),
        ("saerlige_forhold", "Særlige forhold", ""),
    ]


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param("<Bold>Aktuel medicin:</Bold> Ingen.", id="colon-inside"),
        pytest.param("<Bold>Aktuel medicin</Bold>: Ingen.", id="colon-outside"),
    ],
)
def test_a_known_heading_may_share_its_line_with_the_text(inner):
    assert split(inner) == [("medicin", "Aktuel medicin", "Ingen.")]


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param("<Bold>OBS</Bold> ring først", id="bold-word-in-a-line"),
        pytest.param("Aktuel medicin er ukendt.", id="heading-words-in-a-sentence"),
        pytest.param("Tidligere:", id="unknown-words-with-a-colon"),
    ],
)
def test_an_ordinary_line_is_no_heading(inner):
    assert [key for key, _, _ in split(f"Start.<Break/>{inner}")] == ["anamnese"]


def test_the_same_heading_twice_gives_two_sections():
    found = split("Medicin<Break/>A<Break/>Medicin<Break/>B")

    assert [body for _, _, body in found] == ["A", "B"]
