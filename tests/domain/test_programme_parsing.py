"""A programme file is taken whole or not at all, and every fault in it is named."""

import pytest

from rehab.domain.programme_parsing import ProgrammeError, parse_programme
from tests.support.programmes import laenderyg, programme_text


def _faults(text: str) -> tuple[str, ...]:
    with pytest.raises(ProgrammeError) as refused:
        parse_programme(text)
    return refused.value.faults


def _without(text: str, block: str) -> str:
    assert block in text
    return text.replace(block, "", 1)


def _changed(old: str, new: str) -> str:
    text = programme_text()
    assert old in text
    return text.replace(old, new, 1)


def test_the_file_reads_as_the_programme_it_names():
    programme = laenderyg()

    assert (programme.code, programme.version) == ("laenderyg", "2012")


def test_three_faults_are_named_at_once():
    text = _changed('section = "3.1"\n', "")
    text = text.replace('unit = "calendar"', 'unit = "weeks"', 1)
    text = text.replace("years = 18", 'years = "atten"', 1)

    faults = _faults(text)

    assert faults == (
        "minimum_age.years: skal være et helt tal større end nul",
        "groups[1].section: mangler",
        "clocks[1].unit: »weeks« er ikke en af calendar, working",
    )


def test_the_sentence_lists_the_faults():
    with pytest.raises(ProgrammeError, match=r"1 fejl.*\n- version: mangler"):
        parse_programme(_changed('version = "2012"\n', ""))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param('title = "F', 'title = "" # "F', "title: skal være en tekst", id="blank"),
        pytest.param("years = 18", "years = 0", "minimum_age.years: skal være et", id="nought"),
        pytest.param(
            "years = 18", "years = true", "minimum_age.years: skal", id="true is no number"
        ),
        pytest.param("2012-05-01", '"2012"', "valid_from: skal være en dato", id="no date"),
        pytest.param(
            "2012-05-01", "2012-05-01T00:00:00", "valid_from: skal være en dato", id="an instant"
        ),
        pytest.param("valid_from = 2012-05-01\n", "", "valid_from: mangler", id="no day"),
        pytest.param("allowed = true", "allowed = 1", "referrers[1].allowed: skal", id="one"),
        pytest.param("allowed = true\n", "", "referrers[1].allowed: mangler", id="not said"),
        pytest.param("number = 1\n", "", "groups[1].number: mangler", id="no number"),
        pytest.param('"received"', '"posted"', "clocks[1].trigger: »posted«", id="trigger"),
        pytest.param('"contact_reached"', '"rung"', "clocks[1].stops: »rung«", id="stop"),
        pytest.param(
            'stops = ["contact_reached", "first_contact_held"]',
            "stops = []",
            "clocks[1].stops: skal nævne mindst én",
            id="nothing stops it",
        ),
        pytest.param(
            'stops = ["contact_reached", "first_contact_held"]',
            "stops = 5",
            "clocks[1].stops: skal være en liste af tekster",
            id="stops is a number",
        ),
        pytest.param(
            'stops = ["contact_reached", "first_contact_held"]',
            "stops = [5]",
            "clocks[1].stops: skal være en liste af tekster",
            id="a stop is a number",
        ),
        pytest.param('unit = "calendar"\n', "", "clocks[1].unit: mangler", id="no unit"),
        pytest.param(
            'register_only = ["specialiseret"]\n', "", "triage.register_only: skal", id="no list"
        ),
        pytest.param('form = "hold"', 'form = "spa"', "offers[3].form: »spa«", id="form"),
        pytest.param('icd10 = "DM545"', 'icd10 = "DM533"', "»DM533« står 2 gange", id="doubled"),
        pytest.param(
            'applies_to = ["sundhedsloven_119"]',
            'applies_to = ["sundhedsloven_140"]',
            "clocks: »kontakt (sundhedsloven_140)« står 2 gange",
            id="one deadline twice for a legal basis",
        ),
        pytest.param(
            'code = "rygestop"', 'code = "rygning"', "A-tilbuddet »rygestop« mangler", id="A gone"
        ),
        pytest.param(
            '  "rygestop",\n', "", "A-tilbuddet »rygestop« er ikke nævnt", id="A not listed"
        ),
        pytest.param('standard = "A"', 'standard = "B"', "skal have standard A", id="A made a B"),
        pytest.param('sender_kind = "gp"', 'sender_kind = "gpx"', "»gpx«", id="sender"),
        pytest.param("group = 2", "group = 7", "peger på gruppe 7", id="a group nobody described"),
        pytest.param("warning_days = 42", "warning_days = 70", "stigende", id="limits backwards"),
        pytest.param("notice_days", "notise_days", "sick_leave.notise_days: kendes", id="misspelt"),
        pytest.param(
            "valid_from = 2018-07-01",
            "valid_from = 2018-07-01\nvalid_until = 2017-01-01",
            "»paragraf140« slutter, før den begynder",
            id="a period backwards",
        ),
    ],
)
def test_a_fault_is_named_where_it_stands(old, new, fault):
    assert [named for named in _faults(_changed(old, new)) if fault in named]


def test_there_must_be_exactly_five_headings():
    text = programme_text()
    start = text.index('[[epikrise_headings]]\ncode = "experience"')
    end = text.index('[[epikrise_headings]]\ncode = "information"')

    faults = _faults(_without(text, text[start:end]))

    assert faults == ("epikrise_headings: der skal være præcis 5 overskrifter (4.6), ikke 4",)


def test_a_decision_without_reasons_is_named():
    text = programme_text()

    faults = _faults(text[: text.index('[[reason_codes]]\ncode = "gop_specialised"')])

    assert faults == ("reason_codes: afgørelsen »register« har ingen begrundelse",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("groups = 5", "groups: skal være en liste af tabeller", id="a number"),
        pytest.param("groups = [5]", "groups[1]: skal være en tabel", id="a list of numbers"),
        pytest.param("minimum_age = 18", "minimum_age: skal være en tabel", id="no table"),
        pytest.param("", "clocks: mangler", id="an empty file"),
        pytest.param("", "minimum_standards: mangler", id="no minimum standards"),
    ],
)
def test_a_list_or_table_of_the_wrong_kind_is_named(text, fault):
    assert fault in _faults(text)


def test_what_is_not_toml_is_one_fault():
    (fault,) = _faults("code = ")

    assert fault.startswith("filen kan ikke læses som TOML")
