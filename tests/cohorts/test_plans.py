"""The plans that come with the product hold what they promise."""

import pytest

from community.cohorts import plans

PLANS = plans.plans().values()


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.key)
def test_a_plans_meetings_stand_in_their_weeks_and_their_agendas_add_up(plan):
    assert plan.meeting_weeks == sorted(set(plan.meeting_weeks))
    assert 1 == plan.meeting_weeks[0] <= plan.meeting_weeks[-1] <= plan.weeks
    for meeting in plan.meetings:
        assert sum(item["minutes"] for item in meeting.agenda) == meeting.minutes, f"{plan.key}, week {meeting.week}"
        assert all((meeting.title, meeting.purpose, meeting.bring, meeting.facilitator_says)), meeting.key
    assert len({meeting.key for meeting in plan.meetings}) == len(plan.meetings)
    assert len(plan.name) <= 60, "it is kept as the key of a cohort's template"


def test_the_first_plan_is_the_fields_own():
    eight = plans.plans()[plans.FIRST]
    assert (eight.weeks, eight.meeting_weeks, eight.minutes) == (8, [1, 2, 3, 4, 5, 6, 7, 8], 60)
    assert {plan.key for plan in PLANS} == {"eight_weeks", "four_meetings", "twelve_weeks"}


def test_its_licence_stands_in_the_file():
    assert "CC BY-NC-SA 4.0" in plans.FILE.read_text("utf-8").splitlines()[0]
