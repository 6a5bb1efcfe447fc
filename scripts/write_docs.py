"""Write docs/regler.md and docs/adgang.md, so that neither says anything the code does not.

`python -m scripts.write_docs` writes them; tests/architecture/test_docs.py compares what this
module would write with what is there.
"""

import tomllib
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final

from flask import Flask

from rehab.app_factory import create_app
from rehab.domain.access import GRANTS, Permission, Role
from rehab.settings import ROOT, load_settings
from rehab.web.guards import PUBLIC, requirement_of

RULES_SOURCE: Final = ROOT / "docs" / "regler.toml"
RULES_PAGE: Final = ROOT / "docs" / "regler.md"
ACCESS_PAGE: Final = ROOT / "docs" / "adgang.md"

PERMISSION_NAMES: Final = {
    Permission.HOME_READ: "Se sin forside",
    Permission.REFERRAL_READ: "Læse henvisninger og indbakken",
    Permission.REFERRAL_REGISTER: "Indtaste en henvisning fra telefon eller brev",
    Permission.REFERRAL_TRIAGE: "Visitere en henvisning",
    Permission.QUARANTINE_READ: "Se karantænen",
    Permission.CASE_READ: "Læse sager",
    Permission.CASE_WRITE: "Skrive i sager",
    Permission.CONTACT_PERSON_ASSIGN: "Tildele kontaktperson",
    Permission.COURSE_READ: "Se hold og forløb",
    Permission.COURSE_PLAN: "Oprette hold og forløb",
    Permission.COURSE_BOOK: "Booke en borger på et forløb",
    Permission.ATTENDANCE_RECORD: "Føre fremmøde",
    Permission.EPIKRISE_SIGN: "Underskrive epikrisen",
    Permission.MEETING_HOLD: "Holde teammøde",
    Permission.CONSENT_RECORD: "Registrere samtykke",
    Permission.EMPLOYMENT_READ: "Læse beskæftigelsesdelen af en sag",
    Permission.EMPLOYMENT_WRITE: "Skrive i beskæftigelsesdelen",
    Permission.OVERVIEW_READ: "Se ledelsens overblik",
    Permission.CLOCKS_SET: "Sætte kommunens egne frister, pauseårsager og lukkedage",
    Permission.ROUTING_SET: "Oprette teams og sætte reglerne for, hvilket team en borger får",
    Permission.SECOND_OPINION_DRAW: "Trække afgørelser til en anden vurdering og se enigheden",
    Permission.VIEW_SHARE: "Dele en gemt visning med kommunen",
    Permission.ABSENCE_RECORD: "Registrere fravær med vikar",
    Permission.USERS_MANAGE: "Oprette og ændre brugere",
}

_RULES_HEAD: Final = """\
# Reglerne

Hver regel, Rehab er bygget efter: hvad den siger, hvor den står, hvilken funktion der udfører den,
og hvilken prøve der holder den. Kilder er afsnit i Forløbsprogram for lænderyglidelser (Region
Hovedstaden, 2012), når intet andet er nævnt. Sætningerne er vores egne.

Siden skrives af `sh scripts/docs` efter `docs/regler.toml`; ret dér. En prøve afviser en funktion
eller en test, der ikke findes, og en kilde i programfilen, der ikke står her.
"""
_ACCESS_HEAD: Final = """\
# Adgang

Hvem der må hvad. Alt, der ikke er givet her, er nægtet. Siden skrives af `sh scripts/docs` efter
`rehab.domain.access` og appens ruter.

En tilladelse er kun den ene halvdel. Den anden er sagen selv: kommunens egne sager for visitator,
koordinator og leder; for en terapeut kun de sager, hvor man er kontaktperson eller behandler på et
forløb, borgeren er booket på; for en jobkonsulent kun beskæftigelsesdelen af sager, hvor den
indsats er bestilt. En sag, man ikke må se, findes ikke (404). En administrator ser ingen sager.
Det hele er prøvet rute for rute og rolle for rolle i `tests/web/test_access_matrix.py`.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that is built: where it is written, what carries it out, and what proves it."""

    id: str
    chapter: str
    text: str
    source: str
    functions: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingRule:
    """A rule that is not built, and why."""

    id: str
    reason: str


def read_rules(path: Path = RULES_SOURCE) -> tuple[tuple[Rule, ...], tuple[MissingRule, ...]]:
    """Return the rules that are built and those that are not, in the file's order."""
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    built = tuple(
        Rule(
            id=row["id"],
            chapter=row["chapter"],
            text=row["text"],
            source=row["source"],
            functions=tuple(row["functions"]),
            tests=tuple(row["tests"]),
        )
        for row in values["rules"]
    )
    return built, tuple(MissingRule(row["id"], row["reason"]) for row in values["missing"])


def rules_page() -> str:
    """Return docs/regler.md: a table for each chapter, and what is not built."""
    built, missing = read_rules()
    lines = [_RULES_HEAD]
    for chapter, rules in groupby(built, key=lambda rule: rule.chapter):
        lines += [f"## {chapter}", ""]
        lines += _table(
            ("id", "regel", "kilde", "funktion", "test"),
            [
                (rule.id, rule.text, rule.source, _codes(rule.functions), _codes(rule.tests))
                for rule in rules
            ],
        )
        lines.append("")
    lines += ["## Ikke bygget endnu", ""]
    lines += [f"- **{rule.id}**: {rule.reason}." for rule in missing]
    return "\n".join(lines) + "\n"


def access_page(app: Flask) -> str:
    """Return docs/adgang.md: what each role is granted, and what each route requires."""
    roles = list(Role)
    lines = [_ACCESS_HEAD, "## Roller og tilladelser", ""]
    lines += _table(
        ("tilladelse", "hvad", *(role.value for role in roles)),
        [
            (
                f"`{permission.value}`",
                PERMISSION_NAMES[permission],
                *("ja" if permission in GRANTS[role] else "–" for role in roles),
            )
            for permission in Permission
        ],
    )
    lines += [
        "",
        "## Ruter",
        "",
        "`public` betyder, at ruten kan åbnes uden at være logget ind.",
        "",
    ]
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))
    lines += _table(
        ("endpoint", "metode", "adresse", "kræver"),
        [
            (
                f"`{rule.endpoint}`",
                ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
                f"`{rule.rule}`",
                _requirement(app, rule.endpoint),
            )
            for rule in rules
        ],
    )
    return "\n".join(lines) + "\n"


def documents_app() -> Flask:
    """Return an app whose routes can be listed, on a database nobody uses."""
    settings = load_settings({"REHAB_ENV": "test"})
    return create_app(replace(settings, database_url="sqlite:///:memory:"))


def main() -> None:
    """Write both pages."""
    for path, page in ((RULES_PAGE, rules_page()), (ACCESS_PAGE, access_page(documents_app()))):
        path.write_text(page, encoding="utf-8")
        print(f"Skrev {path.relative_to(ROOT)}")


def _requirement(app: Flask, endpoint: str) -> str:
    needed = requirement_of(app, endpoint)
    return f"`{PUBLIC if needed == PUBLIC else Permission(needed).value}`"


def _codes(names: tuple[str, ...]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [
        f"| {' | '.join(heads)} |",
        f"|{'---|' * len(heads)}",
        *(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows),
    ]


if __name__ == "__main__":
    main()
