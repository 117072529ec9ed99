"""What a reader typed, as what they say. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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


def into(said: Sequence[Said], field: str, sentence: str) -> list[Said] | None:
    """With a kept sentence behind what stands in "saw-KEY" or "would-KEY"; None where it has no room there.

    ValueError for another field.
    """
    name, _dash, key = field.partition("-")
    attribute = {"saw": "saw", "would": "would_meet"}.get(name, "")
    if not attribute or key not in [one.criterion_key for one in said]:
        raise ValueError("a kept sentence goes into a remark")
    found = []
    for one in said:
        if one.criterion_key == key:
            text = "\n".join(filter(None, (getattr(one, attribute).strip(), sentence)))
            if len(text) > MOST_TEXT:
                return None
            one = replace(one, **{attribute: text})
        found.append(one)
    return found


def missing_typed(fields: Mapping[str, str], handed_in: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is missing, by requirement, for those that are ticked (R54)."""
    return [(key, fields.get(f"says-{key}", "").strip()) for key in handed_in if f"lacks-{key}" in fields]
