"""What a reader typed, as what they say. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from community.review.deciding.rules import Category, Rubric, Said

MOST_TEXT = 4000  # characters of one remark
MOST_WORD = 2000  # of a word to the approver, and of a kept sentence
MOST_KEPT = 100


def typed(fields: Mapping[str, str], rubric: Rubric) -> list[Said]:
    """Of each criterion that is read; what is no level or no reason of ours is left out."""
    return list(_typed(fields, rubric))


def _typed(fields: Mapping[str, str], rubric: Rubric) -> Iterator[Said]:
    for one in rubric.to_read:
        level, why = fields.get(f"level-{one.key}", ""), fields.get(f"why-{one.key}", "")
        yield Said(
            one.key,
            level if rubric.level(level) else "",
            fields.get(f"saw-{one.key}", "")[:MOST_TEXT],
            fields.get(f"would-{one.key}", "")[:MOST_TEXT],
            why if why in list(Category) else "",
        )


def missing_typed(fields: Mapping[str, str], handed_in: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is missing, by requirement, for those that are ticked (R54)."""
    return [(key, fields.get(f"says-{key}", "").strip()) for key in handed_in if f"lacks-{key}" in fields]
