"""Taking a list out as a file: what is in it, what is not, and what is kept about it."""

import csv
import gc
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralKind
from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.models import AccessLog, AuditEvent, ListExport, db
from rehab.services.list_exports import lines_taken_out
from tests.conftest import NOW
from tests.support.factories import AWAY
from tests.support.standings import settle


def take_out(browser, purpose="Fordeling på teammødet", expect=200, **values):
    """Ask for the file of a list, and return its rows with the bytes."""
    url = browser.url("bulk.export_list", **values)
    page = browser.visit(url)
    if expect != 200:
        return browser.post(url, {"purpose": purpose}, token_from=page, expect=expect)
    token = page.select_one("main input[name=csrf_token]")["value"]
    fields = {"csrf_token": token, "purpose": purpose}
    return rows_of(browser.open(url, method="POST", data=fields))


def rows_of(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="sager-2026-11-23.csv"'
    raw = response.get_data()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_is_the_list_as_narrowed_with_iso_days_and_no_number(browse, make):
    tove = make.user(Role.TERAPEUT, name="Tove Terapeut")
    citizen = make.citizen(given_name="=cmd", surname="Prøvesen", identifier="0202709901")
    case = make.case(citizen=citizen)
    make.case(contact_person=tove)
    make.case(kommunekode=AWAY)
    rows = take_out(browse(Role.KOORDINATOR), side="tavle", kolonne="uden_kontaktperson")
    [row] = rows
    assert row["Sagsnummer"] == case.number
    assert row["Navn"] == "'=cmd Prøvesen"
    assert row["Personnummer"].startswith("020270")
    assert "9901" not in str(rows)
    assert row["Presser den"] == row["Fristens dag"]
    assert row["Fristens dag"][:2] == "20"
    assert row["Fristens dag"][4] == "-"


def test_the_postcode_of_a_protected_address_is_hidden(browse, make):
    make.case(citizen=make.citizen(address_protected=True, postcode="9998"))
    [row] = take_out(browse(Role.KOORDINATOR), side="tavle")
    assert row["Postnummer"] == "Beskyttet"
    assert "9998" not in str(row)


def test_who_what_and_why_is_kept_and_each_case_is_logged_as_read(browse, make, session):
    cases = [make.case(), make.case()]
    take_out(browse(Role.KOORDINATOR), side="tavle", frist="overskredet")
    kept = session.scalars(select(ListExport)).one()
    assert (kept.page, kept.query, kept.rows) == (ListPage.BOARD, "frist=overskredet", 0)
    take_out(browse(Role.KOORDINATOR), side="tavle")
    rows = session.scalars(select(ListExport).order_by(ListExport.rows)).all()
    assert [row.rows for row in rows] == [0, 2]
    assert {row.purpose for row in rows} == {"Fordeling på teammødet"}
    events = session.scalars(select(AuditEvent).where(AuditEvent.verb == "worklist.exported")).all()
    assert {event.data["export_id"] for event in events} == {str(row.id) for row in rows}
    assert not any("teammødet" in str(event.data) for event in events)
    read = session.scalars(
        select(AccessLog.case_id).where(AccessLog.surface == "worklist.export")
    ).all()
    assert set(read) == {case.id for case in cases}


def test_a_list_that_was_given_out_gives_its_connection_back(browse):
    karen = browse(Role.KOORDINATOR)
    gc.disable()  # which would give back what was forgotten
    try:
        assert take_out(karen, side="tavle") == []
        assert db.engine.pool.checkedout() == 0
    finally:
        gc.enable()


def test_without_a_purpose_nothing_leaves(browse, make, session):
    make.case()
    page = take_out(browse(Role.KOORDINATOR), " . ", expect=422, side="tavle")
    assert page.errors() == ["Skriv, hvad listen skal bruges til. Det står i loggen."]
    assert session.scalars(select(ListExport)).all() == []


def test_a_therapist_takes_out_own_cases_only_also_from_the_board(browse, make):
    tove = make.user(Role.TERAPEUT)
    own = make.case(contact_person=tove)
    make.case()
    for side in ("mine-sager", "tavle"):
        rows = take_out(browse(tove), side=side)
        assert [row["Sagsnummer"] for row in rows] == [own.number]


def test_the_ticked_cases_are_taken_out_and_no_others(browse, make, session):
    first, _, foreign = make.case(), make.case(), make.case(kommunekode=AWAY)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("worklist.board", vaelg="ja")
    fields = {"sag": [str(first.id), str(foreign.id)], "side": "tavle", "valg": ""}
    asked = browser.post(browser.url("bulk.export_chosen"), fields, token_from=page, expect=200)
    assert "1 sag." in asked.text_of(".page-head__lead")[0]
    token = asked.select_one("main input[name=csrf_token]")["value"]
    fields |= {"csrf_token": token, "trin": "goer", "purpose": "Møde"}
    rows = rows_of(browser.open(browser.url("bulk.export_chosen"), method="POST", data=fields))
    assert [row["Sagsnummer"] for row in rows] == [first.number]
    assert session.scalars(select(ListExport.rows)).all() == [1]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        pytest.param("", ["Nær", "Midt", "Lov"], id="the whole board by deadline"),
        pytest.param("kolonne=uden_kontaktperson", ["Lov", "Nær", "Midt"], id="by priority"),
        pytest.param(
            "kolonne=uden_kontaktperson&sorter=frist", ["Nær", "Midt", "Lov"], id="as chosen"
        ),
    ],
)
def test_the_ticked_cases_stand_in_the_file_as_on_their_list(browse, make, query, order):
    for name, ago, kind in (
        ("Midt", 5, ReferralKind.XREF15),
        ("Lov", 1, ReferralKind.GGOP),
        ("Nær", 9, ReferralKind.XREF15),
    ):
        citizen = make.citizen(given_name="Prøve", surname=name)
        received_on = NOW.date() - timedelta(days=ago)
        case = make.case(citizen=citizen, referrals=0)
        make.referral(citizen=citizen, case=case, kind=kind, received_on=received_on)
    browser = browse(Role.KOORDINATOR)
    page = browser.visit(f"{browser.url('worklist.board')}?{query}&vaelg=alle")
    ids = [box["value"] for box in page.select("input[name=sag]")]
    fields = {"sag": ids, "side": "tavle", "valg": query, "trin": "goer", "purpose": "Møde"}
    fields["csrf_token"] = page.select_one("input[name=csrf_token]")["value"]
    rows = rows_of(browser.open(browser.url("bulk.export_chosen"), method="POST", data=fields))
    assert [row["Navn"] for row in rows] == [f"Prøve {name}" for name in order]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_list_is_given_out_batch_by_batch_and_whole(app, ctx_as, make, session, size):
    numbers = sorted(make.case().number for _ in range(5))
    settle(session, app)
    ctx = ctx_as(Role.KOORDINATOR)
    batches = list(lines_taken_out(ctx, WorklistFilter(), size))
    assert max(map(len, batches)) == size
    assert sorted(line.number for lines in batches for line in lines) == numbers
