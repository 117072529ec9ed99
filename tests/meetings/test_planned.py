"""What publishing makes of a cohort's rhythm and of the plan it was made from."""

from datetime import date, time
from types import SimpleNamespace

import pytest

from community.cohorts import plans
from community.meetings import rules


def a_cohort(**fields) -> SimpleNamespace:
    usual = {
        "starts_on": date(2026, 10, 19), "weekday": 1, "meets_at": time(16, 30), "meeting_weeks": [1, 2, 5],
        "minutes": 60, "template": "", "language": "en",
    }
    return SimpleNamespace(**usual | fields)


@pytest.mark.parametrize("plan", plans.plans().values(), ids=lambda plan: plan.key)
def test_by_a_plan_each_meeting_has_its_name_and_length(plan):
    made = rules.planned(a_cohort(template=plan.key, meeting_weeks=plan.meeting_weeks, minutes=plan.minutes))
    assert [(title, minutes) for _, title, minutes, _ in made] == [(one.title, one.minutes) for one in plan.meetings]
    first = made[0][0]
    assert [1 + (at - first).days // 7 for at, _title, _minutes, _week in made] == plan.meeting_weeks


def test_a_length_that_somebody_chose_holds_for_all():
    made = rules.planned(a_cohort(template="eight_weeks", minutes=45))
    assert {minutes for _at, _title, minutes, _week in made} == {45}


def test_a_week_that_the_plan_has_no_meeting_in_is_numbered():
    made = rules.planned(a_cohort(template="eight_weeks", meeting_weeks=[1, 9]))
    assert [title for _at, title, _minutes, _week in made] == ["Begin", "Meeting 2"]


def test_without_a_plan_they_are_numbered():
    assert [title for _, title, *_ in rules.planned(a_cohort())] == ["Meeting 1", "Meeting 2", "Meeting 3"]


def test_each_knows_the_week_of_the_plan_whose_agenda_is_its_own():
    made = rules.planned(a_cohort(template="eight_weeks", meeting_weeks=[3, 1]))
    assert [week for _at, _title, _minutes, week in made] == [1, 3]
