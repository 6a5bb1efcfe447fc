"""Text is read for plain statements only; doubt and denial leave it to a person."""

import json
import re

import pytest

from rehab.domain.referral_texts import red_flag_words, work_ability_threatened
from tests.support.programmes import laenderyg
from tests.support.shared import SHARED, needs_shared


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Arbejdsevne: TRUET. Sygemeldt i 9 uger.", id="as a heading"),
        pytest.param("Hun er sygemeldt, og arbejdsevnen er truet.", id="in a sentence"),
        pytest.param("Funktions- og arbejdsevnen vurderes truet", id="judged"),
        pytest.param("Arbejdsevnen vurderes at være alvorligt truet.", id="judged, at length"),
        pytest.param("Truet arbejdsevne.", id="the other way round"),
        pytest.param("Kan ikke løfte, arbejdsevnen er truet.", id="a denial of something else"),
        pytest.param("Ingen feber. Arbejdsevnen er truet.", id="a denial in another sentence"),
    ],
)
def test_a_plain_statement_is_believed(text):
    assert work_ability_threatened(text) is True


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Arbejdsevnen er ikke truet.", id="denied"),
        pytest.param("Arbejdsevnen vurderes ikke at være truet.", id="judged not to be"),
        pytest.param("Er ikke truet på arbejdsevnen.", id="the other way round"),
        pytest.param("Arbejdsevne: ikke relevant, folkepensionist.", id="not relevant"),
        pytest.param("Arbejdsevne: ikke på arbejdsmarkedet.", id="outside the labour market"),
    ],
)
def test_a_plain_denial_is_believed(text):
    assert work_ability_threatened(text) is False


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("Fuldt sygemeldt i 10 uger.", id="on sick leave says neither"),
        pytest.param("Er ikke i arbejde for tiden.", id="out of work says neither"),
        pytest.param("Arbejdsevne: ikke i arbejde siden august.", id="under the heading too"),
        pytest.param("Det bedes afklaret, om arbejdsevnen er truet.", id="a question"),
        pytest.param("Der er ikke tale om, at arbejdsevnen kan blive truet.", id="may become"),
        pytest.param("Jeg mener ikke at arbejdsevnen er truet.", id="a doubt before it"),
        pytest.param("Arbejdspladsen er truet af lukning.", id="something else is threatened"),
        pytest.param(
            "Arbejdsevne: ikke relevant.\nArbejdsevnen er truet.", id="two that contradict"
        ),
    ],
)
def test_what_is_not_said_plainly_is_left_open(text):
    assert work_ability_threatened(text) is None


def test_a_word_is_pointed_out_even_where_it_is_denied():
    ((flag, word),) = red_flag_words(laenderyg(), "Ingen SPHINCTERforstyrrelser.")

    assert (flag.code, word) == ("RF-CES", "sphincter")


def test_a_flag_is_pointed_out_once_however_many_of_its_words_stand_there():
    found = red_flag_words(laenderyg(), "Cauda equina udelukket, ingen ridebukseanæstesi.")

    assert [flag.code for flag, _ in found] == ["RF-CES"]


def test_a_text_without_such_words_points_to_nothing():
    assert red_flag_words(laenderyg(), "Lændesmerter i fem uger.") == ()


@needs_shared
@pytest.mark.parametrize("case", [1, 2, 3, 5, 6])
def test_the_cases_are_never_contradicted(case):
    folder = SHARED / "medcom" / "cases" / f"case{case}"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))

    read = [work_ability_threatened(_text(folder / row["file"])) for row in expected["referrals"]]

    assert read == [row["work_ability_threatened"] for row in expected["referrals"]]


def _text(path) -> str:
    raw = path.read_bytes()
    encoding = "utf-8" if b"UTF-8" in raw[:100] else "iso-8859-1"
    return re.sub(r"<[^>]+>", "\n", raw.decode(encoding))
