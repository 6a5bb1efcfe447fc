import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.medcom.edifact_lexing import Segment, lex, lex_readable
from rehab.medcom.errors import Fault, UnreadableMessageError
from tests.support.edifact import SIGNS, written

TAGS = st.from_regex(r"[A-Z][A-Z0-9]{2}", fullmatch=True).filter(lambda tag: tag != "UNA")
PARTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1)
SEGMENTS = st.lists(st.tuples(TAGS, st.lists(PARTS, max_size=5)), max_size=8)


def test_a_message_is_cut_at_its_signs():
    assert lex("FTX+NC+P00++Ondt:i ryggen'UNT+2+A'") == (
        Segment("FTX", (("NC",), ("P00",), ("",), ("Ondt", "i ryggen"))),
        Segment("UNT", (("2",), ("A",))),
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("FTX+klokken ?: 9'", "klokken : 9", id="colon"),
        pytest.param("FTX+2 ?+ 2'", "2 + 2", id="plus"),
        pytest.param("FTX+hvad??'", "hvad?", id="question-mark"),
        pytest.param("FTX+d?'accord'", "d'accord", id="apostrophe"),
        pytest.param("FTX+s?varet'", "svaret", id="sign-without-a-meaning"),
        pytest.param("FTX+linje 1\r\nlinje 2'", "linje 1\r\nlinje 2", id="line-end-inside"),
    ],
)
def test_an_escaped_sign_is_a_part_of_the_text(text, part):
    (segment,) = lex(text)

    assert segment.part(1) == part


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("UNA:+.? 'BGM+EPI'UNT+2'", id="with-advice"),
        pytest.param("\r\n UNA:+.? '\r\nBGM+EPI'\r\nUNT+2'\r\n", id="one-segment-a-line"),
        pytest.param("BGM+EPI'UNT+2'", id="without-advice"),
        pytest.param("UNA;*.! ~BGM*EPI~UNT*2~", id="with-signs-of-its-own"),
    ],
)
def test_print_does_not_count(text):
    assert lex(text) == (Segment("BGM", (("EPI",),)), Segment("UNT", (("2",),)))


def test_what_is_not_there_is_empty():
    segment = Segment("NAD", (("PO",), ("1", "YNR")))

    assert (segment.part(2, 2), segment.part(2, 3), segment.part(7)) == ("YNR", "", "")
    assert (segment.parts(2), segment.parts(3)) == (("1", "YNR"), ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("BGM+EPI'UNT+2", "midt i et segment", id="no-last-sign"),
        pytest.param("BGM+EPI'+", "midt i et segment", id="one-sign-too-many"),
        pytest.param("BGM+EPI?", "midt i et segment", id="escape-of-nothing"),
        pytest.param("UNA:+", "midt i et segment", id="advice-cut-off"),
        pytest.param("UNA:::? 'BGM'", "UNA", id="signs-that-are-alike"),
        pytest.param("UNAx+.? 'BGM'", "UNA", id="a-letter-as-a-sign"),
        pytest.param("BGM+EPI''", "et tomt segment", id="empty-segment"),
        pytest.param("bgm+EPI'", "bgm", id="small-letters"),
        pytest.param("UNZ:1+A'", "UNZ", id="wrong-sign-after-the-tag"),
        pytest.param("Kære kollega'", "Kære kollega", id="no-edifact-at-all"),
    ],
)
def test_what_cannot_be_cut_is_named(text, named):
    with pytest.raises(UnreadableMessageError, match=named) as refused:
        lex(text)

    assert refused.value.reason_code is Fault.BROKEN_INTERCHANGE


@pytest.mark.parametrize("sign", [":", "+", "'"])
def test_more_parts_than_a_message_can_have_are_not_read(sign):
    with pytest.raises(UnreadableMessageError) as refused:
        lex("FTX" + sign * 50_001)

    assert refused.value.reason_code is Fault.TOO_COMPLEX


def test_what_stands_before_a_fault_can_still_be_read():
    assert lex_readable("BGM+EPI'+'UNT+2'") == (Segment("BGM", (("EPI",),)),)


@given(SEGMENTS, st.sampled_from([SIGNS, ";*!~"]), st.sampled_from(["", "\r\n", "\n"]))
def test_whatever_is_written_is_read(segments, signs, between):
    component, element, release, terminator = signs
    advice = f"UNA{component}{element}.{release} {terminator}"
    text = advice + written([[tag, *elements] for tag, elements in segments], signs, between)

    assert lex(text) == tuple(
        Segment(tag, tuple(tuple(parts) for parts in elements)) for tag, elements in segments
    )
