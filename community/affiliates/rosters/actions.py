"""A roster is looked at, and taken in: all of it or nothing, as often as one likes."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from community import clock, db, events
from community.affiliates import queries
from community.affiliates.lines import Mistake, Table, Unreadable, pieces
from community.affiliates.queries import Affiliate, Desk
from community.affiliates.rosters import linking, rules, staging
from community.affiliates.rosters.staging import Counts, Planned
from community.errors import Conflict
from community.pages import _
from community.people.queries import Person

MOST_SHOWN = 300  # lines of a preview that do something; mistakes likewise


@dataclass
class Preview:
    """What a roster would do; `wrong` counts the mistakes, `mark` stands for what was looked at."""

    counts: Counts = field(default_factory=Counts)
    planned: list[Planned] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    wrong: int = 0
    unused: list[str] = field(default_factory=list)
    mark: str = ""

    @property
    def can_be_taken_in(self) -> bool:
        return not self.wrong and bool(self.counts.lines)

    def add(self, mistake: Mistake) -> None:
        self.wrong += 1
        if len(self.mistakes) < MOST_SHOWN:
            self.mistakes.append(mistake)


@dataclass(frozen=True)
class Taken:
    """How many lines did what."""

    new: int
    changed: int
    ended: int
    unchanged: int


class LookAgain(Conflict):
    """Between the look and the deed something changed: `preview` is how it stands now."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(_("Something has changed since you looked. See what would happen now."))
        self.preview = preview


async def look(desk: Desk, text: Iterable[str], whole: bool = False) -> Preview:
    """What this text would do to the rosters of the desk's affiliate and those below it; nothing is written."""
    affiliate = await queries.affiliate(desk)
    async with db.transaction():
        return await _staged(affiliate, text, whole)


async def take_in(desk: Desk, person: Person, text: str, mark: str, whole: bool = False) -> Counts:
    """Take in what was looked at. Raises LookAgain when it would do something else by now, or anything is wrong."""
    affiliate = await queries.affiliate(desk)
    async with db.transaction():
        await staging.lock(affiliate.id)
        preview = await _staged(affiliate, pieces(text), whole)
        if preview.mark != mark or not preview.can_be_taken_in:
            raise LookAgain(preview)
        await _write(affiliate, preview, whole, person.id)
    return preview.counts


async def import_roster(
    affiliate: Affiliate, text: Iterable[str], whole: bool = False, write: bool = True
) -> Preview:
    """Look, and unless told otherwise take in at once where nothing is wrong; for the command."""
    async with db.transaction():
        await staging.lock(affiliate.id)
        preview = await _staged(affiliate, text, whole)
        if write and preview.can_be_taken_in:
            await _write(affiliate, preview, whole, None)
    return preview


async def _staged(affiliate: Affiliate, text: Iterable[str], whole: bool) -> Preview:
    """The lines in the staging table of the transaction at hand, and what they would do."""
    preview, digest, today = Preview(), hashlib.sha256(f"{affiliate.id} {whole}".encode()), _today(affiliate)
    await staging.begin()
    try:
        async with db.transaction():  # what cannot be read breaks off in the middle of the COPY
            await staging.copy(_rows(_digested(text, digest), preview), affiliate.id)
    except Unreadable as unreadable:
        preview.add(unreadable.mistake)
    else:
        for line, field_ in await staging.wrong(MOST_SHOWN):
            preview.add(Mistake(line, field_, _why(field_)))
        preview.counts = await staging.counts(today)
        preview.planned = await staging.shown(today, MOST_SHOWN)
        preview.missing = await staging.missing(MOST_SHOWN)
        preview.mistakes.sort(key=lambda mistake: mistake.line)
        digest.update(preview.counts.mark.encode())
        preview.mark = digest.hexdigest()
    return preview


async def _write(affiliate: Affiliate, preview: Preview, whole: bool, by: int | None) -> None:
    today, counts = _today(affiliate), preview.counts
    touched = await staging.affiliates()
    await staging.take_in(today)
    if whole:
        await staging.end_missing(today)
    await linking.whole(touched)
    ended = counts.ended + (counts.missing if whole else 0)
    detail = Taken(counts.new, counts.changed, ended, counts.unchanged)
    events.record("roster.taken_in", affiliate.topic, about=affiliate.id, by=by, detail=detail)


def _rows(text: Iterable[str], preview: Preview) -> Iterator[tuple]:
    """The lines that read well, for the staging table; the others are noted in the preview."""
    table = Table(text, rules.COLUMNS)
    for one in table:
        mistake = one if isinstance(one, Mistake) else rules.wrong_period(one)
        if mistake:
            preview.add(mistake)
        else:
            assert not isinstance(one, Mistake)
            yield rules.row(one, table.named)
    preview.unused = table.unused


def _digested(text: Iterable[str], digest) -> Iterator[str]:
    for line in text:
        digest.update(line.strip("\r\n").encode("utf-8", "replace") + b"\n")
        yield line


def _today(affiliate: Affiliate) -> date:
    return clock.now().astimezone(ZoneInfo(affiliate.time_zone)).date()


def _why(field_: str) -> str:
    if field_ == "local":
        return _("This is not the slug of your affiliate, or of one below it.")
    return _("Another line has this number.")
