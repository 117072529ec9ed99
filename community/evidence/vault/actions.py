"""A text comes back from the vault as a draft, after a fresh check; nothing of it is lost by that (R24)."""

from typing import Any

from community import clock, db
from community.errors import Conflict
from community.evidence import actions
from community.evidence import queries as evidence
from community.evidence.queries import Standing
from community.evidence.rules import State
from community.evidence.vault import queries, rules
from community.evidence.vault.queries import Kept
from community.evidence.vault.rules import Bar
from community.pages import _
from community.people.queries import Person

WHY_NOT = {
    Bar.GONE: lambda: _("Its definition has no such requirement any more. You can read it and take it along."),
    Bar.BEGUN: lambda: _("You have begun this one anew. The kept text stands among its versions."),
    Bar.SHORT: lambda: _("It is shorter than its limit is now. Its versions bring it back, to go on with it."),
    Bar.LONG: lambda: _("It is longer than its limit is now. Its versions bring it back, to shorten it."),
}


def asked_for(standing: Standing, one: Kept) -> Any | None:
    """The requirement for which this text was written; None when the definition has it no more."""
    return next((asked for asked in standing.requirements if asked.key == one.requirement_key), None)


def bar(standing: Standing, one: Kept) -> Bar | None:
    """What stands in the way of this text, or None."""
    asked = asked_for(standing, one)
    return rules.bar_to_return(asked, standing.work(asked.key).state if asked else State.NOT_STARTED, one.text)


async def put_back(person: Person, standing: Standing, one: Kept, device: str = "") -> None:
    """This text is the draft from now on. Raises Conflict with what stands in the way."""
    async with db.transaction():
        asked = asked_for(standing, one)
        if asked is None:
            raise Conflict(WHY_NOT[Bar.GONE]())
        micro_credential_id = standing.definition.micro_credential_id
        now = await evidence.lock_work(person, micro_credential_id, one.requirement_key, clock.now())
        found = rules.bar_to_return(asked, now.state, one.text)
        if found:
            raise Conflict(WHY_NOT[found]())
        await actions.draft(person, standing.definition, asked, one.text, now.revision, device)


async def put_all_back(person: Person, standing: Standing, device: str = "") -> int:
    """All of this micro-credential that pass the check come back; how many did."""
    async with db.transaction():
        passing = [one for one in await queries.kept(person, standing.definition.code) if bar(standing, one) is None]
        for one in passing:
            await put_back(person, standing, one, device)
    return len(passing)
