"""A name is given, confirmed, taken back; five make a draft cohort; after 60 days all are erased."""

import logging
from dataclasses import dataclass
from typing import Any

from community import clock, db, events
from community.affiliates import queries as affiliates
from community.affiliates.queries import Affiliate
from community.catalogue import queries as catalogue
from community.catalogue.queries import Definition
from community.cohorts import actions as cohorts
from community.errors import NotFound
from community.finding import visitors
from community.finding.gathering import queries, rules
from community.finding.gathering.queries import Gathering, Name
from community.people import letters
from community.people import queries as people
from community.people.queries import Person

A_BATCH = 200
LINK = "gathered name"
log = logging.getLogger("roundtable.finding")


@dataclass(frozen=True)
class Together:
    """The draft that was made."""

    cohort_id: int


def link(name_id: int) -> str:
    """What stands in the mailed link."""
    return visitors.link(LINK, name_id)


async def of_link(text: str) -> tuple[Name, Gathering]:
    """The name behind a mailed link; NotFound for one that is erased, and for any other text."""
    name = await queries.name_by_id(visitors.number(LINK, text))
    if name is None:
        raise NotFound
    return name, (await queries.gatherings_by_id([name.gathering_id]))[name.gathering_id]


async def ask(affiliate: Affiliate, definition: Definition, name: str, address: str, language: str) -> Name:
    """A name of somebody who is not signed in: it counts once the link in the mail is pressed."""
    async with db.transaction():
        gathering_id = await queries.begin_by_id(affiliate.id, definition.micro_credential_id)
        found = await queries.put_name_by_id(gathering_id, name, address, language, None)
        key = f"name {found.id} {found.asked_at.timestamp():.0f}"
        about = {"affiliate": affiliate.name, "title": definition.title, "token": link(found.id)}
        await letters.write("name_confirm", address, language, key, at_once=True, **about)
    return found


async def add(person: Person, affiliate: Affiliate, definition: Definition) -> None:
    """One's own name, under the address that is confirmed already; given twice it stands once."""
    async with db.transaction():
        gathering_id = await queries.begin_by_id(affiliate.id, definition.micro_credential_id)
        found = await queries.put_name_by_id(gathering_id, person.name[:80], person.email, person.language, person.id)
        await _confirm(found)


async def confirm(name: Name) -> None:
    """The link was pressed. Pressed twice, it counts once."""
    async with db.transaction():
        await _confirm(name)


async def withdraw(name: Name) -> None:
    """Take a name back: nothing of it stays."""
    async with db.transaction():
        await queries.lock_by_id(name.gathering_id)
        await queries.forget_name_by_id(name.id)


async def look_after(_payload: dict) -> None:
    """The job: what is over ends, what waited for an organizer is made; a transaction for each, safe to repeat."""
    after, problem = 0, None
    while found := await queries.due_by_id(clock.now(), rules.WANTED, after, A_BATCH):
        for gathering_id in found:
            try:
                async with db.transaction():
                    await _look_after(gathering_id)
            except Exception as wrong:
                log.exception("gathering %d", gathering_id)
                problem = wrong
        after = found[-1]
    if problem:
        raise problem


async def _look_after(gathering_id: int) -> None:
    gathering = await queries.lock_by_id(gathering_id)
    if gathering.state != "ended" and gathering.ends_at <= clock.now():
        if gathering.state == "open":
            for name in await queries.names_by_id(gathering_id):
                await _write("name_ended", name, gathering)
            events.record("gathering.ended", f"affiliate:{gathering.affiliate_id}", about=gathering_id)
        await queries.end_by_id(gathering_id)
    else:
        await _make(gathering)


async def _confirm(name: Name) -> None:
    """Under the gathering's lock, so that of two fifth names one makes the cohort."""
    await queries.lock_by_id(name.gathering_id)
    if await queries.confirm_by_id(name.id):
        await _make((await queries.gatherings_by_id([name.gathering_id]))[name.gathering_id])


async def _make(gathering: Gathering) -> None:
    """A draft at the desk of who organizes there; without anybody it waits for one until its time is over."""
    organizers = (await queries.organizers_by_id([gathering.id]))[gathering.id]
    definition = await catalogue.public_definition(gathering.code)
    if gathering.state != "open" or not rules.is_together(gathering.confirmed) or not organizers or definition is None:
        return
    person = (await people.people_by_id(organizers[:1]))[organizers[0]]
    affiliate = (await affiliates.affiliates_by_id([gathering.affiliate_id]))[gathering.affiliate_id]
    desk = await affiliates.desk(person, affiliate.id)
    draft = rules.draft(definition, affiliate, clock.now().date())
    cohort = await cohorts.make_cohort(desk, person, definition, facilitator=None, publish=False, **draft)
    await queries.set_made_by_id(gathering.id, cohort.id)
    for name in await queries.names_by_id(gathering.id):
        await _write("name_made", name, gathering)
    about = Together(cohort.id)
    events.record("gathering.made", f"affiliate:{affiliate.id}", about=gathering.id, by=None, detail=about)


async def _write(letter: str, name: Name, gathering: Gathering) -> None:
    about: dict[str, Any] = {"affiliate": gathering.affiliate, "title": gathering.title}
    about |= {"slug": gathering.affiliate_slug, "called": name.name}
    key = f"{letter} {name.id}"
    await letters.write(letter, name.address, name.language, key, code=gathering.code, **about)
