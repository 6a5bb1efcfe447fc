"""One act on many cases: foreseen without a trace, done one by one, and run again in peace."""

from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from rehab.domain.access import Permission, Role
from rehab.domain.bulk import FAULT, NOT_YOURS, BulkSizeError, Outcome, RowAnswer
from rehab.domain.citizen_letters import LetterTemplate
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, Booking, CitizenLetter, ContactPerson, WaitingEntry
from rehab.services.bulk import foresee, run
from rehab.services.bulk_acts import Assignment, GiveContactPerson, WriteLetters
from rehab.services.bulk_places import BookEach, LetEachWait
from tests.conftest import NOW
from tests.support.course_factories import make_course
from tests.support.factories import AWAY
from tests.support.rows import count

BATCH = UUID(int=7)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def give(case_ids, user, instead_of=None):
    return GiveContactPerson({case_id: Assignment(user.id, instead_of) for case_id in case_ids})


def outcomes(answers):
    return [answer.outcome for answer in answers.values()]


def holder(ctx, case_id):
    return ctx.session.scalar(
        select(ContactPerson.user_id).where(
            ContactPerson.case_id == case_id, ContactPerson.until_on.is_(None)
        )
    )


def test_a_preview_says_what_will_happen_and_why_not_and_writes_nothing(ctx, make):
    tove = make.user(Role.TERAPEUT, name="Tove Test")
    case, closed = make.case(), make.case(closed_on=NOW.date())
    held, foreign = make.case(contact_person=tove), make.case(kommunekode=AWAY)
    ids = [case.id, closed.id, held.id, foreign.id]
    events = count(ctx, AuditEvent)
    answers = foresee(ctx, ids, give(ids, tove))
    assert {case_id: answer.sentence for case_id, answer in answers.items()} == {
        case.id: "Tildeles Tove Test.",
        closed.id: "Sagen er afsluttet og skal ikke have ny kontaktperson.",
        held.id: "Tove Test er allerede kontaktperson.",
        foreign.id: NOT_YOURS,
    }
    assert (count(ctx, AuditEvent), holder(ctx, case.id)) == (events, None)


def test_a_run_does_what_it_can_and_says_which_cases_it_left(ctx, make):
    tove = make.user(Role.TERAPEUT, name="Tove Test")
    case, closed, last = make.case(), make.case(closed_on=NOW.date()), make.case()
    ids = [case.id, closed.id, last.id]
    answers = run(ctx, ids, give(ids, tove))
    assert outcomes(answers) == [Outcome.DONE, Outcome.REFUSED, Outcome.DONE]
    assert answers[case.id].sentence == "Tildelt Tove Test."
    assert [holder(ctx, case_id) for case_id in ids] == [tove.id, None, tove.id]
    events = ctx.session.scalars(
        select(AuditEvent.case_id).where(AuditEvent.verb == "contact_person.assigned")
    ).all()
    assert set(events) == {case.id, last.id}


def test_a_run_that_is_run_again_leaves_what_is_done(ctx, make):
    tove = make.user(Role.TERAPEUT)
    ids = [make.case().id, make.case().id]
    run(ctx, ids[:1], give(ids, tove))
    assert outcomes(run(ctx, ids, give(ids, tove))) == [Outcome.ALREADY, Outcome.DONE]


def test_a_case_given_away_since_the_preview_is_left_with_its_new_holder(ctx, make):
    tove, eva = make.user(Role.TERAPEUT), make.user(Role.TERAPEUT, login="eva")
    case = make.case(contact_person=eva)
    answers = run(ctx, [case.id], give([case.id], tove, instead_of=None))
    assert outcomes(answers) == [Outcome.REFUSED]
    assert holder(ctx, case.id) == eva.id


def test_the_database_failing_at_one_case_leaves_the_others_done(ctx, make):
    case, other = make.case(), make.case()
    tove = make.user(Role.TERAPEUT)

    @dataclass(frozen=True)
    class FailsAtOne:
        permission: Permission = Permission.CONTACT_PERSON_ASSIGN

        def foresee(self, _ctx, _cases):
            return {}

        def do(self, ctx, row):
            answer = give([row.id], tove).do(ctx, row)
            if row.id == case.id:
                raise OperationalError("update", {}, RuntimeError("lost"))
            return answer

    answers = run(ctx, [case.id, other.id], FailsAtOne())
    assert answers[case.id] == RowAnswer(Outcome.FAILED, FAULT)
    assert answers[other.id].outcome is Outcome.DONE
    assert (holder(ctx, case.id), holder(ctx, other.id)) == (None, tove.id)


def test_too_many_and_too_little_right_stop_before_anything_is_done(ctx, ctx_as, make):
    case, tove = make.case(), make.user(Role.TERAPEUT)
    with pytest.raises(BulkSizeError):
        run(ctx, [UUID(int=number) for number in range(201)], give([], tove))
    with pytest.raises(NotPermittedError):
        run(ctx_as(Role.VISITATOR), [case.id], give([case.id], tove))


def test_a_therapist_acts_on_own_cases_only(ctx_as, make):
    tove = make.user(Role.TERAPEUT)
    own, other = make.case(contact_person=tove), make.case()
    act = WriteLetters(BATCH, LetterTemplate.MESSAGE, "Vi ses snart.", all_on_paper=False)
    answers = run(ctx_as(Role.TERAPEUT), [own.id, other.id], act)
    assert outcomes(answers) == [Outcome.DONE, Outcome.REFUSED]


def test_seats_are_given_until_the_hold_is_full_as_was_foreseen(ctx, make):
    course = make_course(make, capacity=2, title="Rygskole, hold 1")
    ids = [make.case().id for _ in range(3)]
    act = BookEach(course.id)
    foreseen = foresee(ctx, ids, act)
    assert foreseen[ids[1]].sentence == "Bookes på Rygskole, hold 1, plads 2."
    assert outcomes(foreseen) == [Outcome.READY, Outcome.READY, Outcome.REFUSED]
    assert count(ctx, Booking) == 0
    answers = run(ctx, ids, act)
    assert outcomes(answers) == [Outcome.DONE, Outcome.DONE, Outcome.REFUSED]
    assert answers[ids[2]].sentence == foreseen[ids[2]].sentence
    assert outcomes(run(ctx, ids, act)) == [Outcome.ALREADY, Outcome.ALREADY, Outcome.REFUSED]
    assert count(ctx, Booking) == 2


def test_a_hold_of_another_kommune_is_refused_for_every_case(ctx, make):
    course, case = make_course(make, kommunekode=AWAY), make.case()
    assert outcomes(run(ctx, [case.id], BookEach(course.id))) == [Outcome.REFUSED]


def test_many_are_put_on_the_waiting_list_each_once(ctx, make):
    ids = [make.case().id, make.case(referrals=0).id]
    act = LetEachWait("hold_ikke_opererede", "rygskole")
    foreseen = foresee(ctx, ids, act)
    assert foreseen[ids[0]].sentence == "Kommer på ventelisten til rygskole."
    assert outcomes(run(ctx, ids, act)) == [Outcome.DONE, Outcome.REFUSED]
    assert outcomes(run(ctx, ids, act)) == [Outcome.ALREADY, Outcome.REFUSED]
    assert count(ctx, WaitingEntry) == 1


def test_letters_are_kept_together_and_never_written_twice(ctx, make):
    ids = [make.case().id, make.case().id]
    act = WriteLetters(BATCH, LetterTemplate.MESSAGE, "Vi ses snart.", all_on_paper=True)
    assert [a.sentence for a in foresee(ctx, ids, act).values()] == ["Får brevet på papir."] * 2
    run(ctx, ids[:1], act)
    assert outcomes(run(ctx, ids, act)) == [Outcome.ALREADY, Outcome.DONE]
    rows = ctx.session.scalars(select(CitizenLetter)).all()
    assert {(row.case_id, row.batch_id, row.to_print) for row in rows} == {
        (case_id, BATCH, True) for case_id in ids
    }


def test_a_letter_about_times_is_refused_where_there_are_none(ctx, make):
    case = make.case()
    act = WriteLetters(BATCH, LetterTemplate.INVITATION, "", all_on_paper=False)
    assert "ingen tider endnu" in foresee(ctx, [case.id], act)[case.id].sentence
    assert outcomes(run(ctx, [case.id], act)) == [Outcome.REFUSED]
    assert count(ctx, CitizenLetter) == 0


def test_letters_are_not_put_among_those_somebody_else_asked_for(ctx, ctx_as, make):
    act = WriteLetters(BATCH, LetterTemplate.MESSAGE, "Vi ses snart.", all_on_paper=False)
    run(ctx_as(Role.VISITATOR), [make.case().id], act)
    answers = run(ctx, [make.case().id], replace(act))
    assert outcomes(answers) == [Outcome.REFUSED]
