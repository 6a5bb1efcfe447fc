"""Two who save the same page in the very same instant: nothing that was typed is lost."""

from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import AgendaItem, Case, Referral, TriageRecord
from tests.support.course_factories import make_template

DECISION = {"work_ability": "nej", "group": "1", "choice": "accept:in_target_group"}


def test_the_second_to_decide_is_shown_what_the_first_decided(two):
    referral_id = two.make.referral().id
    first, second = two.save(
        Role.VISITATOR,
        ("referrals.show", {"referral_id": referral_id}),
        [DECISION | {"text": "Behov for rygskole."}, DECISION | {"text": "Hold om eftermiddagen."}],
        to="referrals.decide",
    )
    [error] = second.page.errors()
    assert error.startswith("Henvisningen er afgjort, mens du skrev")
    assert second.typed["text"] in second.page.select_one("#ikke-gemt").get_text()
    assert second.page.text_of("#ikke-gemt + div h2") == ["Afgjort: Accepteret"]
    assert first.typed["text"] in second.page.select_one("#ikke-gemt + div").get_text()
    assert two.session.scalars(select(TriageRecord.text)).all() == [first.typed["text"]]


def test_the_second_to_correct_the_dates_is_shown_how_they_stand(two):
    referral_id = two.make.referral().id
    first, second = two.save(
        Role.VISITATOR,
        ("referrals.correct_dates", {"referral_id": referral_id}),
        [{"received_on": "19-11-2026"}, {"received_on": "20-11-2026"}],
    )
    [error] = second.page.errors()
    assert f"modtaget {first.typed['received_on'].replace('-', '.')}" in error
    assert second.page.select_one("#received_on")["value"] == second.typed["received_on"]
    stands = two.session.scalars(select(Referral.received_on)).one()
    assert f"{stands:%d-%m-%Y}" == first.typed["received_on"]


def test_the_second_to_save_an_epikrise_keeps_the_text(two):
    two.make.case(referrals=1)
    referral_id = two.session.scalars(select(Referral.id)).one()
    where = ("epikrise.edit", {"referral_id": referral_id})
    for when in ("før der var et udkast", "oven i et udkast"):
        texts = [f"Går bedre, {when}.", f"Går godt, {when}."]
        typed = [{"text_status": text, "action": "save"} for text in texts]
        _, second = two.save(Role.KOORDINATOR, where, typed)
        assert second.page.errors()[0].startswith("En anden har gemt et nyere udkast")
        kept = second.page.select_one("[name=text_status]").get_text()
        assert kept.strip() == second.typed["text_status"]


def test_the_second_to_write_a_template_keeps_the_text(two):
    template_id = make_template(two.make).id
    _, second = two.save(
        Role.KOORDINATOR,
        ("course_templates.content", {"template_id": template_id}),
        [{"information-1": "Ryggen"}, {"information-1": "Smerter"}],
    )
    assert second.page.errors()[0].startswith("En anden har ændret skabelonen, mens du skrev.")
    kept = second.page.select_one("[name=information-1]")
    assert second.typed["information-1"] in str(kept)


def test_a_case_put_on_the_agenda_twice_at_once_stands_there_once(two):
    case_id = two.make.case().id
    first, second = two.save(
        Role.KOORDINATOR,
        ("meetings.ask", {"case_id": case_id}),
        [{"question": "Hold eller alene?"}, {"question": "Skal lægen spørges?"}],
    )
    [error] = second.page.errors()
    assert "dagsordenen" in error
    assert second.page.text_of("#ikke-gemt .quoted__text") == [second.typed["question"]]
    assert two.session.scalars(select(AgendaItem.question)).all() == [first.typed["question"]]


def test_two_who_ask_for_the_employment_effort_at_once_are_both_kept(two):
    case_id = two.make.case().id
    status = {"status": "fuldt_sygemeldt", "from_on": "20-11-2026", "sick_since": "05-10-2026"}
    two.save(
        Role.KOORDINATOR,
        ("work_status.record", {"case_id": case_id}),
        [status | {"asks_for_effort": "y"}] * 2,
        expect=(302, 302),
    )
    assert two.session.scalars(select(Case.employment_effort)).one() is True
