"""The doors: at every address everybody is told what the table of tests/doors says, and nothing else (habit 17)."""

import re

import pytest
import pytest_asyncio
from starlette.routing import WebSocketRoute

from community import app as roof
from community.review.reading import queries as reading
from tests.doors import table
from tests.doors.asking import address, ask, filled, word
from tests.support import walls
from tests.support.reviews import claims_it, finds_complete
from tests.support.roles import ASIDE, DESKS, EVERYBODY
from tests.support.world import a_world, undone

TABLE = table.rows()
ASKED = [row for row in TABLE if row.method != "WS"]  # the socket's door has tests of its own
TO_THE_SIGN_IN = {"/sign-out"}  # where it leads when it is through
# Who may not know of the cohort.
OUTSIDE = ("stranger", "elsewhere", "left", "removed", "invited", "sibling", *ASIDE, *DESKS)
ABSENT = 987_654_321


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        yield made


def doors_of(app) -> set[tuple[str, str, str]]:
    """Every method and pattern that the app answers, as the table writes them, with the slice that has it."""
    slices = {id(route): part.__name__.split(".")[1] for part in roof.SLICES for route in part.routes}
    found = set()
    for route in app.app.routes:
        methods = {"WS"} if isinstance(route, WebSocketRoute) else route.methods - {"HEAD"}
        pattern = re.sub(r":\w+}", "}", route.path)
        found |= {(slices.get(id(route), "ground"), method, pattern) for method in methods}
    return found


async def test_each_door_has_its_row_and_each_row_its_door(app):
    listed = {(row.slice, row.method, row.pattern) for row in TABLE}
    assert doors_of(app) - listed == set(), "a door without a row: say in tests/doors/table/ who may do what there"
    assert listed - doors_of(app) == set(), "a row without a door, or in another slice's file"
    assert len({row.name for row in TABLE}) == len(TABLE), "a door has one row"


def test_the_page_of_the_doors_is_the_table():
    assert table.PAGE.read_text("utf-8") == table.page(), "write it anew: python -m tests.doors.table"


@pytest.mark.parametrize("role", EVERYBODY)
async def test_everybody_is_told_what_the_table_says(world, role):
    asker, wrong = world.askers[role], []
    for row in ASKED:
        answer = await ask(asker, row.method, where(world, asker, row), filled(world, asker, row.pattern))
        if word(answer) != row.says[role] and row.pattern not in TO_THE_SIGN_IN:
            wrong.append(f"{row.name}: {answer.status_code} and not {row.says[role]}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("hx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("role", EVERYBODY)
async def test_whether_somebody_may_is_decided_before_what_they_typed_is_looked_at(world, role, hx):
    """An empty form from who may not: the same refusal as for a good one, never a word about its fields (A2)."""
    asker, wrong = world.askers[role], []
    headers = {"hx-request": "true"} if hx else {}
    for row in ASKED:
        if row.method == "POST" and row.pattern not in TO_THE_SIGN_IN:
            answer = await ask(asker, "POST", where(world, asker, row), **headers)
            knows = row.says[role] in ("ok", "!!")  # only who may is told what is wrong with their form
            if word(answer) not in {row.says[role]} | ({"422"} if knows else set()):
                wrong.append(f"{row.name}: {answer.status_code} and not {row.says[role]}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", OUTSIDE)
async def test_a1_what_one_may_not_know_of_looks_like_what_does_not_exist(world, role):
    asker, wrong = world.askers[role], []
    for row in ASKED:
        if row.says[role] == "--":
            form = filled(world, asker, row.pattern)
            theirs = await ask(asker, row.method, where(world, asker, row), form)
            absent = await ask(asker, row.method, where(world, asker, row, cohort_id=ABSENT), form)
            if plain(theirs, world.here.id) != plain(absent, ABSENT):
                wrong.append(row.name)
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ["participant", "author", "helper", "observer", "facilitator", "organizer", "above"])
async def test_a1_inside_one_cohort_nothing_of_another_is_reached(world, role):
    """A message, channel or seat of the other cohort, asked for at an address of this one."""
    asker, wrong = world.askers[role], []
    for row in ASKED:
        for place in {"message_id", "channel_id", "seat_id", "meeting_id"} & set(table.places(row.pattern)):
            there = where(world, asker, row, **{place: world.other[place]})
            answer = await ask(asker, row.method, there, filled(world, asker, row.pattern))
            if word(answer) not in ("--", "no") or (word(answer) == "no" and row.says[role] != "no"):
                wrong.append(f"{row.name}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


async def test_r50_no_door_that_opens_to_a_reviewer_says_who_made_what_they_read(app, world):
    """All that the table lets a reviewer look at, with the numbers of an attempt whose author is unmistakable.

    Left out are the letters that a server without a post office keeps for everybody.
    """
    rolf = world.askers["reviewer"]
    async with undone(), walls.an_unmistakable_attempt(app, world.definition) as made:
        submission = made.submission
        await finds_complete(rolf.person, await claims_it(rolf.person, submission))
        own = {"attempt": submission.number, "evidence": await a_document(submission), "link": 1, "page": 1}
        opened = [row for row in TABLE if row.method == "GET" and row.says["reviewer"] == "ok"]
        for row in (row for row in opened if not row.pattern.startswith("/mail")):
            of_hers = own if row.pattern.startswith("/reviews") else {}
            answer = await rolf.gets(where(world, rolf, row, **of_hers))
            assert answer.status_code in (200, 303), row.name
            walls.clean(row.name, walls.told(str(answer.url), answer))
    assert len(opened) > 90 and sum(row.pattern.startswith("/reviews/{attempt}") for row in opened) == 5, "the premise"


async def a_document(submission) -> str:
    """The number of a file that has pages."""
    (page, *_others) = await reading.pages_by_id(submission.id)
    return next(one.number for one in await reading.files_by_id(submission.id) if one.id == page.submitted_file_id)


def where(world, asker, row, **instead) -> str:
    """The address of a row's door, with what its brackets say."""
    named = {place: world.named[name] for place, name in row.instead.items()}
    return address(world, asker, row.pattern, **named | instead)


def plain(answer, number: int) -> tuple:
    """An answer without what differs from one request to the next, its cohort's number left out."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("x-request-id", "content-length")}
    text = re.sub(r' data-now="[^"]+"', "", answer.text.replace(answer.headers["x-request-id"], ""))
    text = re.sub(rf"/cohorts/{number}\b", "/cohorts/N", text)
    return answer.status_code, headers, text
