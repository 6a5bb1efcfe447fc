"""Two who add what there is only one of in the very same instant: one is kept, both are told."""

import pytest
from sqlalchemy import func, select

from rehab.domain.access import SYSTEM, Role
from rehab.models import (
    BookingReferral,
    Citizen,
    CourseDropout,
    IntakeOutcome,
    LetterWording,
    Measurement,
    OfferDetailsRow,
    OfferDeviationRow,
    OutgoingMessage,
    OutgoingStatus,
    Referral,
    SavedViewDefault,
    SavedViewNotice,
    StoredLetter,
    User,
    UserRole,
)
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course
from tests.support.messages import xdis91, xref15
from tests.support.outbox import a_message
from tests.support.saved_views import a_shared_view
from tests.web.entrance import TYPED

LOST = "En anden har ændret det samme, lige da du gemte, og dit er ikke gemt."
PASSWORD = "en lang adgangskode"


def number_of(two, model):
    return two.session.scalar(select(func.count()).select_from(model))


def kept_in(page, name):
    field = page.select_one(f"[name={name}]")
    return field["value"] if field.name == "input" else field.get_text().strip()


@pytest.mark.parametrize(
    ("where", "fields", "model", "column"),
    [
        pytest.param(
            ("offers.change", {"offer_code": "hold_opererede"}),
            {"description": ("Træning i vand", "Træning i sal"), "deliverer": "egen"},
            OfferDetailsRow,
            "description",
            id="an offer described",
        ),
        pytest.param(
            ("citizen_letters.wording", {"skabelon": "frit-valg"}),
            {"text": ("Vælg selv, hvor du træner.", "Du kan vælge et andet sted.")},
            LetterWording,
            "text",
            id="the words of a letter",
        ),
    ],
)
def test_the_second_to_write_what_nobody_had_keeps_the_text(two, where, fields, model, column):
    typed = [
        {name: text if isinstance(text, str) else text[number] for name, text in fields.items()}
        for number in range(2)
    ]
    first, second = two.save(Role.KOORDINATOR, where, typed)
    assert second.page.errors()[0].startswith(LOST)
    assert kept_in(second.page, column) == second.typed[column]
    assert two.session.scalars(select(getattr(model, column))).all() == [first.typed[column]]


def test_the_second_to_measure_keeps_the_figures(two):
    case_id = two.make.case().id
    first, second = two.save(
        Role.KOORDINATOR,
        ("measures.record", {"case_id": case_id, "point": "start"}),
        [{"nrs_pain": pain, "measured_on": "23-11-2026"} for pain in ("7", "4")],
    )
    assert second.page.errors()[0].startswith(LOST)
    [chosen] = second.page.select("input[name=nrs_pain][checked]")
    assert chosen["value"] == second.typed["nrs_pain"]
    assert two.session.scalars(select(Measurement.nrs_pain)).all() == [int(first.typed["nrs_pain"])]


def test_a_standard_left_out_twice_at_once_is_left_out_once(two):
    first, second = two.save(
        Role.KOORDINATOR,
        ("offers.change", {"offer_code": "hold_opererede"}),
        [{"reason": "Ingen terapeut."}, {"reason": "Ingen sal."}],
        to="offers.leave_out",
    )
    [error] = second.page.errors()
    assert error.startswith("Afvigelsen er allerede registreret.")
    assert second.typed["reason"] in second.page.select_one("#ikke-gemt").get_text()
    assert two.session.scalars(select(OfferDeviationRow.reason)).all() == [first.typed["reason"]]


def test_a_new_citizen_typed_in_twice_at_once_is_one_citizen(two):
    two.save(Role.VISITATOR, ("referrals.type_in", {}), [TYPED, TYPED], expect=(302, 302))
    assert (number_of(two, Citizen), number_of(two, Referral)) == (1, 2)


def test_the_second_to_type_in_a_number_by_another_name_is_asked(two):
    typed = [TYPED | {"given_name": name} for name in ("Ella", "Bodil")]
    _, second = two.save(Role.VISITATOR, ("referrals.type_in", {}), typed)
    assert "CPR-nummeret hører til" in second.page.get_text()
    assert kept_in(second.page, "given_name") == second.typed["given_name"]


def test_a_letter_made_a_referral_twice_at_once_is_one_referral(two):
    two.make.organisation()
    receive(context_for(two.app, SYSTEM), "brev.xml", xref15(status_code="rettetbrev"))
    letter_id = two.session.scalars(select(StoredLetter.id)).one()
    _, second = two.save(
        Role.VISITATOR,
        ("letters.show", {"letter_id": letter_id}),
        [{}, {}],
        to="letters.begin",
    )
    assert second.page.errors()[0].startswith("Brevet er behandlet i mellemtiden.")
    assert number_of(two, Referral) == 1


def test_a_letter_typed_in_twice_at_once_is_one_referral(two):
    two.make.organisation()
    receive(context_for(two.app, SYSTEM), "brev.xml", xdis91(statistical="GGOP"))
    letter_id = two.session.scalars(select(StoredLetter.id)).one()
    typed = TYPED | {"kind": "brev", "identifier": "111265-9911"}
    _, second = two.save(Role.VISITATOR, ("referrals.type_in", {"brev": letter_id}), [typed] * 2)
    assert second.page.errors()[0].startswith("Brevet er behandlet i mellemtiden.")
    assert kept_in(second.page, "history") == TYPED["history"]
    assert number_of(two, Referral) == 1
    assert two.session.scalars(select(StoredLetter.outcome)).one() is IntakeOutcome.ACCEPTED


def test_a_message_sent_again_twice_at_once_goes_once(two):
    message = a_message(
        two.make,
        case_id=two.make.case().id,
        raw=xdis91(),
        status=OutgoingStatus.REJECTED,
    )
    message_id, case_id = message.id, message.case_id
    two.save(
        Role.KOORDINATOR,
        ("messages.index", {"message_id": message_id}),
        [{}, {}],
        to="messages.resend",
        expect=(302, 302),
    )
    again = select(OutgoingMessage.id).where(OutgoingMessage.resend_of_id == message_id)
    assert len(two.session.scalars(again).all()) == 1
    assert case_id is not None


def test_a_log_in_taken_at_the_same_moment_is_said_to_be_taken(two):
    typed = [
        {"name": name, "login": "vera", "password": PASSWORD, "roles": "visitator"}
        for name in ("Vera Prøve", "Verner Prøve")
    ]
    _, second = two.save(Role.ADMINISTRATOR, ("administration.new_user", {}), typed)
    assert second.page.errors() == ["Brugernavnet vera er optaget. Vælg et andet."]
    assert kept_in(second.page, "name") == second.typed["name"]


def test_the_second_to_give_a_person_a_role_is_told(two):
    user_id = two.make.user(Role.VISITATOR, login="vivi").id
    typed = {"name": "Vivi Prøve", "active": "y", "roles": ["visitator", "koordinator"]}
    two.save(
        Role.ADMINISTRATOR,
        ("administration.change_user", {"user_id": user_id}),
        [typed, typed | {"title": "Leder"}],
    )
    roles = select(UserRole.role).where(UserRole.user_id == user_id)
    assert set(two.session.scalars(roles)) == {Role.VISITATOR, Role.KOORDINATOR}
    assert two.session.get_one(User, user_id).active


def test_a_seat_given_up_twice_at_once_is_given_up_once(two):
    case = two.make.case()
    booking_id = make_booking(two.make, case, make_course(two.make)).id
    _, second = two.save(
        Role.KOORDINATOR,
        ("attendance.leave", {"booking_id": booking_id}),
        [{"reason": reason, "left_on": "23-11-2026"} for reason in ("haendelse", "udeblevet")],
    )
    assert second.page.errors() == ["Pladsen er allerede afbestilt. Genindlæs siden."]
    assert number_of(two, CourseDropout) == 1


def test_a_seat_made_to_count_twice_at_once_counts_once(two):
    case = two.make.case()
    booking_id = make_booking(two.make, case, make_course(two.make)).id
    referral_id = two.make.referral(case=case).id
    two.save(
        Role.KOORDINATOR,
        ("courses.cancel_booking", {"booking_id": booking_id}),
        [{"referral": str(referral_id)}] * 2,
        to="courses.count_for",
        expect=(302, 302),
    )
    assert number_of(two, BookingReferral) == 2


@pytest.mark.parametrize(
    ("to", "typed", "model"),
    [
        pytest.param("saved_views.use", {"fast": "ja"}, SavedViewDefault, id="opens with it"),
        pytest.param("saved_views.notify", {"rhythm": "daglig"}, SavedViewNotice, id="is mailed"),
    ],
)
def test_one_who_chooses_a_view_on_two_devices_at_once_has_chosen_it(two, to, typed, model):
    view = a_shared_view(two.make, NOW)
    where = ("saved_views.notify", {"view_id": view.id})
    two.save(Role.KOORDINATOR, where, [typed] * 2, to=to, expect=(302, 302), alone=True)
    assert number_of(two, model) == 1
