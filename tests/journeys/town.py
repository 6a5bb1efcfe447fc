"""The kommune of the journeys: its people, its post, and what the six cases expect of it."""

import json
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rehab.command_line.import_report import report_json
from rehab.domain.access import SYSTEM
from rehab.models import Case, Referral
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.journeys.acts import Jobkonsulent, Koordinator, Terapeut, Visitator
from tests.journeys.calendar import Calendar
from tests.support.shared import SHARED

CASES = SHARED / "medcom" / "cases"
_SAME_WORDS = ("kind", "letter_id", "sender_kind", "cpr", "suggested_group", "gop_type")


@dataclass(frozen=True)
class Town:
    """Everybody a journey needs, and the letterbox."""

    app: Flask
    session: Session
    calendar: Calendar
    vivi: Visitator
    karen: Koordinator
    tove: Terapeut
    jonas: Jobkonsulent

    def receives(self, name: str, raw: bytes) -> list[dict[str, object]]:
        """Import a file; return what the import prints of each letter in it."""
        reports = receive(context_for(self.app, SYSTEM), name, raw)
        return [report_json(Path(name), report) for report in reports]

    def receives_case(self, number: int, order: tuple[str, ...] = ()) -> dict[str, object]:
        """Import the messages of a case, and hold them to what the case expects."""
        folder = CASES / f"case{number}"
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        files = order or tuple(each["file"] for each in expected["files"])
        printed = {
            name: report
            for name in files
            for report in self.receives(name, (folder / name).read_bytes())
        }
        assert {name: (row["letter_id"], row["outcome"]) for name, row in printed.items()} == {
            each["file"]: (each["letter_id"], each["outcome"]) for each in expected["files"]
        }
        for each in expected["referrals"]:
            self._check_referral(printed[each["file"]], each)
        assert len(self._referrals()) == len(expected["referrals"])
        return expected

    def cases(self) -> list[Case]:
        """The cases there are, to see that there are no more of them than there should be."""
        return list(self.session.scalars(select(Case)))

    def _referrals(self) -> list[Referral]:
        query = select(Referral).options(selectinload(Referral.diagnoses))
        return list(self.session.scalars(query))

    def _check_referral(self, printed: dict[str, object], expected: dict[str, object]) -> None:
        assert {key: printed[key] for key in _SAME_WORDS} == {
            key: expected[key] for key in _SAME_WORDS
        }
        (stored,) = [row for row in self._referrals() if str(row.id) == printed["referral_id"]]
        assert [
            {"role": row.role, "code": row.code, "type_code": row.type_code, "text": row.text}
            for row in stored.diagnoses
        ] == expected["diagnoses"]
        discharged = stored.discharged_on.isoformat() if stored.discharged_on else None
        assert discharged == expected.get("discharge_date")
        contrary = {True: False, False: True}.get(expected["work_ability_threatened"], "never")
        assert stored.work_ability_threatened != contrary
