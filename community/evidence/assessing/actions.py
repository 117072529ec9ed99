"""What an author says of her own work: no event tells it to anybody."""

from collections.abc import Mapping
from typing import Any

from community import clock
from community.errors import Invalid
from community.evidence.assessing import queries
from community.evidence.assessing.rules import LONGEST_NOTE
from community.pages import _
from community.people.queries import Person


async def assess(person: Person, definition: Any, requirement: Any, said: Mapping[str, tuple[str, str]]) -> None:
    """Where she sees each criterion: {criterion: (level, note)}, a level of the definition's own scale or ""."""
    levels = {"", *(level["key"] for level in definition.content.get("level_scale", []))}
    criteria = {criterion["key"] for criterion in requirement.prompt.get("criteria", [])}
    for key, (level, note) in said.items():
        if key not in criteria or level not in levels:
            raise Invalid({f"level-{key}": _("Choose one of the levels that stand here.")}, {})
        if len(note) > LONGEST_NOTE:
            raise Invalid({f"note-{key}": _("A note has at most 2,000 characters.")}, {})
    if said:
        at = clock.now()
        await queries.assess(person, definition.micro_credential_id, requirement.key, dict(said), at)


async def say_hard(person: Person, definition: Any, requirement: Any, is_hard: bool) -> None:
    """One tap; one more takes it back. Saying it twice is saying it once."""
    if is_hard:
        await queries.say_hard(person, definition.micro_credential_id, requirement.key, clock.now())
    else:
        await queries.take_back(person, definition.micro_credential_id, requirement.key)
