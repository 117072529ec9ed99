"""The lists hold together: every box has one way to be ticked, every condition on data is known (R22)."""

import dataclasses
from datetime import UTC, datetime

import pytest

from community.checklists import content, rules
from community.checklists.conditions import CONDITIONS, LATER, SAID
from community.checklists.rules import Box, Tick

BY_DATA = {key for key, item in content.items().items() if item.true_when}
TICK = Tick("Gloria Santos", datetime(2026, 11, 2, tzinfo=UTC))


def test_the_phases_are_three_and_every_key_stands_once():
    assert [phase.key for phase in content.phases()] == ["plan", "launch", "implement"]
    assert len(content.items()) == sum(len(phase.items) for phase in content.phases()) > 40
    assert {item.who for item in content.items().values()} == {"organizer", "facilitator"}


def test_r22_each_box_is_ticked_by_hand_or_by_a_condition_never_both():
    assert [key for key, item in content.items().items() if item.by_hand == bool(item.true_when)] == []


def test_each_condition_of_the_lists_is_one_we_know():
    assert CONDITIONS.keys() | LATER == BY_DATA
    assert CONDITIONS.keys() & LATER == set(), "what is measured is not for later"
    assert SAID <= BY_DATA
    for key in SAID:
        assert " or " in content.items()[key].true_when, f"{key}: nobody is asked to say it"


def test_their_licence_stands_in_the_file():
    assert "CC BY-NC-SA 4.0" in content.FILE.read_text("utf-8").splitlines()[0]


def box(key: str, **fields) -> Box:
    return Box(**{"item": content.items()[key], "holds": None, "said": key in SAID, "tick": None} | fields)


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize("tick", [None, TICK])
def test_r22_what_data_decide_no_tick_changes(holds, tick):
    publish = box("publish", holds=holds, tick=tick)
    assert publish.is_done == holds and not publish.may_tick and publish.is_measured


@pytest.mark.parametrize("tick", [None, TICK])
def test_what_nothing_measures_yet_is_not_ticked(tick):
    attendance = box("attendance", tick=tick)
    assert not attendance.is_done and not attendance.may_tick and not attendance.is_measured


def test_a_box_by_hand_is_done_once_somebody_ticked_it():
    assert not box("read_it_all").is_done and box("read_it_all").may_tick
    assert box("read_it_all", tick=TICK).is_done


def test_what_only_a_person_can_know_is_said_by_one_until_data_say_it():
    assert box("check_needs", holds=False).may_tick and not box("check_needs", holds=False).is_done
    assert box("check_needs", holds=False, tick=TICK).is_done
    assert box("check_needs", holds=True).is_done and not box("check_needs", holds=True).may_tick


def test_a_list_counts_what_is_done():
    facts = dict.fromkeys(CONDITIONS, False) | {"publish": True, "code": True}
    plan, launch, implement = rules.lists(facts, SAID, {"read_it_all": TICK, "publish": TICK})
    assert (plan.done, launch.done, implement.done) == (1, 2, 0)
    assert [len(one.boxes) for one in (plan, launch, implement)] == [15, 13, 20]
    assert dataclasses.replace(plan.boxes[0], holds=True).is_done
