from dataclasses import replace
from datetime import date

import pytest

from rehab.domain.consent import (
    FORM_LABELS,
    SCOPE_LABELS,
    ConsentError,
    ConsentFacts,
    ConsentForm,
    ConsentScope,
    check_consent,
    default_expiry,
    opened_scopes,
)
from rehab.domain.plausible_days import ImplausibleDayError

TODAY = date(2026, 11, 23)
CONSENT = ConsentFacts(
    form=ConsentForm.WRITTEN,
    recipient="jobkonsulent",
    scopes=frozenset({ConsentScope.WORK_STATUS, ConsentScope.SCHEDULE}),
    purpose="Plan for tilbagevenden til arbejdet",
    given_on=TODAY,
    expires_on=date(2027, 11, 23),
)


@pytest.mark.parametrize(
    ("consent", "on", "in_force"),
    [
        pytest.param(CONSENT, date(2026, 11, 22), False, id="not given yet"),
        pytest.param(CONSENT, TODAY, True, id="the day it is given"),
        pytest.param(CONSENT, date(2027, 11, 23), True, id="its last day"),
        pytest.param(CONSENT, date(2027, 11, 24), False, id="the day after"),
        pytest.param(
            replace(CONSENT, expires_on=date(2026, 12, 1)),
            date(2026, 12, 2),
            False,
            id="a shorter one has expired",
        ),
        pytest.param(
            replace(CONSENT, expires_on=date(2030, 1, 1)),
            date(2027, 11, 24),
            False,
            id="no consent outlives a year",
        ),
        pytest.param(
            replace(CONSENT, withdrawn_on=date(2026, 12, 1)),
            date(2026, 11, 30),
            True,
            id="before it is withdrawn",
        ),
        pytest.param(
            replace(CONSENT, withdrawn_on=date(2026, 12, 1)),
            date(2026, 12, 1),
            False,
            id="the day it is withdrawn",
        ),
        pytest.param(replace(CONSENT, form=ConsentForm.ORAL), TODAY, False, id="an oral one"),
    ],
)
def test_a_consent_is_in_force_while_it_is_written_unexpired_and_not_withdrawn(
    consent, on, in_force
):
    assert consent.is_in_force(on) is in_force


@pytest.mark.parametrize(
    ("given_on", "last_day"),
    [
        pytest.param(date(2026, 11, 23), date(2027, 11, 23), id="a year later"),
        pytest.param(date(2028, 2, 29), date(2029, 2, 28), id="from a leap day"),
    ],
)
def test_a_consent_lapses_after_a_year(given_on, last_day):
    assert default_expiry(given_on) == last_day


@pytest.mark.parametrize(
    ("consents", "opened"),
    [
        pytest.param([], set(), id="without a consent nothing is open"),
        pytest.param([CONSENT], {"work_status", "schedule"}, id="what it covers"),
        pytest.param([replace(CONSENT, withdrawn_on=TODAY)], set(), id="withdrawn"),
        pytest.param([replace(CONSENT, recipient="arbejdsgiver")], set(), id="to somebody else"),
        pytest.param(
            [CONSENT, replace(CONSENT, scopes=frozenset({ConsentScope.CONTACT_PERSON}))],
            {"work_status", "schedule", "contact_person"},
            id="two add up",
        ),
        pytest.param(
            [replace(CONSENT, withdrawn_on=TODAY), CONSENT],
            {"work_status", "schedule"},
            id="given again",
        ),
    ],
)
def test_consents_open_what_they_name_for_whom_they_name(consents, opened):
    assert opened_scopes(consents, "jobkonsulent", TODAY) == opened


def test_diagnosis_measures_and_notes_are_nothing_a_consent_can_open():
    assert {scope.value for scope in ConsentScope} == {
        "work_status",
        "contact_person",
        "schedule",
        "considerations",
    }


def test_a_complete_consent_can_be_recorded():
    check_consent(CONSENT, TODAY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"form": ConsentForm.ORAL}, "skal være skriftligt", id="oral"),
        pytest.param({"recipient": " "}, "hvem samtykket", id="to nobody"),
        pytest.param({"purpose": ""}, "hvad oplysningerne", id="for nothing"),
        pytest.param({"scopes": frozenset()}, "mindst én slags", id="of nothing"),
        pytest.param({"given_on": date(2026, 11, 24)}, "i fremtiden", id="given ahead"),
        pytest.param({"expires_on": date(2026, 11, 22)}, "udløber, før", id="ends before"),
        pytest.param({"expires_on": date(2027, 11, 24)}, r"senest 23\.11\.2027", id="too long"),
    ],
)
def test_a_consent_that_does_not_hold_is_refused(changes, sentence):
    with pytest.raises(ConsentError, match=sentence):
        check_consent(replace(CONSENT, **changes), TODAY)


@pytest.mark.parametrize("changes", [{"given_on": date.min}, {"expires_on": date.max}])
def test_a_consent_of_a_year_nobody_can_mean_is_refused(changes):
    with pytest.raises(ImplausibleDayError):
        check_consent(replace(CONSENT, **changes), TODAY)


def test_every_scope_and_form_has_a_label():
    assert set(SCOPE_LABELS) == set(ConsentScope)
    assert set(FORM_LABELS) == set(ConsentForm)
