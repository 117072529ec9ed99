"""What stands before the rows: definitions, the national affiliate, who signs in; and where each row belongs."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from community.affiliates.queries import Affiliate
from community.catalogue.queries import Definition
from community.demo.scale import rules
from community.demo.scale.rules import Size
from community.people.queries import Person

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
SAT_FOR = 50  # days in a seat before the first attempt


@dataclass(frozen=True)
class Offsets:
    """The last numbers that were taken before."""

    affiliate: int
    person: int


@dataclass
class World:
    """Everything that a row of any table is derived from. Members come first among the people, then who is alone."""

    size: Size
    now: datetime
    national: Affiliate
    organizer: Person
    definitions: list[tuple[Definition, list[str], str]]  # with the keys of its requirements, and its hash
    offsets: Offsets
    lists: Counter = field(default_factory=Counter)  # awards of each issuer
    places: dict[tuple[int, int], int] = field(default_factory=dict)  # {(issuer, number of a status list): its row}

    @cached_property
    def today(self) -> date:
        return self.now.date()

    def state_of(self, local: int) -> int:
        """The affiliate above the local with this number, from 0 on."""
        return self.offsets.affiliate + 1 + local % rules.STATES

    def local_id(self, number: int) -> int:
        return self.offsets.affiliate + 1 + rules.STATES + number % self.size.locals

    def definition(self, number: int) -> tuple[Definition, list[str], str]:
        """Of the cohort with this number; whoever is alone counts on behind the cohorts."""
        return self.definitions[number % len(self.definitions)]

    def begun(self, cohort: int) -> datetime:
        return self.now - timedelta(days=self.size.days_ago(cohort), hours=2)

    def person_id(self, number: int) -> int:
        """Members and who is alone by number, from 0 on; facilitators stand behind them."""
        return self.offsets.person + 1 + number

    def facilitator_id(self, cohort: int) -> int:
        return self.person_id(self.size.members + self.size.alone + cohort)

    def submitted_at(self, number: int) -> datetime:
        """The first attempt; a second one, and the award, come weeks later."""
        if number >= self.size.members:
            return self.now - timedelta(days=40 + number % 700)
        return self.begun(number // rules.MEMBERS) + timedelta(days=SAT_FOR)

    def work_of(self, number: int) -> int:
        """The cohort, or what stands for one, whose definition this person works on."""
        return number // rules.MEMBERS if number < self.size.members else number
