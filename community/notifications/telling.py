"""The slices' table of notices: whom an event is told to, and how what was told is said."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from asyncpg import PostgresError

from community import errors
from community.events import Event
from community.notifications.queries import New, Row
from community.pages import Notice
from community.people import queries as people
from community.people.queries import Person

log = logging.getLogger("roundtable.notifications")

NOTICES: dict[str, Notice] = {}  # kind → how; the roof fills it


@dataclass(frozen=True)
class Told:
    """A notice as it is shown. `about` and `leads` are empty where its subject is gone."""

    row: Row
    says: str
    about: Any
    by: Person | None
    leads: str
    can_stop: bool
    asks: bool = False
    others: tuple["Told", ...] = ()  # that this one is said together with, newest first

    @property
    def count(self) -> int:
        return 1 + len(self.others)

    @property
    def ids(self) -> list[int]:
        return [self.row.id, *(other.row.id for other in self.others)]

    @property
    def anchor(self) -> str:
        """Where the page of settings has its kind."""
        return anchor(self.row.kind)


async def whom(events: list[Event]) -> list[New]:
    """Who is to be told of these events; never who did it. A slice's mistake keeps nobody else waiting."""
    by_kind: Mapping[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.about is not None:
            by_kind[event.kind].append(event)
    news = {}
    heard = [(kind, by_kind[notice.hears or kind]) for kind, notice in NOTICES.items()]
    for kind, those in [(kind, those) for kind, those in heard if those]:
        try:
            subjects = sorted({event.about for event in those if event.about is not None})
            persons = await NOTICES[kind].to(subjects)
            seen = await _seen(NOTICES[kind], subjects)
        except (errors.Unavailable, PostgresError):  # then all of it is read again
            raise
        except Exception:
            log.exception("nobody is told of %s %s", kind, [event.id for event in those])
            continue
        for event in those:
            for person_id in sorted(persons.get(event.about, ())):
                if person_id != event.by:
                    about = event.about or 0
                    new = New(person_id, kind, about, event.by, event.at, person_id in seen.get(about, ()))
                    news[new] = event.id
    return sorted(news, key=lambda new: news[new])


async def _seen(notice: Notice, subjects: list[int]) -> Mapping[int, list[int]]:
    return await notice.seen(subjects) if notice.seen else {}


async def told(rows: list[Row]) -> list[Told]:
    """The notices with what they are about, each kind's subjects loaded once."""
    known = [row for row in rows if row.kind in NOTICES]
    subjects: Mapping[str, set[int]] = defaultdict(set)
    for row in known:
        subjects[row.kind].add(row.subject_id)
    about = {kind: await NOTICES[kind].about(sorted(ids)) for kind, ids in subjects.items()}
    persons = await people.people_by_id(sorted({row.by_id for row in known if row.by_id}))
    return [_told(row, about[row.kind].get(row.subject_id), persons.get(row.by_id or 0)) for row in known]


def _told(row: Row, about: Any, by: Person | None) -> Told:
    notice = NOTICES[row.kind]
    folder, _, name = notice.says.partition("/")
    can_stop = notice.can_switch_off and notice.called is not None
    return Told(row, f"{folder}/_{name}.html", about, by, notice.leads(about) if about else "", can_stop, notice.asks)


def bundled(newest_first: list[Told]) -> list[Told]:
    """What is said together as one, in the place of its newest; it leads to where the oldest of it does."""
    found: dict[tuple, list[Told]] = {}
    for told in newest_first:
        found.setdefault(_bundle(told), []).append(told)
    return [_together(those) for those in found.values()]


def is_with(told: Told, other: Told) -> bool:
    """Whether the two are said together."""
    return _bundle(told) == _bundle(other)


def _bundle(told: Told) -> tuple:
    bundle = NOTICES[told.row.kind].bundle
    if bundle is None or not told.about:
        return (told.row.id,)
    return (told.row.kind, bundle.by(told.about), told.row.read_at is None)


def _together(those: list[Told]) -> Told:
    newest, *others = those
    bundle = NOTICES[newest.row.kind].bundle
    if not others or bundle is None:
        return newest
    folder, _, name = bundle.says.partition("/")
    return replace(newest, says=f"{folder}/_{name}.html", leads=those[-1].leads, others=tuple(others))


def anchor(kind: str) -> str:
    return "kind-" + kind.replace(".", "-")
