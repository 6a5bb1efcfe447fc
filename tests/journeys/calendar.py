"""A clock that stands still until a journey moves it on."""

from datetime import UTC, date, datetime, time

from rehab.clock import COPENHAGEN, civil_date

BEGINNING = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


class Calendar:
    """The app's clock: time goes on when the story says so, and never back."""

    def __init__(self) -> None:
        self._now = BEGINNING

    def __call__(self) -> datetime:
        return self._now

    @property
    def today(self) -> date:
        return civil_date(self._now)

    def turns_to(self, day: str, at: str = "16:00") -> None:
        """Move on to a day and a time as they stand on a Danish wall: 03-11-2026, 16:00."""
        number, month, year = (int(part) for part in day.split("-"))
        then = datetime.combine(date(year, month, number), time.fromisoformat(at), COPENHAGEN)
        assert then > self._now, "time does not go back"
        self._now = then.astimezone(UTC)

    def begins_again(self) -> None:
        """A new story begins."""
        self._now = BEGINNING
