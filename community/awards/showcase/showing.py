"""What a showcase says: each award with its state as of now, what was judged, and the evidence chosen with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from community import markdown
from community.awards.queries import Award
from community.awards.rules import State
from community.awards.showcase import queries, rules
from community.awards.showcase.queries import Definition, Evidence, Showcase
from community.catalogue import rules as catalogue
from community.pages import _


@dataclass(frozen=True)
class Judged:
    """A criterion and the level found, in the definition's words."""

    title: str
    level: str
    rating: str
    text: str


@dataclass(frozen=True)
class Piece:
    """One text, as HTML, or one file of the evidence; `of` is what it was asked for."""

    of: str
    html: Any
    evidence: Evidence


@dataclass(frozen=True)
class Shown:
    """One award on the page."""

    award: Award
    definition: Definition | None
    judged: list[Judged]
    pieces: list[Piece]
    add_to_profile: str

    @property
    def in_force(self) -> bool:
        return self.award.state is State.IN_FORCE


async def shown(showcase: Showcase, page: str) -> list[Shown]:
    """All of it, in four questions however many awards there are."""
    awards = await queries.public_awards(showcase.id)
    ids = [one.id for one in awards]
    levels = await queries.public_levels(ids)
    definitions = await queries.public_definitions([one.definition_version_id or 0 for one in awards])
    pieces: dict[int, list[Evidence]] = {}
    for one in await queries.public_evidence(ids):
        pieces.setdefault(one.award_id, []).append(one)
    return [
        Shown(
            award,
            definition := definitions.get(award.definition_version_id or 0),
            judged(definition, levels.get(award.id, ())),
            [piece(definition, one) for one in pieces.get(award.id, ())],
            rules.add_to_profile(award, page),
        )
        for award in awards
    ]


def judged(definition: Definition | None, levels: Sequence[Any]) -> list[Judged]:
    """In the rubric's order."""
    if definition is None:
        return []
    columns = catalogue.levels(definition.content)
    places = {level.key: place for place, level in enumerate(columns)}
    rows = {(one.requirement_key, one.key): one for one in catalogue.criteria(definition.content)}
    found = []
    for one in levels:
        row, place = rows[one.requirement_key, one.criterion_key], places[one.level]
        found.append(Judged(row.title, columns[place].name, columns[place].rating, row.texts[place]))
    return found


def piece(definition: Definition | None, one: Evidence) -> Piece:
    titles = (
        {asked["key"]: asked.get("title", "") for _part, _kind, asked in catalogue.requirements(definition.content)}
        if definition
        else {}
    )
    return Piece(titles.get(one.requirement_key) or _("An answer"), markdown.html(one.text), one)
