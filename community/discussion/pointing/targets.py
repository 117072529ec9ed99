"""What a message of a cohort may be about: each requirement of its definition, and each criterion of these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from community.catalogue import queries as catalogue
from community.catalogue import rules as catalogue_rules
from community.catalogue.queries import Requirement
from community.pages import _

Found = TypeVar("Found")
_known: dict[int, dict[str, "Target"]] = {}  # a published version never changes (R3)


@dataclass(frozen=True)
class Target:
    """A requirement as a whole, or one `criterion` of its rubric: 2.1, "" for none."""

    requirement: Requirement
    criterion: str = ""
    title: str = ""  # the criterion's

    @property
    def name(self) -> str:
        """As a form sends it: talk_plan, talk_plan 2.1"""
        return f"{self.requirement.key} {self.criterion}".strip()

    @property
    def words(self) -> str:
        """Artifact 1 · criterion 2.1"""
        if not self.criterion:
            return self.requirement.label
        criterion = _("criterion %(number)s") % {"number": self.criterion}
        return f"{self.requirement.label} · {criterion}"


async def targets(version_id: int) -> list[Target]:
    """In the order of the board's columns, each requirement before its criteria."""
    if version_id not in _known:
        definition = await catalogue.public_definition_version(version_id)
        rubric = catalogue_rules.criteria(definition.content) if definition else []
        every = []
        for requirement in await catalogue.public_requirements(version_id):
            own = [one for one in rubric if one.requirement_key == requirement.key]
            every += [Target(requirement), *(Target(requirement, one.number, one.title) for one in own)]
        _known[version_id] = {one.name: one for one in every}
    return list(_known[version_id].values())


async def knowing(messages: Sequence[Found]) -> list[Found]:
    """The same messages, once it is known what those that are about something call it."""
    await _know({one.definition_version_id for one in messages if one.about_key})  # type: ignore[attr-defined]
    return list(messages)


def target(message: Any) -> Target | None:
    """What a message is about; None for nothing, or for what its cohort's definition does not have (any more)."""
    name = f"{message.about_key or ''} {message.about_criterion}".strip()
    return _known.get(message.definition_version_id, {}).get(name)


async def _know(versions: Iterable[int]) -> None:
    for version_id in sorted(versions):
        await targets(version_id)
