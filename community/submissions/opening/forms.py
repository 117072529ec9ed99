"""The form with which a result is opened: which rows, to whom, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request

from community import pages, words
from community.cohorts.queries import Member, Seat
from community.errors import Invalid
from community.feedback.requests import forms as asking
from community.pages import _
from community.people.queries import Person
from community.submissions.opening import rules
from community.submissions.opening.actions import today
from community.submissions.results.reading import Reading

ROW, TO = "row ", "to_"


@dataclass(frozen=True)
class Row:
    """One row of a result that may be opened. `is_short`: it fell short; others are opened only when she ticks them."""

    place: tuple[str, str]
    name: str
    of: str
    is_short: bool

    @property
    def field(self) -> str:
        return ROW + " ".join(self.place).strip()


def rows(reading: Reading) -> list[Row]:
    """What fell short first, in the order of the rubric; then what is met, and was said something of."""
    missing = {one.key: Row((one.key, ""), one.name, "", True) for one in reading.missing}
    found = [
        Row(
            (one.criterion.requirement_key, one.criterion.key),
            f"{one.criterion.number} {one.criterion.title}",
            one.name,
            not one.verdict.met,
        )
        for one in (*reading.open, *reading.met)
        if not one.verdict.met or one.verdict.remarks
    ]
    return [*missing.values(), *found]


class _Posted(BaseModel):
    post_key: UUID
    until: date


@dataclass(frozen=True)
class Opening:
    """As it was asked for."""

    post_key: UUID
    rows: Sequence[tuple[str, str]]
    to: Sequence[int]  # persons
    until: date


async def opening(request: Request, person: Person, seat: Seat, reading: Reading) -> Opening:
    """The form as the action wants it. Raises Invalid with a sentence for each field."""
    posted, typed = await pages.form(request, _Posted), await pages.typed_form(request)
    chosen = [row.place for row in rows(reading) if row.field in typed]
    people = [one.person_id for one in await colleagues(seat) if f"{TO}{one.seat_id}" in typed]
    wrong = {}
    if not chosen:
        wrong["rows"] = _("Tick at least one row.")
    if not people:
        wrong["to"] = _("Choose at least one person.")
    if not rules.may_open_until(posted.until, today(person)):
        last = words.day(today(person) + timedelta(days=rules.MOST_DAYS), words.known(person.language))
        wrong["until"] = _("Choose a day from today to %(last)s.") % {"last": last}
    if wrong:
        raise Invalid(wrong, typed)
    return Opening(posted.post_key, chosen, people, posted.until)


async def colleagues(seat: Seat) -> list[Member]:
    """Everybody here but oneself, those who only look on, and who is kept from one (R42); who leads stands first."""
    return await asking.colleagues(seat)


async def shown(person: Person, seat: Seat, reading: Reading, to: str = "") -> dict[str, Any]:
    """What the form is made of; `to` is the seat that is chosen as it opens."""
    first = today(person)
    return {
        "rows": rows(reading),
        "colleagues": await colleagues(seat),
        "chosen": to,
        "first": first,
        "until": first + timedelta(days=rules.USUAL_DAYS),
        "last": first + timedelta(days=rules.MOST_DAYS),
    }
