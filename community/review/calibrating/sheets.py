"""What a form about a rubric holds: a level and a sentence for each criterion, by their place in the rubric."""

from collections.abc import Mapping
from dataclasses import dataclass

from community.catalogue import rules as catalogue
from community.catalogue.queries import Definition
from community.catalogue.rules import Criterion, Level

MOST_TEXT, MOST_SAW, MOST_WHY = 20_000, 2000, 500


@dataclass(frozen=True)
class Row:
    """One criterion with its place in the form, and what each level means for it."""

    place: int
    criterion: Criterion
    levels: list[tuple[Level, str]]


@dataclass(frozen=True)
class Part:
    """One requirement with its rows."""

    key: str
    title: str
    asks: str
    rows: list[Row]


def parts(definition: Definition) -> list[Part]:
    """The definition's requirements in their order; those without a criterion carry a text only."""
    columns, place, found = catalogue.levels(definition.content), 0, []
    by_requirement: dict[str, list[Criterion]] = {}
    for criterion in catalogue.criteria(definition.content):
        by_requirement.setdefault(criterion.requirement_key, []).append(criterion)
    for _part, _kind, asked in catalogue.requirements(definition.content):
        rows = []
        for criterion in by_requirement.get(asked["key"], []):
            place += 1
            rows.append(Row(place, criterion, list(zip(columns, criterion.texts, strict=True))))
        found.append(Part(asked["key"], asked["title"], asked["text"], rows))
    return found


def rows(parts: list[Part]) -> list[Row]:
    return [row for part in parts for row in part.rows]


def level_of(typed: Mapping[str, str], row: Row) -> str:
    """The level that was chosen for this row, "" for none or one that the rubric does not have."""
    level = typed.get(f"level-{row.place}", "")
    return level if level in {one.key for one, _text in row.levels} else ""
