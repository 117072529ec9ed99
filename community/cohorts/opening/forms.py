"""What an organizer says of a cohort, as it is typed: when it meets, and the rest in sentences."""

import re
from datetime import date, time
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from community.cohorts import rhythm, rules
from community.cohorts.opening import rules as opening
from community.pages import _
from community.people.profile import rules as profile
from community.people.profile.rules import LineOrNothing

MOST_WEEKS = 104
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)  # beyond them a calendar ends, somewhere or other


class Settings(BaseModel):
    """The terms that may change as long as a cohort lives."""

    name: LineOrNothing = Field(default="", max_length=120)
    mode: Literal["online", "in_person", "both"] = "online"
    place: LineOrNothing = Field(default="", max_length=200)
    link: LineOrNothing = Field(default="", max_length=500)
    capacity: int = Field(default=opening.SEATS, ge=1, le=rules.MOST_SEATS)
    who_may_join: Literal["local", "members", "everyone"] = "members"
    refusal_text: LineOrNothing = Field(default="", max_length=500)
    sign_up: Literal["open", "closed"] = "open"
    language: str = "en"
    backlog: Literal["all", "from_joining"] = "all"
    shows: Literal["all", "working_done", "nothing"] = "all"

    @field_validator("name")
    @classmethod
    def _a_name(cls, typed: str) -> str:
        if 0 < len(typed) < 3:
            raise ValueError(_("Write at least 3 characters, or nothing: then it is called after what it works on."))
        return typed

    @field_validator("link")
    @classmethod
    def _a_safe_address(cls, typed: str) -> str:
        if typed and not re.fullmatch(r"https://[^\s/]+\.[^\s]+", typed):
            raise ValueError(_("Give the whole address of the meeting room, beginning with https://."))
        return typed

    def terms(self) -> dict[str, Any]:
        """As columns of the cohort, but for the name, which may be left empty."""
        columns = self.model_dump(include=set(Settings.model_fields) - {"name", "sign_up"})
        return columns | {"sign_up_open": self.sign_up == "open"}


class Terms(Settings):
    """The same, and when it meets: what is fixed once members were told of it."""

    starts_on: date = Field(ge=FIRST_DAY, le=LAST_DAY)
    weekday: int | None = Field(default=None, ge=0, le=6)
    meets_at: time | None = None
    meeting_count: int = Field(default=8, ge=0, le=rhythm.MOST_MEETINGS)
    every_weeks: int = Field(default=1, ge=0, le=4)
    weeks: str = Field(default="", max_length=200, validate_default=True)
    minutes: int = Field(default=60, ge=10, le=600)
    time_zone: str
    ends_on: date | None = Field(default=None, le=LAST_DAY, validate_default=True)

    @field_validator("weeks")
    @classmethod
    def _in_order(cls, typed: str, info: ValidationInfo) -> str:
        if info.data.get("every_weeks") == opening.AS_IN_THESE_WEEKS:
            weeks = re.findall(r"[0-9]{1,4}", typed)
            if not weeks or re.search(r"[^0-9,;\s]", typed) or not all(1 <= int(week) <= MOST_WEEKS for week in weeks):
                raise ValueError(_("Give the weeks in which it meets, from 1 on: 1, 2, 5, 7."))
            if len(set(weeks)) > rhythm.MOST_MEETINGS:
                raise ValueError(_("Plan at most %(most)s meetings.") % {"most": rhythm.MOST_MEETINGS})
        return typed

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, typed: str) -> str:
        if typed not in profile.zones():
            raise ValueError(_("Choose one of the answers."))
        return typed

    @field_validator("ends_on")
    @classmethod
    def _after_the_first(cls, ends_on: date | None, info: ValidationInfo) -> date | None:
        starts_on = info.data.get("starts_on")
        if ends_on and starts_on and not starts_on <= ends_on:
            raise ValueError(_("The last day comes before the first. Give a later one."))
        return ends_on

    @property
    def meeting_weeks(self) -> list[int]:
        """The weeks in which it meets; none without an hour."""
        if self.meets_at is None:
            weeks = []
        elif self.every_weeks == opening.AS_IN_THESE_WEEKS:
            weeks = sorted({int(week) for week in re.findall(r"[0-9]+", self.weeks)})
        else:
            weeks = rhythm.every(self.every_weeks, self.meeting_count)
        return weeks

    def schedule(self) -> dict[str, Any]:
        """As columns of the cohort. Raises ValueError where a meeting would fall behind the last day."""
        weekday = None
        if self.meets_at is not None:
            weekday = self.starts_on.weekday() if self.weekday is None else self.weekday
        days = rhythm.meeting_days(self.starts_on, weekday, self.meeting_weeks)
        ends_on = self.ends_on or opening.last_day(self.starts_on, days)
        if days and days[-1] > ends_on:
            raise ValueError(_("The last meeting falls on a later day than this. Give a later one, or fewer meetings."))
        return {
            "starts_on": self.starts_on,
            "ends_on": ends_on,
            "weekday": weekday,
            "meets_at": self.meets_at,
            "minutes": self.minutes,
            "meeting_weeks": self.meeting_weeks,
            "time_zone": self.time_zone,
        }
