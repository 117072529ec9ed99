"""The form with which one asks: what is typed, and whom one may name."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from starlette.requests import Request

from community import clock, pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Member, Seat
from community.errors import Invalid
from community.feedback import content, reasons
from community.feedback.holders import queries as holders
from community.feedback.requests import rules
from community.feedback.requests.actions import Asking
from community.feedback.requests.rules import Asks
from community.feedback.willing import queries as willing
from community.feedback.willing import rules as willing_rules
from community.pages import _
from community.people.profile.rules import Line, LineOrNothing
from community.people.queries import Person

NAMED = "reader_"


class AskForm(BaseModel):
    """What is typed to ask; readers stand beside it, one field each."""

    post_key: UUID
    focus: Annotated[Line, Field(max_length=300)]
    off_limits: Annotated[LineOrNothing, Field(max_length=300)] = ""
    protocol: str = "tag"
    wanted: int = Field(2, ge=1, le=rules.MOST_WANTED)
    until: date
    asks: Asks = Asks.COHORT
    outlook: Literal["yes", "no"] = "no"
    holders: Literal["yes", "no"] = "no"


async def asking(request: Request, person: Person, seat: Seat) -> tuple[AskForm, Asking]:
    """The form as the action wants it. Raises Invalid with a sentence for each field."""
    posted, typed = await pages.form(request, AskForm), await pages.typed_form(request)
    first, last = days(person)
    wrong = {}
    if posted.protocol not in content.asked():
        wrong["protocol"] = _("Choose one of the answers.")
    if not first <= posted.until <= last:
        wrong["until"] = reasons.choose_a_day(last)
    people = {str(member.seat_id): member.person_id for member in await colleagues(seat)}
    chosen = [name.removeprefix(NAMED) for name in typed if name.startswith(NAMED)]
    named = tuple(people[seat_id] for seat_id in chosen if seat_id in people)
    if posted.asks is Asks.NAMED and not named:
        wrong["asks"] = reasons.choose_people()
    if wrong:
        raise Invalid(wrong, typed)
    wanted = max(posted.wanted, len(named)) if posted.asks is Asks.NAMED else posted.wanted
    return posted, Asking(
        focus=posted.focus,
        off_limits=posted.off_limits,
        protocol=posted.protocol,
        wanted=min(wanted, rules.MOST_WANTED),
        until=posted.until,
        asks=posted.asks,
        named=() if posted.asks is Asks.TURN else named[: rules.MOST_WANTED],
        asks_outlook=posted.outlook == "yes",
        asks_holders=posted.holders == "yes" and await holders.are_welcome(seat),
    )


async def colleagues(seat: Seat) -> list[Member]:
    """Who can be asked by name: everybody here but oneself, those who only look on and who is kept from one (R42)."""
    apart = await willing.apart_from(seat)
    return [
        member
        for member in await cohorts.members(seat)
        if member.role != "observer" and willing_rules.may_meet(seat.person_id, member.person_id, apart)
    ]


def as_typed(asked: Asking, people: Iterable[Member]) -> dict[str, str]:
    """The form filled in as it was sent before."""
    chosen = {f"{NAMED}{member.seat_id}": "yes" for member in people if member.person_id in asked.named}
    said = {"focus": asked.focus, "off_limits": asked.off_limits, "protocol": asked.protocol, "asks": str(asked.asks)}
    more = {"wanted": str(asked.wanted), "until": asked.until.isoformat()}
    ticked = {"outlook": asked.asks_outlook, "holders": asked.asks_holders}
    return said | more | {name: "yes" for name, is_on in ticked.items() if is_on} | chosen


def days(person: Person) -> tuple[date, date]:
    """The first and last day that can be chosen, where this person is."""
    today = clock.now().astimezone(ZoneInfo(person.time_zone)).date()
    return today, rules.latest(today)


def shown(person: Person) -> dict[str, Any]:
    """What the empty form begins with."""
    first, last = days(person)
    return {
        "protocols": list(content.asked().values()),
        "help": content.asking(),
        "until": first + timedelta(days=rules.USUAL_DAYS),
        "first": first,
        "last": last,
        "most_wanted": rules.MOST_WANTED,
    }
