"""The board of 40 members and 8 requirements: our templates, cold and with kept rows, Django's, an f-string."""

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from types import SimpleNamespace

from benchmarks.settings import for_benchmarks

MEMBERS, STATES = 40, ("not_started", "drafting", "asking", "answered", "ready", "submitted", "not_yet", "met")
FIRST = datetime(2026, 11, 1, 12, tzinfo=UTC)
AUDIENCE = "facilitator"  # who sees most
COUNTED = ("ready", "submitted", "met", "not_started", "withheld")


def board(rounds: int = 7, each: int = 10) -> None:
    """CPU for all rows of the board as its facilitator sees them, the same HTML from each."""
    print(f"the rows of a board of {MEMBERS} members and {len(STATES)} requirements (CPU)")
    with for_benchmarks():
        ways = _ways()
        pages = {name: _plain(way()) for name, way in ways.items()}
        for name, page in pages.items():
            assert page == pages[OURS] or name == CHANGED, f"{name} says something else"
        spent: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                begun = time.process_time()
                for _ in range(each):
                    way()
                spent[name].append((time.process_time() - begun) / each * 1000)
    django = statistics.median(spent[DJANGO])
    for name in ways:
        cpu = statistics.median(spent[name])
        print(f"  {name:<42}{cpu:8.2f} ms{cpu / django:8.4f} × Django")
    print(f"  ({len(pages[OURS]) / 1024:.0f} KB of HTML)")


OURS, KEPT, CHANGED = "our templates, nothing kept", "rows kept, none changed", "rows kept, one changed"
DJANGO, BOUND = "Django templates", "an f-string, by hand"


def _ways() -> dict[str, Callable[[], str]]:
    from community.board import routes

    rows, reader, turn = [_row(number) for number in range(1, MEMBERS + 1)], SimpleNamespace(id=0, audience=AUDIENCE), 0
    template = _django()

    def cold() -> str:
        routes._keep_seen.cache_clear()
        return kept()

    def kept() -> str:
        return "".join(routes._seen(row, reader, "en").html for row in rows)

    def changed() -> str:
        nonlocal turn
        turn += 1
        return "".join(routes._seen(row, reader, "en").html for row in [_row(1, turn), *rows[1:]])

    def django() -> str:
        return template.render({"rows": rows})

    def bound() -> str:
        return "".join(_by_hand(row) for row in rows)

    return {OURS: cold, KEPT: kept, CHANGED: changed, DJANGO: django, BOUND: bound}


@dataclass(frozen=True, eq=False)
class Column:
    """A requirement, as the catalogue has it, as far as the board says it."""

    key: str
    label: str
    title: str


COLUMNS = tuple(
    Column(f"key_{place}", f"Artifact {place}", f"Artifact {place}: what you & they did")
    for place in range(len(STATES))
)


def _row(number: int, minutes: int = 0):
    from community.board.rows import Piece, Row

    pieces = tuple(
        Piece(
            f"key_{place}", STATES[(number + place) % 8], FIRST + timedelta(minutes=number * 7 + place * 11 + minutes)
        )
        for place in range(len(STATES))
    )
    return Row(
        seat_id=number,
        cohort_id=1,
        definition_version_id=1,
        code="EL-02",
        person_id=number,
        shows="all",
        name=f"Dana Whitfield {number}",
        called="Dana",
        initials="DW",
        tone="lake",
        about="Grade 4, Elm School",
        columns=COLUMNS,
        pieces=pieces,
        application="open",
        is_open=True,
        last_day=date(2027, 4, 30),
    )


# --- Django: one flat template, its functions as cheap as ours ---


def _django():
    import django
    from django.conf import settings
    from django.template import Context, Engine

    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    engine = Engine(libraries={"benchmark": "benchmarks.django_tags"}, builtins=["benchmarks.django_tags"])
    template = engine.from_string((Path(__file__).parent / "templates" / "board.html").read_text("utf-8"))
    return SimpleNamespace(render=lambda context: template.render(Context(context)))


# --- the bound: the same text, put together by hand ---


def _by_hand(row) -> str:
    from community import rendering, words

    shown, parts = row.shown(AUDIENCE), []
    for cell in shown.cells:
        about = cell.requirement
        if about is None:
            title, place = 'Attempt<span class="about"> · All parts</span>', ""
        else:
            title, place = head(about.label, about.title), f' id="at-{cell.place}"'
        at = f" <small>{rendering.moment(cell.at, 'ago')}</small>" if cell.at else ""
        begin, end = (f'a id="{cell.id}" href="{cell.link}"', "a") if cell.link else (f'span id="{cell.id}"', "span")
        parts.append(
            f'<td role="cell"{place}><{begin}{face(cell.word)}{title}</span>'
            f'<span class="label">{word(cell.word)}{at}</span></{end}></td>'
        )
    counts = [
        f'<span data-count="{name}"{"" if number else " hidden"}><span>{number}</span> '
        f"{'not shown' if name == 'withheld' else word(name).lower()}</span>"
        for name, number in shown.counts
    ]
    name = escape(row.name)
    avatar = f'data-tone="{row.tone}" data-here="{row.person_id}" aria-hidden="true">{row.initials}'
    return (
        f'<tr role="row" id="member-{row.seat_id}" data-into="board-rows"><th role="rowheader" scope="row">'
        f'<span class="board-member"><span class="avatar" {avatar}</span>'
        f'<span><strong>{name}</strong><span class="visually-hidden here-word">, here now</span> '
        f"<small>{escape(row.about)}</small> "
        f'<small id="clock-{row.seat_id}">Safe until {words.day(row.safe_day, "en")}</small></span></span>'
        f'<details class="board-more"><summary><span class="counts">{"".join(counts)}</span>'
        f'<span class="show">Show all<span class="visually-hidden">: {name}</span></span> '
        f"{icon('chevron-down', ' chevron')}</summary></details></th>{''.join(parts)}</tr>"
    )


@cache
def face(state: str) -> str:
    """What is the same in each cell of a state: its mark, and what is around it."""
    return f' class="board-cell" data-state="{state}">{icon(state)}<span class="requirement">'


@cache
def head(label: str, title: str) -> str:
    return f'{escape(label)}<span class="about"> · {escape(title)}</span>'


@cache
def icon(name: str, more: str = "") -> str:
    from community import assets

    return f'<svg class="icon{more}" aria-hidden="true"><use href="{assets.asset("icons.svg")}#i-{name}"/></svg>'


@cache
def word(state: str) -> str:
    return {"none": "None yet"}.get(state, state.replace("_", " ").capitalize())


def _plain(html: str) -> str:
    """What a browser sees the same: space between tags, and how an apostrophe or quotation mark is written, aside."""
    return re.sub(r"\s*(<|>)\s*", r"\1", html).replace("&#x27;", "&#39;").strip()
