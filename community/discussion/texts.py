"""A message's text as HTML: Markdown made safe, members' @Names marked, links with their true host. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from community import markdown

LITERAL = {"a", "code", "pre"}  # in these an @Name is shown as it was written
MOST_MENTIONS = 20  # of different persons in one message
MOST_TRIES = 200  # signs @ that are looked at
TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
HREF = re.compile(r'\bhref="([^"]*)"')
FOUND, END = "\ue000", "\ue001"  # around what a search has found; nobody can write them


@dataclass(frozen=True)
class Written:
    """A message's text as HTML, and the persons whom it mentions."""

    html: str
    people: frozenset[int]


def plain(text: str) -> str:
    """As it is kept: lines end in one sign, and our own marks are nobody's."""
    return text.replace("\r\n", "\n").translate({ord(FOUND): None, ord(END): None}).strip()


def written(text: str, members: Sequence[Any] = ()) -> Written:
    """The text made safe. A member is named whole, or as they are called if nobody else here is called so."""
    names, parts, literal = Names(members), [], 0
    people: set[int] = set()
    link: list[str] | None = None
    for tag, piece in _pieces(str(markdown.html(text))):
        if tag is None:
            if link is not None:
                link[1] += piece
            parts.append(piece if literal else names.mark(piece, people))
        else:
            closes, name, attributes = tag
            literal += (name in LITERAL) * (-1 if closes else 1)
            parts.append(piece)
            if name == "a" and not closes:
                link = [attributes, ""]
            elif name == "a" and link is not None:
                parts.append(_true_host(*link))
                link = None
    return Written("".join(parts), frozenset(people))


def excerpt(headline: str) -> Markup:
    """What a search found in a message's HTML without its tags: its words marked."""
    return Markup(escape(unescape(headline)).replace(FOUND, "<mark>").replace(END, "</mark>"))  # noqa: S704


class Names:
    """The members of a cohort as one can name them."""

    def __init__(self, members: Sequence[Any]) -> None:
        self.people: dict[str, int] = {}
        for words in ("called", "name"):
            said = [(escape(getattr(member, words), quote=False).casefold(), member.person_id) for member in members]
            count = Counter(name for name, _person in said)
            self.people |= {name: person_id for name, person_id in said if name and count[name] == 1}
            for name in (name for name, number in count.items() if number > 1):
                self.people.pop(name, None)
        self.lengths = sorted({len(name) for name in self.people}, reverse=True)  # @Ana Torres Ruiz is not @Ana

    def mark(self, piece: str, people: set[int]) -> str:
        """A piece of HTML without tags, its @Names marked; who is named is added to `people`."""
        if "@" not in piece or not self.people:
            return piece
        parts, done = [], 0
        for at in [found.start() for found in re.finditer(r"(?<![\w@/.])@", piece)][:MOST_TRIES]:
            name = self._name_at(piece, at + 1) if at >= done else ""
            person_id = self.people.get(name.casefold(), 0)
            if person_id and (person_id in people or len(people) < MOST_MENTIONS):
                people.add(person_id)
                parts += [piece[done:at], f'<span class="at" data-person="{person_id}">@{name}</span>']
                done = at + 1 + len(name)
        return "".join([*parts, piece[done:]])

    def _name_at(self, piece: str, start: int) -> str:
        for length in self.lengths:
            name, after = piece[start : start + length], piece[start + length : start + length + 1]
            if name.casefold() in self.people and not (after.isalnum() or after == "_"):
                return name
        return ""


def _pieces(html: str) -> Iterator[tuple[tuple[bool, str, str] | None, str]]:
    """What stands between the tags, and the tags: ((closes, name, attributes) or None, as it stands)."""
    done = 0
    for tag in TAG.finditer(html):
        if tag.start() > done:
            yield None, html[done : tag.start()]
        yield (bool(tag[1]), tag[2], tag[3]), tag[0]
        done = tag.end()
    if done < len(html):
        yield None, html[done:]


def _true_host(attributes: str, words: str) -> str:
    """Where a link leads, behind words that say something else (A52)."""
    href = HREF.search(attributes)
    address = unescape(href[1]) if href else ""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = address[:80]
    shown = re.sub(r"^(https?://|mailto:)", "", unescape(words).strip().lower())
    says_so = not host or re.match(re.escape(host) + r"(?![\w.@:-])", shown)
    return "" if says_so else f' <span class="host">({escape(host)})</span>'
