"""The order plans, talks and work statuses are read in."""

from datetime import date, timedelta

from rehab.domain.employment import WorkStatus
from rehab.models import WorkplaceContact, WorkStatusRow
from rehab.queries.return_to_work import list_work_statuses, list_workplace_contacts
from tests.conftest import NOW


def test_the_latest_talk_comes_first(make, session):
    case = make.case()
    for day in (3, 9, 5):
        make.save(
            WorkplaceContact(
                case_id=case.id,
                workplace=f"Dag {day}",
                person="Mester",
                contacted_on=date(2026, 11, day),
                conditions="",
                recorded_by=case.id,
                recorded_at=NOW,
            )
        )
    found = list_workplace_contacts(session, case.id)
    assert [contact.workplace for contact in found] == ["Dag 9", "Dag 5", "Dag 3"]


def test_of_two_statuses_from_the_same_day_the_later_recorded_comes_first(make, session):
    case = make.case()
    for minutes, status in enumerate((WorkStatus.AT_WORK, WorkStatus.OTHER)):
        make.save(
            WorkStatusRow(
                case_id=case.id,
                status=status,
                from_on=date(2026, 11, 9),
                recorded_by=case.id,
                recorded_at=NOW + timedelta(minutes=minutes),
            )
        )
    assert [row.status for row in list_work_statuses(session, case.id)] == [
        WorkStatus.OTHER,
        WorkStatus.AT_WORK,
    ]
