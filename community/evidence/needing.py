"""What a requirement must have before it can be submitted, in all shapes of definition: what of it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from community.evidence.lengths import blocks_submit, count_words
from community.evidence.links.rules import links_in
from community.evidence.rules import State


class Need(StrEnum):
    """One thing that a requirement must have."""

    TEXT = "text"
    ITEMS = "items"  # files or links, or a text where the definition takes one instead
    LIMIT = "limit"  # a hard one (R29)
    FIRST = "first"  # what it builds on


@dataclass(frozen=True)
class Check:
    """Whether a need is met; `count` says of how many items, `key` which requirement comes first."""

    need: Need
    done: bool
    count: int = 0
    key: str = ""


def checks(requirement: Any, text: str, files: int, states: Mapping[str, State]) -> list[Check]:
    """For a requirement with this text and so many files; `states` are those of all requirements by key."""
    accept, words = requirement.prompt.get("accept", ["text"]), count_words(text)
    items = (files if "file" in accept else 0) + (len(links_in(text)) if "link" in accept else 0)
    if accept == ["text"]:
        found = [Check(Need.TEXT, words > 0)]
    else:
        least = requirement.prompt.get("min_items", 1)
        found = [Check(Need.ITEMS, items + (words > 0 and "text" in accept) >= least, least)] if least else []
    if requirement.limit_kind == "hard":
        outside = blocks_submit(words, requirement.min_words, requirement.max_words, "hard")
        found.append(Check(Need.LIMIT, not outside))
    first = requirement.prompt.get("depends_on")
    if first:
        found.append(Check(Need.FIRST, states.get(first, State.NOT_STARTED) is not State.NOT_STARTED, key=first))
    return found
