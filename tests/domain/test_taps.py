from datetime import UTC, datetime, timedelta

import pytest

from rehab.domain.attendance import AttendanceMark, MarkOutcome
from rehab.domain.taps import (
    TapRefusedError,
    check_late_minutes,
    settle_tap,
    tap_instant,
)

PRESENT, LATE, EXCUSED, ABSENT = AttendanceMark
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAY = datetime(2026, 11, 22, 23, tzinfo=UTC)
MINUTE = 60_000


@pytest.mark.parametrize(
    ("made_ms", "sent_ms", "made_at"),
    [
        pytest.param(50 * MINUTE, 50 * MINUTE, NOW, id="sent at once"),
        pytest.param(0, 20 * MINUTE, NOW - timedelta(minutes=20), id="kept for twenty minutes"),
        pytest.param(9 * MINUTE, 3 * MINUTE, NOW, id="a clock set back in between"),
        pytest.param(0, 10**13, DAY, id="a clock set years ahead in between"),
    ],
)
def test_only_the_age_of_a_tap_is_believed(made_ms, sent_ms, made_at):
    assert tap_instant(made_ms, sent_ms, received_at=NOW, earliest=DAY) == made_at


BEFORE, AFTER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("shown", "wanted", "stored", "made_at", "by_another", "fills", "outcome"),
    [
        pytest.param(None, PRESENT, None, AFTER, False, False, MarkOutcome.SAVED, id="first"),
        pytest.param(None, ABSENT, PRESENT, AFTER, False, False, MarkOutcome.SAVED, id="own later"),
        pytest.param(
            PRESENT, ABSENT, PRESENT, BEFORE, False, False, MarkOutcome.SAVED, id="own, seen"
        ),
        pytest.param(
            None, ABSENT, PRESENT, BEFORE, False, False, MarkOutcome.OUTDATED, id="own earlier"
        ),
        pytest.param(
            None, PRESENT, PRESENT, AFTER, False, False, MarkOutcome.UNTOUCHED, id="the same again"
        ),
        pytest.param(
            None, PRESENT, EXCUSED, AFTER, True, False, MarkOutcome.KEPT, id="another was first"
        ),
        pytest.param(
            EXCUSED, PRESENT, EXCUSED, AFTER, True, False, MarkOutcome.SAVED, id="seen and changed"
        ),
        pytest.param(
            None, PRESENT, EXCUSED, AFTER, False, True, MarkOutcome.KEPT, id="all present, own mark"
        ),
        pytest.param(
            None, PRESENT, EXCUSED, AFTER, True, True, MarkOutcome.KEPT, id="all present, another's"
        ),
        pytest.param(None, PRESENT, None, AFTER, False, True, MarkOutcome.SAVED, id="all, empty"),
    ],
)
def test_what_becomes_of_a_tap(shown, wanted, stored, made_at, by_another, fills, outcome):
    assert (
        settle_tap(
            shown=shown,
            wanted=wanted,
            stored=stored,
            made_at=made_at,
            stored_at=NOW if stored else None,
            by_another=by_another,
            fills_empty=fills,
        )
        is outcome
    )


@pytest.mark.parametrize(
    ("mark", "minutes", "kept"),
    [
        pytest.param(LATE, 12, 12, id="late"),
        pytest.param(LATE, None, None, id="nobody looked at the clock"),
        pytest.param(PRESENT, 12, None, id="present has no minutes"),
    ],
)
def test_only_a_late_mark_has_minutes(mark, minutes, kept):
    assert check_late_minutes(mark, minutes) == kept


def test_a_delay_longer_than_a_session_is_refused():
    with pytest.raises(TapRefusedError, match="1 til 120 minutter"):
        check_late_minutes(LATE, 500)
