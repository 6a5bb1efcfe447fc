"""What the import prints of one letter."""

from rehab.domain.referrals import sender_kind
from rehab.medcom.letters import Letter, LetterKind
from rehab.services.placing import LetterReport


def report_json(file: str, report: LetterReport) -> dict[str, object]:
    """Return the object of the contract for one letter, or for a file without one."""
    letter = report.letter
    referral = report.result.referral if report.result else None
    return {
        "file": file,
        "outcome": report.outcome.value,
        "refuse_code": report.refuse_code,
        "reason": report.reason,
        "kind": letter.kind.value if letter and letter.kind is not LetterKind.ATTACHMENT else None,
        "letter_id": letter.letter_id if letter else None,
        "envelope_id": report.delivery.envelope_id,
        "sender_gln": letter.sender.gln if letter else report.delivery.sender_gln,
        "sender_kind": _sender_kind(letter) if letter else None,
        "cpr": letter.patient.identifier if letter and letter.patient else None,
        "gop_type": letter.gop_type.value if letter and letter.gop_type else None,
        "diagnoses": [
            {"role": diagnosis.role, "code": diagnosis.code, "text": diagnosis.text}
            for diagnosis in (letter.diagnoses if letter else ())
        ],
        "suggested_group": referral.suggested_group if referral else None,
        "flags": list(report.result.flags) if report.result else [],
        "referral_id": str(referral.id) if referral else None,
    }


def report_line(file: str, report: LetterReport) -> str:
    """Return one line a person can read; without the citizen's number or name."""
    letter = report.letter
    what = f"{letter.kind.value} {letter.letter_id}" if letter else "kunne ikke læses"
    reason = f" – {report.reason}" if report.reason else ""
    return f"{file}: {report.outcome.value}: {what}{reason}"


def _sender_kind(letter: Letter) -> str:
    sender = letter.sender
    return sender_kind(
        sender.identifier_code,
        sender.speciality,
        sender.organisation,
        sender.department,
        sender.person_title,
    ).value
