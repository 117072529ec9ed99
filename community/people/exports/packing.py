"""The zip itself: an index to read, for each part of the product a page and its JSON, and the files as they came."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

from community import files, rendering, words
from community.archives import Archive, plain
from community.config import settings
from community.errors import NotFound
from community.pages import _
from community.people.exports import reading, rules
from community.people.exports.reading import Schema
from community.people.exports.rules import Keeps, Parts, Section
from community.people.queries import Person

SHELVES: dict[str, tuple[Keeps, Parts]] = {}  # by slice what it keeps of a person; the roof fills it
CALLED: dict[str, Callable[[], str]] = {
    "administration": lambda: _("Administration"),
    "affiliates": lambda: _("Memberships and desks"),
    "awards": lambda: _("Awards"),
    "cases": lambda: _("Cases"),
    "catalogue": lambda: _("Catalogue"),
    "checklists": lambda: _("Lists"),
    "cohorts": lambda: _("Cohorts and seats"),
    "discussion": lambda: _("Discussion"),
    "evidence": lambda: _("Your work"),
    "feedback": lambda: _("Peer feedback"),
    "fees": lambda: _("Fees"),
    "finding": lambda: _("Questions and gathered names"),
    "insights": lambda: _("How it goes"),
    "meetings": lambda: _("Meetings"),
    "moderation": lambda: _("Reports"),
    "notifications": lambda: _("Notices"),
    "overview": lambda: _("Letters and askings"),
    "people": lambda: _("Your account"),
    "review": lambda: _("Review"),
    "submissions": lambda: _("Submissions"),
    "support": lambda: _("Questions to support"),
}


class _Packing:
    """One zip under way."""

    def __init__(self, person: Person, at: datetime, known: Schema) -> None:
        self.person, self.at, self.known = person, at, known
        self.archive = Archive()
        self.told: list[dict[str, Any]] = []  # the parts that have something in them, for the index
        self.left_out: list[str] = []  # files that did not fit, or are gone

    async def shelf(self, name: str) -> AsyncIterator[bytes]:
        """One part: its JSON, its page, its files."""
        keeps, belongs = SHELVES[name]
        all_keeps = {table: keep for mine, _parts in SHELVES.values() for table, keep in mine.items()}
        all_belongs = {key: part for _mine, parts in SHELVES.values() for key, part in parts.items()}
        sections = rules.sections(keeps, belongs, all_keeps, all_belongs, self.known.refers)
        counts: dict[str, int] = {}
        async for data in self._json(name, sections, counts):
            yield data
        if counts:
            async for data in self._html(name, [one for one in sections if one.name in counts]):
                yield data
            for section in sections:
                if section.file and section.name in counts:
                    async for data in self._files(section):
                        yield data
            self.told.append({"name": name, "called": called(name), "count": sum(counts.values())})

    async def _json(self, name: str, sections: list[Section], counts: dict[str, int]) -> AsyncIterator[bytes]:
        with self.archive.entry(f"data/{name}.json", self.at, packed=True) as entry:
            entry.write(b"{")
            for place, section in enumerate(sections):
                entry.write(f"{',' if place else ''}\n{json.dumps(section.name)}: [".encode())
                async for page in self._rows(section):
                    for row in page:
                        counts[section.name] = counts.get(section.name, 0) + 1
                        comma = "," if counts[section.name] > 1 else ""
                        entry.write(f"{comma}\n{json.dumps(row, ensure_ascii=False)}".encode())
                    yield self.archive.take()
                entry.write(b"]")
            entry.write(b"\n}\n")
        yield self.archive.take()

    async def _html(self, name: str, sections: list[Section]) -> AsyncIterator[bytes]:
        with self.archive.entry(f"{name}.html", self.at, packed=True) as entry:
            entry.write(self._render("head", title=called(name), is_index=False))
            for section in sections:
                entry.write(self._render("section", name=section.name))
                async for page in self._rows(section):
                    entry.write(self._render("rows", rows=page, files=section.file))
                    yield self.archive.take()
            entry.write(self._render("foot"))
        yield self.archive.take()

    async def _rows(self, section: Section) -> AsyncIterator[list[dict[str, Any]]]:
        """As they are read, but of a file its place in the zip instead of the one in the store."""
        async for page in reading.rows(self.person, section, self.known):
            if section.file:
                for row in page:
                    row[section.file] = _place(section, row) if row[section.file] else ""
            yield page

    async def _files(self, section: Section) -> AsyncIterator[bytes]:
        async for page in reading.rows(self.person, section, self.known):
            for row in page:
                if row[section.file]:
                    async for data in self._file(row[section.file], _place(section, row)):
                        yield data

    async def _file(self, stored: str, place: str) -> AsyncIterator[bytes]:
        try:
            opened = await files.open(stored)
        except NotFound:
            self.left_out.append(place)
            return
        if self.archive.size + opened.size > rules.MOST_BYTES:
            self.left_out.append(place)
            return
        with self.archive.entry(place, self.at) as entry:
            async for chunk in opened.chunks:
                entry.write(chunk)
                yield self.archive.take()
        yield self.archive.take()

    def index(self) -> bytes:
        """What one opens first; and the end of it all."""
        with self.archive.entry("index.html", self.at, packed=True) as entry:
            entry.write(self._render("head", title=_("Your data"), is_index=True))
            entry.write(
                self._render(
                    "index",
                    person=self.person,
                    parts=self.told,
                    left_out=self.left_out,
                    at=self.at,
                    sample=settings().sample,
                )
            )
            entry.write(self._render("foot"))
        self.archive.write("style.css", STYLE, self.at)
        self.archive.close()
        return self.archive.take()

    def _render(self, part: str, **context: Any) -> bytes:
        return rendering.render(f"people/exports/_{part}.html", words.known(self.person.language), **context).encode()


async def packed(person: Person, at: datetime, moved: Callable[[], Awaitable[None]]) -> AsyncIterator[bytes]:
    """The zip's bytes, made from one page of rows or one piece of a file at a time; `moved()` after each part."""
    packing = _Packing(person, at, await reading.schema())
    for name in SHELVES:
        async for data in packing.shelf(name):
            if data:
                yield data
        await moved()
    yield packing.index()


def called(name: str) -> str:
    return CALLED[name]()


def _place(section: Section, row: dict[str, Any]) -> str:
    """Where a file stands in the zip: by the table it comes from, under the number and the name that it has there."""
    name = plain(str(row[section.called])) if section.called else plain(section.file)
    return f"files/{section.name}/{row['id']} {name}"


STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-inline-size: 48rem; margin: 2rem auto; padding-inline: 1rem }
article { border-block-start: 1px solid; padding-block: .75rem }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; margin: 0 }
dt { opacity: .75 }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr } }
"""
