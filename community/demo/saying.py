"""The sample people say what data/ holds, each line at its moment, replies in the thread of the first line."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from community import clock
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.demo.script import Script, moment
from community.demo.talk import Line, Thread
from community.discussion import actions as discussion
from community.discussion import queries as talks
from community.discussion.queries import Channel, Message
from community.discussion.rules import Reaction
from community.people.queries import Person

SMALL_WINS = "Small wins"
SIGNS_PER_MESSAGE = (0, 0, 0, 1, 1, 2, 4)


class Troupe:
    """Who plays p1, p2 … facilitator and helper; somebody who is not there is played by one who is."""

    def __init__(self, cast: dict[str, Person]) -> None:
        self.cast = cast
        self._members = [person for who, person in cast.items() if who.startswith("p")]

    def of(self, who: str) -> Person:
        found = self.cast.get(who)
        return found if found else self._members[int(who[1:]) % len(self._members)]

    def text(self, line: Line) -> str:
        """The line with given names: {p3} said at its beginning or within becomes a mention."""
        return re.sub(r"\{(\w+)\}", lambda found: f"@{self.of(found[1]).name}", line.text)


def write(
    script: Script, cohort: Cohort, threads: list[Thread], cast: dict[str, Person], first_day: date, zone: str
) -> None:
    """Put every thread into the script."""
    troupe = Troupe(cast)
    chance = random.Random(cohort.name)  # noqa: S311 - the same world each time
    for thread in threads:
        opened: list[Message] = []
        for line in thread.lines:
            at = moment(first_day, line.day, line.at, zone)
            script.at(at, partial(_say, script, troupe, cohort, thread.channel, line, opened, chance))


async def _say(
    script: Script, troupe: Troupe, cohort: Cohort, where: str, line: Line, opened: list[Message], chance: random.Random
) -> None:
    seat = await cohorts.seat(troupe.of(line.who), cohort.id)
    here = await cohorts.cohort(seat)
    channel = await _channel(troupe, seat, here, where)
    key = UUID(int=chance.getrandbits(128))
    message = await discussion.post(seat, here, channel, troupe.text(line), key, thread=opened[0] if opened else None)
    opened.append(message)
    await discussion.mark_read(seat, replace(channel, id=message.channel_id), message.id)
    for _number in range(chance.choice(SIGNS_PER_MESSAGE)):
        who = troupe.of(f"p{chance.randint(1, 14)}")
        when = clock.now() + timedelta(minutes=chance.randint(3, 300))
        script.at(when, partial(_react, cohort, message, who, chance.choice(list(Reaction))))


async def _react(cohort: Cohort, message: Message, person: Person, reaction: Reaction) -> None:
    seat = await cohorts.seat(person, cohort.id)
    await discussion.react(seat, await cohorts.cohort(seat), message, reaction, on=True)


async def _channel(troupe: Troupe, seat: Seat, cohort: Cohort, where: str) -> Channel:
    """The channel with this name, kind or requirement; the one for small wins is made by the facilitator."""
    found = _named(await talks.channels(seat, cohort), where)
    if found is None:
        host = await cohorts.seat(troupe.of("facilitator"), cohort.id)
        found = await discussion.make_channel(host, cohort, SMALL_WINS)
    return found


def _named(channels: list[Channel], where: str) -> Channel | None:
    fits: Callable[[Channel], bool] = (
        (lambda one: one.name == SMALL_WINS)
        if where == "small_wins"
        else (lambda one: where in (one.kind, one.requirement_key))
    )
    return next((one for one in channels if fits(one)), None)
