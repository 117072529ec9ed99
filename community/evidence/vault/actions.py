"""A text comes back from the vault as a draft, its files with it, after a fresh check; nothing is lost by it (R24)."""

from collections.abc import Sequence
from typing import Any

from community import clock, db
from community.errors import Conflict
from community.evidence import actions
from community.evidence import queries as evidence
from community.evidence import rules as evidence_rules
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Artifact
from community.evidence.queries import Standing
from community.evidence.rules import State
from community.evidence.scrub import actions as scrub
from community.evidence.vault import queries, rules
from community.evidence.vault.queries import Kept
from community.evidence.vault.rules import Bar
from community.pages import _
from community.people.queries import Person
from community.uploads import kinds

WHOLE = (kinds.State.CHECKING, kinds.State.READY)
WHY_NOT = {
    Bar.GONE: lambda: _("Its definition has no such requirement any more. You can read it and take it along."),
    Bar.BEGUN: lambda: _("You have begun this one anew. The kept text stands among its versions."),
    Bar.SHORT: lambda: _("It is shorter than its limit is now. Its versions bring it back, to go on with it."),
    Bar.LONG: lambda: _("It is longer than its limit is now. Its versions bring it back, to shorten it."),
    Bar.FILES: lambda: _("Its definition takes no such file any more. You can take it along."),
    Bar.LOOKED_AT: lambda: _("A file of it is being looked at. It can come back once that is done."),
    Bar.FILE_NAMES: lambda: _("Something in a file of it may be a name. Answer that, then it can come back."),
    Bar.NAMES: lambda: _("Something in it may be a name. Its versions bring it back, to answer that or to edit it."),
}


def asked_for(standing: Standing, one: Kept) -> Any | None:
    """The requirement for which this text was written; None when the definition has it no more."""
    return next((asked for asked in standing.requirements if asked.key == one.requirement_key), None)


async def files(person: Person, kept: Sequence[Kept]) -> dict[int, list[Artifact]]:
    """The files that were put away with these, by work: those that came whole and were not refused."""
    found = await artifacts.artifacts_at(person, [one.work_id for one in kept])
    return {work_id: [file for file in each if file.state in WHOLE] for work_id, each in found.items()}


async def bars(person: Person, standing: Standing, kept: Sequence[Kept]) -> dict[int, Bar | None]:
    """What stands in the way of each of these of one micro-credential, or None; by work."""
    asked = {one.work_id: asked_for(standing, one) for one in kept}
    works = {one.work_id: standing.work(one.requirement_key) for one in kept if asked[one.work_id]}
    found = await scrub.check_all(person, {works[one.work_id]: one.text for one in kept if one.work_id in works})
    with_them = await files(person, kept)
    return {
        one.work_id: rules.bar_to_return(
            asked[one.work_id],
            works[one.work_id].state if one.work_id in works else State.NOT_STARTED,
            one.text,
            len(found.get(one.work_id, [])),
            with_them.get(one.work_id, []),
        )
        for one in kept
    }


async def put_back(person: Person, standing: Standing, one: Kept, device: str = "") -> None:
    """This text, with its files, is the draft from now on. Raises Conflict with what stands in the way."""
    async with db.transaction():
        asked = asked_for(standing, one)
        if asked is None:
            raise Conflict(WHY_NOT[Bar.GONE]())
        micro_credential_id = standing.definition.micro_credential_id
        now = await evidence.lock_work(person, micro_credential_id, one.requirement_key, clock.now())
        names = await scrub.check_all(person, {now: one.text})
        with_it = (await files(person, [one])).get(one.work_id, [])
        found = rules.bar_to_return(asked, now.state, one.text, len(names[now.id]), with_it)
        if found:
            raise Conflict(WHY_NOT[found]())
        if one.text:
            await actions.draft(person, standing.definition, asked, one.text, now.revision, device)
        elif name := evidence_rules.move_of_edit(now.state):
            await actions.move(person, now, name)


async def put_all_back(person: Person, standing: Standing, device: str = "") -> int:
    """All of this micro-credential that pass the check come back; how many did."""
    async with db.transaction():
        kept = await queries.kept(person, standing.definition.code)
        found = await bars(person, standing, kept)
        passing = [one for one in kept if found[one.work_id] is None]
        for one in passing:
            await put_back(person, standing, one, device)
    return len(passing)
