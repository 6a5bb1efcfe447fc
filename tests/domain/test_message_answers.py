from datetime import UTC, datetime

from rehab.domain.message_answers import answered_if_sent_by

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_receipt_is_missed_half_an_hour_after_the_letter():
    assert answered_if_sent_by(NOW) == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
