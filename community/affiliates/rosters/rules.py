"""What a line of a roster says, and when two names are one. Pure."""

import re
import unicodedata
from datetime import date

from community.affiliates import lines
from community.affiliates.importing import shape
from community.affiliates.lines import Column, Line, Mistake
from community.people.accounts import rules as accounts
from community.words import gettext as _

MOST_ADDRESSES = 5
STATUSES = {
    "active": ("active", "current", "member", "paid"),
    "pending": ("pending", "applied", "waiting"),
    "ended": ("ended", "inactive", "lapsed", "expired", "left", "former", "resigned"),
}
NO_END = date.max  # "the cell is empty": its end is taken away, unlike that of a file without this column


def status(cell: str) -> str:
    """active, pending or ended, also in other words for them; an empty cell is active."""
    for name, words in STATUSES.items():
        if (cell.casefold() or "active") in words:
            return name
    raise ValueError(_("Write active, pending or ended."))


def day(cell: str) -> date:
    """2026-09-01, or as spreadsheets here write it, month first: 9/1/2026."""
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell)
    try:
        found = date(*(int(american[n]) for n in (3, 1, 2))) if american else date.fromisoformat(cell)
    except ValueError:
        found = date.min
    if not 1900 <= found.year <= 2200:
        raise ValueError(_("Write a day such as 2026-09-01, or 9/1/2026 with the month first."))
    return found


def addresses(cell: str) -> list[str]:
    """Several stand apart by a space, a comma or a semicolon."""
    found = list(dict.fromkeys(accounts.address(one) for one in re.split(r"[\s,;]+", cell) if one))
    if len(found) > MOST_ADDRESSES:
        raise ValueError(_("These are more than %(most)s addresses.") % {"most": MOST_ADDRESSES})
    return found


COLUMNS = (
    Column(
        "number", lines.text(1, 40), required=True,
        also=("membership number", "member number", "member id", "membership id", "id"),
    ),
    Column("family_name", lines.text(1, 80), required=True, also=("last name", "lastname", "surname")),
    Column("given_name", lines.text(0, 80), also=("first name", "firstname")),
    Column("email", addresses, also=("emails", "e-mail", "email address", "address", "addresses")),
    Column("status", status, also=("membership status", "member status")),
    Column("from", day, also=("starts on", "start", "start date", "since", "member since")),
    Column("to", day, also=("ends on", "end", "end date", "until")),
    Column("building", lines.text(0, 120), also=("school", "worksite", "work site", "site")),
    Column("local", shape.slug, also=("local code", "affiliate")),
)  # fmt: skip


def wrong_period(line: Line) -> Mistake | None:
    """An end before its beginning."""
    first, last = line.values["from"], line.values["to"]
    if first and last and last < first:
        return Mistake(line.number, "to", _("This day comes before the first one."))
    return None


def row(line: Line, named: set[str]) -> tuple:
    """The line for the staging table. None: the file has no such column (`named` are those it has), so it stays."""
    given = line.values
    return (
        line.number, given["local"] or "", given["number"], given["family_name"],
        _empty(given["given_name"], "given_name" in named, ""), _empty(given["email"], "email" in named, []),
        _empty(given["status"], "status" in named, "active"), given["from"], _empty(given["to"], "to" in named, NO_END),
        _empty(given["building"], "building" in named, ""),
    )  # fmt: skip


def same_name(one: str, other: str) -> bool:
    """Whether two last names are the same but for case, accents, hyphens and spaces."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _empty(value, named: bool, instead):
    return value if value is not None else instead if named else None


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if sign.isalnum())
