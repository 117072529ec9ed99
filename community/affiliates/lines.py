"""Reading tables that others wrote (CSV): line by line, each mistake by line and field, nothing guessed. Pure."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from community.words import gettext as _
from community.words import ngettext

MOST_LINE = 10_000  # characters of one line
SEPARATORS = ",;\t"
# A cell that begins so is carried out by a spreadsheet that opens our export one day.
FORMULA = ("=", "+", "-", "@")
UNSEEN = {"Cc", "Cf", "Co", "Cs"}  # categories of signs that print nothing


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a line (0: the whole file) and its field ("": the whole line), and what to do."""

    line: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """A line that reads well: {column: what its check made of it}. `number` is where it begins in the file, from 1."""

    number: int
    values: Mapping[str, Any]


class Unreadable(Exception):
    """The table cannot be read at all, or not beyond a line."""

    def __init__(self, line: int, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.mistake = Mistake(line, field, sentence)


@dataclass(frozen=True)
class Column:
    """One column: `check` makes a value of a cell's text, or raises ValueError with a sentence.

    `also` are other words that a header may use for it.
    """

    name: str
    check: Callable[[str], Any]
    required: bool = False
    also: tuple[str, ...] = ()


@dataclass
class Table:
    """A table being read. Iterate over it: Line or Mistake, in the order of the file; `named` are then
    the columns that it has, `unused` the names in its header that mean nothing.

    Raises Unreadable when the header does not fit, or a line cannot be taken apart.
    """

    text: Iterable[str]
    columns: tuple[Column, ...]
    unused: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[Line | Mistake]:
        numbered = _Numbered(self.text)
        first = _first(numbered)
        separator = max(SEPARATORS, key=lambda sign: len(_header(first, sign, self.columns)[0]))
        places, self.unused = self._fitted(first, separator, numbered.number)
        self.named = set(places)
        width = len(next(csv.reader([first], delimiter=separator)))
        rows = csv.reader(numbered, delimiter=separator, strict=True)
        while True:
            begins = numbered.number + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error:
                raise Unreadable(begins, _('A quotation mark (") is not closed, or stands inside a cell.')) from None
            if any(cell.strip() for cell in cells):
                yield from self._taken(begins, cells, width, places)

    def _fitted(self, first: str, separator: str, number: int) -> tuple[dict[str, int], list[str]]:
        places, unused, twice = _header(first, separator, self.columns)
        missing = [one.name for one in self.columns if one.required and one.name not in places]
        if twice:
            raise Unreadable(number, _("Two columns have this name."), twice)
        if missing:
            names = ", ".join(missing)
            raise Unreadable(number, _("The first line must name the columns; missing: %(names)s.") % {"names": names})
        return places, unused

    def _taken(self, number: int, cells: list[str], width: int, places: dict[str, int]) -> Iterator[Line | Mistake]:
        values: dict[str, Any] = {}
        wrong: list[Mistake] = []
        if len(cells) > width:
            sentence = ngettext("The header names %(num)s column.", "The header names %(num)s columns.", width)
            wrong.append(Mistake(number, "", _("This line has more cells than the first.") + " " + sentence))
        for column in self.columns:
            place = places.get(column.name)
            cell = cells[place] if place is not None and place < len(cells) else ""
            try:
                values[column.name] = column.check(one_line(cell)) if cell.strip() or column.required else None
            except ValueError as why:
                wrong.append(Mistake(number, column.name, str(why)))
        if wrong:
            yield from wrong
        else:
            yield Line(number, values)


def decoded(data: bytes) -> tuple[str, bool]:
    """A file's text, and whether its signs had to be guessed (Windows' Latin-1). Raises Unreadable for no text."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(0, _("This is a workbook. Save it as CSV, and send that file."))
    guessed = False
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text, guessed = data.decode("cp1252"), True
        except UnicodeDecodeError:
            raise Unreadable(0, _no_text()) from None
    if "\x00" in text:
        raise Unreadable(0, _no_text())
    return text.removeprefix("\ufeff"), guessed


def pieces(text: str) -> Iterable[str]:
    """A text's lines, however they end."""
    return io.StringIO(text, newline="")


def one_line(cell: str) -> str:
    """The cell without what does not print. Raises ValueError for what a spreadsheet would carry out as a formula."""
    shown = "".join(sign for sign in cell if sign.isspace() or unicodedata.category(sign) not in UNSEEN)
    plain = unicodedata.normalize("NFC", " ".join(shown.split()))
    if plain.startswith(FORMULA):
        raise ValueError(_("This begins like a formula, with %(sign)s. Take that sign away.") % {"sign": plain[0]})
    return plain


def text(least: int, most: int) -> Callable[[str], str]:
    """A check: a text of so many characters."""

    def check(cell: str) -> str:
        if not cell and least:
            raise ValueError(_("Fill this in."))
        if not least <= len(cell) <= most:
            raise ValueError(_("Write %(least)s to %(most)s characters.") % {"least": least, "most": most})
        return cell

    return check


class _Numbered:
    """The lines one after the other, with the number of the last one given."""

    def __init__(self, source: Iterable[str]) -> None:
        self.source, self.number = iter(source), 0

    def __iter__(self) -> "_Numbered":
        return self

    def __next__(self) -> str:
        line = next(self.source)
        self.number += 1
        if len(line) > MOST_LINE:
            raise Unreadable(self.number, _("This line is too long to be one of a table."))
        if "\x00" in line:
            raise Unreadable(self.number, _no_text())
        return line


def _first(lines: _Numbered) -> str:
    """The line that names the columns: the first that says something and is no remark."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            return line
    raise Unreadable(0, _("There is nothing in this file."))


def _header(line: str, separator: str, columns: tuple[Column, ...]) -> tuple[dict[str, int], list[str], str]:
    """{column: its place}, the names that mean nothing to us, and one that stands there twice."""
    names = {_word(name): one.name for one in columns for name in (one.name, *one.also)}
    places: dict[str, int] = {}
    unused, twice = [], ""
    for place, cell in enumerate(next(csv.reader([line], delimiter=separator))):
        name = names.get(_word(cell))
        if name in places:
            twice = name
        elif name:
            places[name] = place
        elif cell.strip():
            unused.append(" ".join(cell.split())[:60])
    return places, unused, twice


def _word(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.strip().strip("\ufeff").casefold()).strip("_")


def _no_text() -> str:
    return _("This is not a text. Save the table as CSV (UTF-8), and send that file.")
