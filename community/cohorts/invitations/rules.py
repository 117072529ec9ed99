"""Pasted lists and files are read as addresses; how long an invitation is good, how often it may be sent. Pure."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from community.affiliates import lines
from community.people.accounts.rules import address
from community.words import gettext as _

MOST = 200  # addresses at a time
MOST_SIGNS = 40_000  # of what is pasted: 200 lines with names beside the addresses
MOST_FILE = 100_000  # bytes
LIFE = timedelta(days=21)
AGAIN_AFTER = timedelta(hours=24)
MOST_SENT = 3
HEADS = ("email", "e-mail", "e-mail address", "email address", "mail", "address")


@dataclass(frozen=True)
class Wrong:
    """A line that is no address: which one, what stands there, and what to mend."""

    line: int
    text: str
    why: str


@dataclass
class Read:
    """What was pasted: addresses, each once and in their order; how many came twice; lines that are none."""

    addresses: list[str] = field(default_factory=list)
    doubles: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def read(pasted: str) -> Read:
    """Addresses from a list: one a line, or several with commas or semicolons between, or a CSV with other columns.

    Of each line the cells with an @ count; "Ana Torres <ana@example.org>" is one, too. Empty lines and a head are none.
    """
    found = Read()
    for number, line in enumerate(pasted.splitlines(), 1):
        cells = _cells(line)
        mails = [cell for cell in cells if "@" in cell]
        if not mails and cells and not (number == 1 and _is_head(cells)):
            mails = [line.strip()]
        for mail in mails:
            _take(found, number, mail)
    return found


def read_file(data: bytes) -> Read:
    """Addresses from a table: of each line the cell below "E-mail", or the first where no column is called so.

    A line without an address is wrong; an empty one is none. Raises lines.Unreadable for what is no text.
    """
    found, column = Read(), 0
    text, _guessed = lines.decoded(data)
    rows = csv.reader(lines.pieces(text), delimiter=_between(next(iter(text.splitlines()), "")))
    before = 0
    try:
        for cells in rows:
            number, before = before + 1, rows.line_num
            if number == 1 and _is_head(cells):
                column = next(place for place, cell in enumerate(cells) if _is_head([cell]))
            elif any(cell.strip() for cell in cells):
                _take_cell(found, number, cells[column] if column < len(cells) else "")
    except csv.Error:
        raise lines.Unreadable(before + 1, _("This line cannot be taken apart.")) from None
    return found


def joined(one: Read, other: Read) -> list[str]:
    """The addresses of both, each once."""
    return list(dict.fromkeys([*one.addresses, *other.addresses]))


def may_send_again(times_sent: int, sent_at: datetime, at: datetime) -> bool:
    """A reminder: not at once, and not for ever (A51)."""
    return times_sent < MOST_SENT and at - sent_at >= AGAIN_AFTER


def _take_cell(found: Read, number: int, cell: str) -> None:
    try:
        mail = lines.one_line(cell)
    except ValueError as problem:
        found.wrong.append(Wrong(number, " ".join(cell.split())[:80], str(problem)))
    else:
        _take(found, number, mail)


def _take(found: Read, number: int, mail: str) -> None:
    try:
        cleaned = address(_bare(mail))
    except ValueError as problem:
        found.wrong.append(Wrong(number, mail[:80], str(problem)))
    else:
        if cleaned in found.addresses:
            found.doubles += 1
        else:
            found.addresses.append(cleaned)


def _cells(line: str) -> list[str]:
    """The cells of one line, whatever stands between them."""
    rows: Iterable[list[str]] = csv.reader(io.StringIO(line), delimiter=_between(line))
    return [cell.strip() for row in rows for cell in row if cell.strip()]


def _between(line: str) -> str:
    return ";" if line.count(";") > line.count(",") else "\t" if "\t" in line and "," not in line else ","


def _bare(mail: str) -> str:
    """ana@example.org of "Ana Torres <ana@example.org>"."""
    before, opened, rest = mail.partition("<")
    return rest.rstrip("> ") if opened and before.strip() else mail.strip("<> ")


def _is_head(cells: list[str]) -> bool:
    return any(cell.strip().casefold() in HEADS for cell in cells)


def too_many(count: int) -> str:
    return _("These are %(count)s addresses; %(most)s go at a time. Send the rest afterwards.") % {
        "count": count,
        "most": MOST,
    }
