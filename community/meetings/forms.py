"""What is typed of a meeting: a day and a time where the cohort meets, how long, where."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from community.meetings import reasons, rules
from community.meetings.actions import Wanted
from community.meetings.queries import Meeting
from community.people.profile.rules import Line, LineOrNothing


class Where(BaseModel):
    """The place, the room on video, or both."""

    place: LineOrNothing = Field(default="", max_length=200)
    link: LineOrNothing = Field(default="", max_length=500)

    @field_validator("link")
    @classmethod
    def _is_an_address(cls, typed: str) -> str:
        if typed and not typed.startswith(("https://", "http://")):
            raise ValueError(reasons.no_address())
        return typed


class MeetingForm(Where):
    title: Line = Field(min_length=1, max_length=120)
    on: date
    at: time
    minutes: int = Field(ge=5, le=rules.LONGEST)

    @field_validator("on")
    @classmethod
    def _in_our_days(cls, on: date) -> date:
        if not 2000 <= on.year < 2100:
            raise ValueError(reasons.long_ago())
        return on

    def wanted(self, time_zone: str) -> Wanted:
        at = self.at.replace(second=0, microsecond=0, tzinfo=None)
        local = datetime.combine(self.on, at)
        return Wanted(self.title, local, time_zone, self.minutes, self.place, self.link)

    @staticmethod
    def empty(first: datetime, time_zone: str) -> dict[str, Any]:
        """What a new meeting's form says before anybody typed: the day of `first`, no hour."""
        return {
            "title": "",
            "on": rules.local(first, time_zone).date().isoformat(),
            "at": "",
            "minutes": rules.USUAL,
            "place": "",
            "link": "",
        }


class NewMeeting(MeetingForm):
    post_key: UUID


class Version(BaseModel):
    """Which version of the meeting the page showed."""

    version: int = Field(ge=1, le=2_000_000_000)


class VersionForm(MeetingForm, Version):
    pass


def typed_of(meeting: Meeting) -> dict[str, Any]:
    """A meeting as its form shows it."""
    return {
        "title": meeting.title,
        "on": meeting.starts_local.date().isoformat(),
        "at": f"{meeting.starts_local:%H:%M}",
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
    }
