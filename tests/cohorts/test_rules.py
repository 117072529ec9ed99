"""The rules of cohorts, without a database."""

from datetime import date
from types import SimpleNamespace as Thing

import pytest

from community.cohorts import reasons, rhythm, rules
from community.cohorts.rules import Barrier, State

ORGANIZER = Thing(seat=None, desk=Thing())
FACILITATOR = Thing(seat=Thing(id=1, is_facilitator=True), desk=None)
PARTICIPANT = Thing(seat=Thing(id=2, is_facilitator=False), desk=None)


def at(state: State, who: Thing) -> Thing:
    return Thing(cohort=Thing(state=state), seat=who.seat, desk=who.desk)


@pytest.mark.parametrize("who", [ORGANIZER, FACILITATOR])
def test_who_leads_takes_a_cohort_through_its_life_one_step_at_a_time(who):
    life = [rules.moves(at(state, who)) for state in State]
    assert life == [["publish"], ["begin"], ["finish"], ["close"], []]


def test_a_participant_moves_nothing_and_sees_no_addresses():
    assert [rules.moves(at(state, PARTICIPANT)) for state in State] == [[]] * 5
    assert not rules.sees_addresses(PARTICIPANT)
    assert rules.sees_addresses(FACILITATOR)
    assert rules.sees_addresses(ORGANIZER)


def test_every_state_but_the_last_leads_on():
    assert {was for was, _, _ in rules.MOVES.values()} == set(State) - {State.CLOSED}


def test_who_may_remove_whom():
    ana, gloria, gus = (
        Thing(seat_id=n, role=r) for n, r in ((2, "participant"), (1, "facilitator"), (3, "facilitator"))
    )
    assert rules.may_remove(FACILITATOR, ana)
    assert not rules.may_remove(FACILITATOR, gloria), "she leaves herself"
    assert not rules.may_remove(FACILITATOR, gus), "a facilitator is removed by an organizer only"
    assert rules.may_remove(ORGANIZER, gus)
    assert not rules.may_remove(PARTICIPANT, gloria)
    assert not rules.may_remove(PARTICIPANT, ana), "not even herself"


def test_people_come_while_it_is_open_and_into_a_running_one():
    assert [state for state in State if rules.takes_people(state)] == [State.OPEN, State.RUNNING]


def offered(**changed) -> Thing:
    said = {"state": State.OPEN, "sign_up_open": True, "who_may_join": "everyone", "refusal_text": ""}
    return Thing(affiliate="Cedar Valley", **said | changed)


@pytest.mark.parametrize(
    ("cohort", "local", "member", "stranger"),
    [
        (offered(), None, None, None),
        (offered(who_may_join="members"), None, None, Barrier.MEMBERS_ONLY),
        (offered(who_may_join="local"), None, Barrier.LOCALS_ONLY, Barrier.LOCALS_ONLY),
        (offered(sign_up_open=False), *[Barrier.SIGN_UP_CLOSED] * 3),
        (offered(state=State.RUNNING), None, None, None),
        (offered(state=State.DRAFT), *[Barrier.NOT_YET] * 3),
        (offered(state=State.FINISHING), *[Barrier.OVER] * 3),
        (offered(state=State.CLOSED), *[Barrier.OVER] * 3),
    ],
)
def test_r16_who_may_join_and_when(cohort, local, member, stranger):
    people = ((True, True), (False, True), (False, False))
    assert [rules.barrier(cohort, here, anywhere) for here, anywhere in people] == [local, member, stranger]


@pytest.mark.parametrize("barrier", Barrier)
def test_r16_a_refusal_says_why_and_what_would_be_possible_and_what_the_organizer_adds(barrier):
    said = reasons.barred(offered(refusal_text="Write to cedar@example.org."), barrier)
    assert said.startswith(("This cohort", "Sign-up for this cohort"))
    assert any(way in said for way in ("then work", "next one", "invite you", "begin alone")), said
    assert said.endswith(" Write to cedar@example.org.")


def test_a_cohort_meets_on_its_weekday_in_its_weeks():
    tuesday = date(2027, 1, 12)
    assert rhythm.meeting_days(tuesday, 1, [1, 2, 5]) == [tuesday, date(2027, 1, 19), date(2027, 2, 9)]
    assert rhythm.meeting_days(tuesday, 0, [1]) == [date(2027, 1, 18)], "the first Monday after it begins"
    assert rhythm.meeting_days(tuesday, None, [1, 2]) == []
    assert rhythm.every(2, 3) == [1, 3, 5]
    assert [rhythm.step(weeks) for weeks in ([1, 3, 5], [1, 2, 5], [1])] == [2, 0, 1]


def test_r14_full_is_full():
    assert [rules.is_full(taken, 8) for taken in (0, 7, 8, 9)] == [False, False, True, True]


def test_r13_the_last_facilitator_stays_until_the_cohort_is_closed():
    assert not rules.can_go("facilitator", State.RUNNING, facilitators=1)
    assert rules.can_go("facilitator", State.RUNNING, facilitators=2)
    assert rules.can_go("facilitator", State.CLOSED, facilitators=1)
    assert rules.can_go("participant", State.RUNNING, facilitators=1)


@pytest.mark.parametrize(
    "typed", ["K7QM2XWD01HF", "k7qm-2xwd-01hf", " K7QM 2XWD OIHF ", "k7qm–2xwd–olhf", "Ｋ７ＱＭ2XWD01HF"]
)
def test_r12_a_code_is_read_as_people_write_it(typed):
    assert rules.plain_code(typed) == "K7QM2XWD01HF"


def test_a_code_is_spoken_in_fours_and_kept_apart_by_its_hash():
    assert rules.spoken_code("K7QM2XWD01HF") == "K7QM-2XWD-01HF"
    assert rules.code_hash("K7QM2XWD01HF") != rules.code_hash("K7QM2XWD01HG")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Talk to Learn, Winter 2027", "talk-to-learn-winter-2027"),
        ("Café & Mañana", "cafe-manana"),
        ("日本", "cohort"),
        ("x" * 120, "x" * 100),
    ],
)
def test_a_name_becomes_an_address(name, slug):
    assert rules.slug(name) == slug
