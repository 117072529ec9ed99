"""Pairs as they are proposed: who needs a reader first, nobody with whom they are kept from."""

from hypothesis import given
from hypothesis import strategies as st

from community.meetings.pairs.rules import MOST, Candidate, grouped, may_pair, propose, wrong


def candidate(seat_id: int, **fields) -> Candidate:
    usual = {"works": True, "waits": False, "has_draft": True, "has_time": True, "given": 0.0, "answer": ""}
    return Candidate(seat_id, 100 + seat_id, f"Person {seat_id}", f"P{seat_id}", "", **usual | fields)


PEOPLE = st.lists(
    st.builds(
        candidate,
        st.integers(1, 60),
        works=st.sampled_from([True, True, True, False]),
        waits=st.booleans(),
        has_draft=st.booleans(),
        has_time=st.sampled_from([True, True, False]),
        given=st.sampled_from([0.0, 0.5, 3.0]),
        answer=st.sampled_from(["", "comes", "not_sure", "cannot"]),
    ),
    max_size=14,
    unique_by=lambda one: one.seat_id,
)
APART = st.sets(st.frozensets(st.integers(1, 60), min_size=2, max_size=2), max_size=40)
BEFORE = st.dictionaries(st.frozensets(st.integers(1, 60), min_size=2, max_size=2), st.integers(1, 3), max_size=20)


def seats(pairs) -> list[list[int]]:
    return [[one.seat_id for one in pair] for pair in pairs]


@given(PEOPLE, APART, BEFORE)
def test_r42_nobody_is_put_with_whom_they_are_kept_from_nor_with_themself(people, apart, before):
    pairs, left = propose(people, apart, before)
    for pair in pairs:
        assert 2 <= len(pair) <= MOST
        assert all(may_pair(one, other, apart) for one in pair for other in pair if one is not other)
    put = [one for pair in pairs for one in pair]
    free = {one.seat_id for one in people if one.comes and one.has_time}
    assert sorted(one.seat_id for one in [*put, *left]) == sorted(free), "each who comes and has time once"


@given(PEOPLE, APART, BEFORE)
def test_who_is_left_could_be_put_with_nobody_else_who_is_left_and_in_no_pair_of_two(people, apart, before):
    pairs, left = propose(people, apart, before)
    assert not any(may_pair(one, other, apart) for one in left for other in left)
    twos = [pair for pair in pairs if len(pair) == 2]
    assert not any(all(may_pair(one, other, apart) for other in pair) for one in left for pair in twos)


@given(PEOPLE, BEFORE)
def test_where_nobody_is_kept_apart_all_who_work_are_put_together_but_for_the_only_one(people, before):
    pairs, left = propose(people, set(), before)
    working = [one for one in people if one.works and one.comes and one.has_time]
    assert not [one for one in left if one.works] or (len(working) == 1 and not pairs)


@given(PEOPLE, APART, BEFORE)
def test_the_same_people_are_proposed_the_same_whatever_their_order(people, apart, before):
    assert propose(people, apart, before) == propose(list(reversed(people)), apart, before)


def test_who_waits_for_a_reader_comes_first_and_an_odd_one_makes_a_three():
    people = [candidate(1), candidate(2), candidate(3, waits=True), candidate(4, has_draft=False), candidate(5)]
    pairs, left = propose(people, set(), {})
    assert seats(pairs) == [[3, 1, 4], [2, 5]] and not left


def test_who_read_each_other_before_are_put_with_others_where_there_are_others():
    people = [candidate(number) for number in (1, 2, 3, 4)]
    pairs, _left = propose(people, set(), {frozenset({1, 2}): 1})
    assert seats(pairs) == [[1, 3], [2, 4]]
    pairs, _left = propose(people[:2], set(), {frozenset({1, 2}): 5})
    assert seats(pairs) == [[1, 2]], "better than nobody"


def test_who_cannot_come_or_has_no_time_is_left_in_peace_and_two_helpers_have_nothing_to_read():
    people = [candidate(1), candidate(2, answer="cannot"), candidate(3, has_time=False)]
    assert propose(people, set(), {}) == ([], [people[0]])
    helpers = [candidate(4, works=False, has_draft=False), candidate(5, works=False, has_draft=False)]
    assert propose(helpers, set(), {})[0] == []
    assert seats(propose([*helpers[:1], people[0]], set(), {})[0]) == [[1, 4]]


def test_what_is_wrong_with_chosen_pairs_is_said_of_each_seat():
    people = [candidate(number) for number in range(1, 7)]
    chosen = {1: 1, 2: 1, 3: 2, 4: 3, 5: 3, 6: 3}
    assert wrong(chosen, people, {frozenset({1, 2})}) == ({3}, set(), {1, 2})
    assert wrong({number: 1 for number in range(1, 5)}, people, set())[1] == {1, 2, 3, 4}
    assert grouped({1: 1, 2: 1, 5: 2, 6: 2}) == {frozenset({1, 2}), frozenset({5, 6})}
