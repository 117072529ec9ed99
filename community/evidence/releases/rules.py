"""The letter to families and the plan for permissions: original texts of the project, with what is known filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from community import markdown

DATA = Path(__file__).parent / "data"
LETTERS = ("en", "es")  # the languages that the letter is there in
MOST = 500
BLANK = r"\_" * 22  # a line to write on by hand
SIGN = re.compile(r"([\\`*_{}\[\]<>()#+.!|~-])")
PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Section:
    """A part of what is printed; `heading` may be empty."""

    heading: str
    html: Markup


@dataclass(frozen=True)
class Paper:
    """What is printed: its title, its parts, the language it is in."""

    title: str
    sections: tuple[Section, ...]
    language: str


def letter(language: str, known: Mapping[str, str]) -> Paper:
    """The letter to families in one of LETTERS; what is not known is a line to write on."""
    return _paper("letter", language, known)


def plan(known: Mapping[str, str]) -> Paper:
    """The plan for permissions, which is there in English."""
    return _paper("plan", "en", known)


def letters_for(reader: str) -> tuple[str, ...]:
    """The reader's own language first."""
    return tuple(sorted(LETTERS, key=lambda language: language != reader))


def can_count(sent: int, back: int) -> bool:
    """No more come back than went out."""
    return 0 <= back <= sent <= MOST


def _paper(name: str, language: str, known: Mapping[str, str]) -> Paper:
    title, _gap, text = source(name, language).partition("\n")
    parts = [part.partition("\n") for part in ("\n" + text).split("\n## ")]
    sections = (Section(_plain(heading, known), markdown.html(_filled(body, known))) for heading, _gap, body in parts)
    return Paper(_plain(title.removeprefix("# "), known), tuple(sections), language)


@lru_cache
def source(name: str, language: str) -> str:
    """The text with its {places}, without the comment that stands before it."""
    text = (DATA / f"{name}.{language}.md").read_text(encoding="utf-8")
    return re.sub(r"^<!--.*?-->\s*", "", text, flags=re.S)


def _filled(text: str, known: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: SIGN.sub(r"\\\1", known.get(place[1], "")) or BLANK, text)


def _plain(text: str, known: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: known.get(place[1], "") or "…", text).strip()
