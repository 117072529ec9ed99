"""What a definition holds, taken from its content: requirements, levels, criteria, and when two texts are the same."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PARTS = {"overview": 1, "evidence": 2, "reflection": 3}


@dataclass(frozen=True)
class Level:
    """A column of the rubric. `rating` says how to draw it: meets, almost or not_yet."""

    key: str
    name: str
    meets: bool
    rating: str
    text: str  # what the level means in every row, or ""


@dataclass(frozen=True)
class Criterion:
    """A row of the rubric; `number` is 2.1 for the first of part 2, `texts` stand in the order of the levels given."""

    number: str
    key: str
    title: str
    question: str
    requirement_key: str
    texts: tuple[str, ...]
    must_meet: bool


def requirements(content: dict[str, Any]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(part, kind, what is asked), in the order of the board's columns."""
    for name, part in PARTS.items():
        asked = content["parts"].get(name, {})
        for prompt in asked.get("prompts", []):
            yield part, "prompt", prompt
        for artifact in asked.get("artifact_requirements", []):
            yield part, "artifact", artifact


def levels(content: dict[str, Any]) -> list[Level]:
    """The rubric's columns, the highest first, as readers expect it."""
    scale = content["level_scale"]
    below = [level["key"] for level in scale if not level["meets"]]

    def rating(level: dict[str, Any]) -> str:
        near = len(below) > 1 and level["key"] == below[-1]
        return "meets" if level["meets"] else "almost" if near else "not_yet"

    return [Level(one["key"], one["name"], one["meets"], rating(one), one.get("text", "")) for one in reversed(scale)]


def criteria(content: dict[str, Any]) -> list[Criterion]:
    """The rubric's rows, part by part."""
    columns, needed = levels(content), content["pass_rule"].get("must_meet", [])
    rows, last = [], {part: 0 for part in PARTS.values()}
    for part, _, asked in requirements(content):
        for one in asked.get("criteria", []):
            last[part] += 1
            texts = tuple(one["levels"].get(level.key, level.text) for level in columns)
            number = f"{part}.{last[part]}"
            rows.append(
                Criterion(
                    number, one["key"], one["title"], one.get("question", ""), asked["key"], texts, one["key"] in needed
                )
            )
    return rows


def sha256(content: dict[str, Any]) -> str:
    """The hash of a definition's canonical form: order of fields, quotes and line breaks do not count (R3)."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_web(address: str) -> bool:
    """Whether this is an address of the web that a browser can open."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", address)
