"""@Name in a text: which members are meant, and how they stand in its HTML. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from community import markdown

LITERAL = {"a", "code", "pre"}  # what stands in these is shown as it was written
TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Written:
    """A message's text as HTML, and the persons whom it mentions."""

    html: str
    people: frozenset[int]


def written(text: str, members: Sequence[Any]) -> Written:
    """Markdown made safe, each @Name of a member marked. Whole names, or how they are called if nobody else is called so."""
    names = _names(members)
    html = str(markdown.html(text))
    if "@" not in text or not names:
        return Written(html, frozenset())
    pattern = _pattern(names)
    people: set[int] = set()

    def mark(found: re.Match) -> str:
        person_id = names[found.group(1).casefold()]
        people.add(person_id)
        return f'<span class="at" data-person="{person_id}">@{found.group(1)}</span>'

    parts, literal = [], 0
    for part in TAG.split(html):
        if part.startswith("<"):
            name = part.strip("</>").split()[0] if part.strip("</>") else ""
            literal += (name in LITERAL) * (-1 if part.startswith("</") else 1)
            parts.append(part)
        else:
            parts.append(part if literal else pattern.sub(mark, part))
    return Written("".join(parts), frozenset(people))


def _names(members: Sequence[Any]) -> dict[str, int]:
    """Escaped as they stand in HTML, without capitals: {name: person}. What two share means nobody."""
    found: dict[str, int] = {}
    for words in ("called", "name"):
        said = [(escape(getattr(member, words), quote=False).casefold(), member.person_id) for member in members]
        count: dict[str, int] = {}
        for name, _person in said:
            count[name] = count.get(name, 0) + 1
        found |= {name: person_id for name, person_id in said if name and count[name] == 1}
        for name in (name for name, number in count.items() if number > 1):
            found.pop(name, None)
    return found


def _pattern(names: dict[str, int]) -> re.Pattern:
    """The longest name first: @Ana Torres Ruiz is not @Ana."""
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w@/.])@({said})(?![\w])", re.IGNORECASE)

