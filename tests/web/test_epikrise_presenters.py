from dataclasses import replace

import pytest

from rehab.domain.epikrise import EpikriseSection
from rehab.domain.programme import EpikriseHeading
from rehab.web.epikrise.presenters import ahead_text, recipient_views, writing_views

HEADING = EpikriseHeading(code="status", label="Status", hint="Målinger.", section="4.6")
DRAFTED = EpikriseSection("status", "Status", "Smerte: 7 ved start.", ("NRS smerte", "PSFS"))
BLANK = EpikriseSection("status", "Status", "")


def writing(now, drafted=DRAFTED):
    (view,) = writing_views([HEADING], [drafted], [now])
    return view.source_text, view.draft_text


@pytest.mark.parametrize(
    ("now", "drafted", "expected"),
    [
        pytest.param(DRAFTED, DRAFTED, ("Hentet fra: NRS smerte, PSFS", ""), id="as-drafted"),
        pytest.param(
            replace(BLANK, text="Går 5 km."),
            DRAFTED,
            ("Skrevet på siden her", "Smerte: 7 ved start."),
            id="rewritten",
        ),
        pytest.param(
            BLANK, DRAFTED, ("Sagens udkast er slettet", "Smerte: 7 ved start."), id="emptied"
        ),
        pytest.param(BLANK, BLANK, ("Intet på sagen: skriv her", ""), id="nothing-known"),
    ],
)
def test_each_heading_says_where_its_words_come_from(now, drafted, expected):
    assert writing(now, drafted) == expected


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        pytest.param(0, "", id="none"),
        pytest.param(1, "1 booket gang ligger", id="one"),
        pytest.param(3, "3 bookede gange ligger", id="several"),
    ],
)
def test_sessions_to_come_are_said(sessions, said):
    assert ahead_text(sessions).startswith(said)
    assert bool(ahead_text(sessions)) == bool(said)


def test_medcom_sends_to_everyone_with_a_location_number_and_the_rest_is_paper():
    views = recipient_views(
        [
            {"name": "Hospitalet", "gln": "5790000999033", "role": "slutresultat"},
            {"name": "Klinikken", "gln": "5790000999057", "role": "svar"},
            {"name": "Lægehuset", "gln": "", "role": "egen læge"},
        ],
        {"5790000999057"},
    )
    assert [(view.role, view.way) for view in views] == [
        ("skal have slutresultatet", "MedCom XDIS15 til 5790000999033"),
        ("skal have svar", "MedCom XDIS91 til 5790000999057"),
        ("egen læge", "På papir"),
    ]
