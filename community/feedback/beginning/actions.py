"""How a reflection may begin: what was used and adapted, with its author's own reasons and nobody's name (R47, R32)."""

import re
from typing import Any

from community import clock, db
from community.errors import Conflict
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence.links import actions as links
from community.evidence.queries import Standing
from community.evidence.scrub import queries as scrub
from community.evidence.scrub import rules
from community.evidence.scrub.places import Why
from community.evidence.scrub.rules import Names
from community.feedback.beginning import queries
from community.pages import _
from community.people.queries import Person


async def begun(person: Person, standing: Standing) -> str:
    """A draft as Markdown; empty where nothing was used yet."""
    subject = standing.definition.micro_credential_id
    found = await queries.used(person, subject)
    known = await scrub.names(person, subject)
    colleagues = Names(cohort=(*known.cohort, *await queries.givers(person, subject)))
    lines = [
        f"- {one.label}: {_said(used, colleagues)}"
        for one in standing.requirements
        for used in found
        if used.requirement_key == one.key
    ]
    if not lines:
        return ""
    return "\n".join([_("What I used of my colleagues’ notes:"), "", *dict.fromkeys(lines)])


async def begin(person: Person, standing: Standing, requirement: Any, device: str) -> None:
    """It becomes the draft. Conflict where there is a text, or nothing to begin with: nothing is put over anything."""
    text, subject = await begun(person, standing), standing.definition.micro_credential_id
    if not text:
        raise Conflict(_("Nothing of your colleagues’ notes is marked as used or adapted yet."))
    async with db.transaction():
        work = await works.lock_work(person, subject, requirement.key, clock.now())
        if work.text.strip():
            raise Conflict(_("There is a text already. It stays as it is."))
        saved = await evidence.draft(person, standing.definition, requirement, text, work.revision, device)
    await links.note(person, saved)


def _said(one: queries.Used, colleagues: Names) -> str:
    reason = without_names(" ".join(one.reason.split()), colleagues)
    if one.uptake == "used":
        return _("I used a note of a colleague: %(reason)s") % {"reason": reason} if reason else _(
            "I used a note of a colleague."
        )
    return _("I adapted a note of a colleague: %(reason)s") % {"reason": reason} if reason else _(
        "I adapted a note of a colleague."
    )


def without_names(text: str, colleagues: Names) -> str:
    """"A colleague" in place of each of these names; empty where one cannot be taken out."""
    for one in _named(text, colleagues):
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", _("a colleague"), text, flags=re.IGNORECASE)
    return "" if _named(text, colleagues) else text


def _named(text: str, colleagues: Names) -> list[str]:
    found = [one.word for one in rules.find(text, colleagues) if one.why is Why.COHORT]
    return sorted(found, key=len, reverse=True)
