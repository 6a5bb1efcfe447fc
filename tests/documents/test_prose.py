"""How plain text becomes paragraphs and lists."""

import pytest

from rehab.documents.prose import Block, BlockKind, blocks_of


def paragraph(*lines):
    return Block(BlockKind.PARAGRAPH, lines)


def bullets(*lines):
    return Block(BlockKind.BULLETS, lines)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("  \n\n \n", (), id="only blank lines"),
        pytest.param("Et afsnit.", (paragraph("Et afsnit."),), id="one paragraph"),
        pytest.param("Et.\n\nTo.", (paragraph("Et."), paragraph("To.")), id="a blank line parts"),
        pytest.param("Et.\n \t\nTo.", (paragraph("Et."), paragraph("To.")), id="spaces are blank"),
        pytest.param("Et.\nTo.", (paragraph("Et.", "To."),), id="a line break is kept"),
        pytest.param("- ro\n- gå", (bullets("ro", "gå"),), id="dashes make a list"),
        pytest.param(
            "Plan:\n- ro\n- gå\nRing ved behov.",
            (paragraph("Plan:"), bullets("ro", "gå"), paragraph("Ring ved behov.")),
            id="a list inside a text",
        ),
        pytest.param("• ro\n* gå\n– stå", (bullets("ro", "gå", "stå"),), id="other bullet marks"),
        pytest.param("-5 kg", (paragraph("-5 kg"),), id="a negative number is no list"),
        pytest.param(
            "Et.\r\n\r\nTo.", (paragraph("Et."), paragraph("To.")), id="line ends of a form"
        ),
        pytest.param(
            "A\u2011B\u00adC\u200bD\x00", (paragraph("A-B\u00adCD"),), id="odd characters"
        ),
    ],
)
def test_text_becomes_blocks(text, blocks):
    assert blocks_of(text) == blocks


def test_a_section_sign_is_never_parted_from_its_number():
    [block] = blocks_of("Retsgrundlag: sundhedsloven § 119.")
    assert block.lines == ("Retsgrundlag: sundhedsloven §\u00a0119.",)
