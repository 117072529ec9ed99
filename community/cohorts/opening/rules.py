"""What is filled in before an organizer answers: from a plan, or from an earlier cohort. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, time, timedelta
from typing import Any

from community import words
from community.cohorts import rhythm
from community.cohorts.plans import Plan
from community.words import gettext as _

SEATS = 16
LEAD = timedelta(days=14)  # time to spread the word
UNPLANNED = timedelta(weeks=8)  # how long it runs where no meeting is planned
HOUR = time(16, 30)  # after school
AS_IN_THESE_WEEKS = 0  # for `every_weeks`: where the weeks between two meetings differ


@dataclass(frozen=True)
class Terms:
    """All that stands in sentences below the four questions, as the form has it; `weeks` is "1, 2, 5, 7" or ""."""

    time_zone: str
    name: str = ""
    meeting_count: int = 8
    every_weeks: int = 1
    weeks: str = ""
    minutes: int = 60
    mode: str = "online"
    place: str = ""
    link: str = ""
    capacity: int = SEATS
    who_may_join: str = "members"
    refusal_text: str = ""
    sign_up: str = "open"
    language: str = "en"
    backlog: str = "all"
    shows: str = "all"
    template: str = ""
    ends_on: str = ""


@dataclass(frozen=True)
class Answers:
    """What the four questions begin with."""

    starts_on: date
    definition: str = ""
    weekday: int | str = ""
    meets_at: str = f"{HOUR:%H:%M}"


def first_day(today: date) -> date:
    """The first day, until somebody says otherwise."""
    return today + LEAD


def terms_of_plan(plan: Plan, time_zone: str) -> Terms:
    return Terms(
        time_zone=time_zone, minutes=plan.minutes, template=plan.key, **_rhythm(plan.meeting_weeks)
    )


def terms_of_cohort(cohort: Any) -> Terms:
    """The same as in this cohort; its last day only if it does not follow from its meetings."""
    same = {field.name: getattr(cohort, field.name) for field in fields(Terms) if hasattr(cohort, field.name)}
    sign_up = "open" if cohort.sign_up_open else "closed"
    return Terms(**same | _rhythm(cohort.meeting_weeks) | {"sign_up": sign_up, "ends_on": cohort.ends_on.isoformat()})


def terms_to_keep(terms: Terms) -> dict[str, Any]:
    """What a template of an affiliate keeps: neither a name nor a day, nor the address of one cohort's meetings."""
    return asdict(terms) | {"name": "", "ends_on": "", "link": ""}


def terms_kept(kept: dict[str, Any]) -> Terms:
    """What was kept, also by an older version that knew other settings."""
    known = {field.name for field in fields(Terms)}
    return Terms(**{name: value for name, value in kept.items() if name in known})


def _rhythm(weeks: list[int]) -> dict[str, Any]:
    step = rhythm.step(weeks) if weeks else 1
    text = ", ".join(map(str, weeks)) if step == AS_IN_THESE_WEEKS else ""
    return {"meeting_count": len(weeks), "every_weeks": step, "weeks": text}


def last_day(starts_on: date, days: list[date]) -> date:
    """The day of the last meeting; without meetings some weeks after the first day."""
    return days[-1] if days else starts_on + UNPLANNED


def named(title: str, starts_on: date) -> str:
    """Such as "Talk to Learn, Winter 2027": what it works on, and when it begins."""
    season = (_("Winter"), _("Spring"), _("Summer"), _("Fall"))[starts_on.month % 12 // 3]
    year = starts_on.year + (starts_on.month == 12)
    return _("%(title)s, %(season)s %(year)s") % {"title": title[:90], "season": season, "year": year}


def languages(codes: Iterable[str], reader: str) -> list[tuple[str, str]]:
    """(code, name) for a list, each named in its own language and, where it differs, in the reader's."""
    return [(code, words.language_name(code, reader)) for code in sorted(set(codes))]
