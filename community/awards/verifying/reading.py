"""What somebody hands in to be checked: a credential, a token, a picture with one inside, or a number of ours. Pure."""

import json
import re
from dataclasses import dataclass
from typing import Any

from community import numbers
from community.awards.signing import picture, tokens
from community.config import settings
from community.pages import _

MOST = 500_000  # bytes of a file; a badge of ours has some 40,000
MOST_DEEP, MOST_THINGS = 32, 500  # things within things, and in all; sorting what they say takes longer than reading it
NUMBER = re.compile(r"(?:/awards/)?([0-9A-Za-z \-–]{12,20})(?:/credential(?:\.jwt)?)?/?")
PAPER = re.compile(r"(?:/verify\?award=)?([0-9A-Za-z \-–]{24,40})")


class Unreadable(Exception):
    """It is no badge that we can read; the sentence says why."""


@dataclass(frozen=True)
class Document:
    """A credential with its proof inside."""

    content: dict[str, Any]


@dataclass(frozen=True)
class Token:
    """A credential as a token."""

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]


@dataclass(frozen=True)
class Number:
    """An award of ours, by its number."""

    number: str


@dataclass(frozen=True)
class OnPaper:
    """An award of ours, by what stands on a paper of its holder's."""

    number: str
    whole: str


def read(handed_in: bytes) -> Document | Token | Number | OnPaper:
    """Raises Unreadable."""
    if len(handed_in) > MOST:
        raise Unreadable(_("This is larger than any badge. Choose the file that its holder was given."))
    if handed_in.startswith(picture.HEAD):
        handed_in = _in_picture(handed_in)
    try:
        text = handed_in.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Unreadable(_("This is neither a picture nor a text with a badge in it.")) from None
    if text.startswith("<"):
        raise Unreadable(_("SVG pictures are not read here. Ask for the PNG picture or the file."))
    if text.startswith("{"):
        return Document(_json(text))
    if text.count(".") == 2 and re.fullmatch(r"[\w.-]+", text, re.ASCII) and len(text) > 100:
        return _token(text)
    if found := PAPER.fullmatch(text.removeprefix(settings().base_url)):
        whole = numbers.plain(found[1])
        return OnPaper(whole[: numbers.SIGNS], whole)
    if found := NUMBER.fullmatch(text.removeprefix(settings().base_url)):
        return Number(numbers.plain(found[1]))
    raise Unreadable(_("This is neither a badge nor a number of one."))


def _in_picture(png: bytes) -> bytes:
    try:
        found = picture.credential_in(png)
    except picture.NoPicture:
        raise Unreadable(_("This picture is broken. Ask its holder for the file once more.")) from None
    if found is None:
        raise Unreadable(
            _("There is no badge in this picture. Programs often leave it out when they save one: ask for the file.")
        )
    return found


def _json(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text, parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Unreadable(_("This text is cut off or broken. Ask its holder for the file once more.")) from None
    if not isinstance(content, dict) or not _is_small(content):
        raise Unreadable(_("This is a file, and not a badge."))
    return content


def _token(text: str) -> Token:
    try:
        header, claims = tokens.opened(text)
    except ValueError:
        raise Unreadable(_("This text is cut off or broken. Ask its holder for the file once more.")) from None
    if not _is_small(claims):
        raise Unreadable(_("This is a file, and not a badge."))
    return Token(text, header, claims)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice would say one thing to us and another to somebody else."""
    if len(pairs) != len(dict(pairs)):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _refused(name: str) -> Any:
    raise ValueError(name)


def _is_small(content: dict[str, Any]) -> bool:
    """Neither too deep nor of too many things; looked at without recursion, as far as it matters."""
    level: list[Any] = [content]
    depth = things = 0
    while level and depth <= MOST_DEEP and things <= MOST_THINGS:
        things, depth = things + len(level), depth + 1
        inside = [one for thing in level for one in (thing.values() if isinstance(thing, dict) else thing)]
        level = [one for one in inside if isinstance(one, dict | list)]
    return not level and things <= MOST_THINGS
