"""What a reader is shown of credit: on the definition, and before Start (R62)."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community.catalogue.credit import queries, rules
from community.catalogue.credit.queries import Adviser, CreditRule
from community.catalogue.queries import Definition
from community.people.queries import Person


@dataclass(frozen=True)
class Shown:
    """A rule, and the first day for Start if approval is asked for today."""

    rule: CreditRule
    earliest_start: date | None


@dataclass(frozen=True)
class Credit:
    """All that is known for one reader; without any rule that says something, whom to ask."""

    code: str
    shown: list[Shown]
    advisers: list[Adviser]
    signed_in: bool

    @property
    def known(self) -> list[Shown]:
        return [one for one in self.shown if one.rule.gives]

    @property
    def unknown(self) -> list[Shown]:
        """Places that were asked and have not said anything."""
        return [one for one in self.shown if not one.rule.gives]


async def credit(person: Person | None, definition: Definition, now: datetime) -> Credit:
    """What this reader's own places say; for who is not signed in, nothing is known."""
    if person is None:
        return Credit(definition.code, [], [], False)
    today = now.astimezone(ZoneInfo(person.time_zone)).date()
    found = await queries.credit_rules(person, definition, today)
    shown = [Shown(one, rules.earliest_start(today, one.approval_days)) for one in found]
    return Credit(definition.code, shown, await queries.advisers(person, today), True)
