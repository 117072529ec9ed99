"""Every form and query parameter filled with what hostile people type: never broken, never reflected (A23, A41)."""

import time

import pytest
import pytest_asyncio

from community.doors import DEADLINE
from tests.attacks.corpus import HOSTILE, MARK, PRODUCT, traces
from tests.doors import table
from tests.doors.asking import address, ask, filled
from tests.support.roles import ROLES
from tests.support.world import a_world

FORMS = [row for row in table.rows() if row.method == "POST"]
PAGES = [row for row in table.rows() if row.method == "GET"]
PARAMETERS = ("q", "before", "after", "at", "show", "part", "done", "next", "version", "code", "ticket", "follow")
MORE_FIELDS = ("next", "ticket", "shared", "ready", "post_key", "time_zone", "who", "facilitator", "keep", "backlog")
FINE = {200, 201, 204, 303, 400, 403, 404, 409, 410, 413, 422, 429}
WORST = ("sql", "nul", "attribute", "number")
MOST = 600  # letters of one parameter: an address has no room for more


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        yield made


def who_may(world, row):
    """Somebody who comes as far as the form is read; where none of these may, whoever comes nearest."""
    order = ("author", "facilitator", "organizer", *ROLES)
    near = ("ok", "!!", "no", "--", "in")
    return next(world.askers[role] for word in near for role in order if row.says[role] == word)


@pytest.mark.parametrize("kind", HOSTILE)
async def test_every_field_of_a_form_at_once(world, kind):
    await _all_forms(world, lambda good: [dict.fromkeys([*good, *MORE_FIELDS], HOSTILE[kind])])


@pytest.mark.parametrize("kind", WORST)
async def test_one_field_of_a_form_the_others_good(world, kind):
    await _all_forms(world, lambda good: [good | {name: HOSTILE[kind]} for name in good])


@pytest.mark.parametrize("kind", HOSTILE)
async def test_every_parameter_of_a_page(world, kind):
    wrong = []
    for row in PAGES:
        asker = who_may(world, row)
        where = address(world, asker, row.pattern)
        text = HOSTILE[kind][:MOST]
        every = [dict.fromkeys(PARAMETERS, text)]
        single = [{name: text} for name in PARAMETERS] if kind in ("attribute", "number") else []
        for query in every + single:
            begun = time.process_time()
            answer = await asker.client.get(where, params=query)
            wrong += _wrong(f"{row.name} {list(query)}", answer, time.process_time() - begun)
    assert not wrong, "\n" + "\n".join(wrong)


HEADERS = ("accept-language", "user-agent", "accept", "cookie", "referer", "hx-request", "hx-target", "x-csrf")


@pytest.mark.parametrize("header", HEADERS)
async def test_every_header(world, header):
    asker, wrong = world.askers["participant"], []
    for kind in HOSTILE:
        value = HOSTILE[kind].encode("utf-8")[:4000].replace(b"\r", b"").replace(b"\n", b"").replace(b"\x00", b"")
        for path in ("/", "/sign-in", f"/cohorts/{world.here.id}", "/no-such-page"):
            answer = await asker.client.get(path, headers=[(header.encode(), value)])
            wrong += _wrong(f"{path} {kind}", answer, 0)
    assert not wrong, "\n" + "\n".join(wrong)


async def _all_forms(world, fills) -> None:
    wrong = []
    for row in FORMS:
        asker = who_may(world, row)
        named = {place: world.named[name] for place, name in row.instead.items()}
        where = address(world, asker, row.pattern, **named)
        good = {name: str(value) for name, value in filled(world, asker, row.pattern).items()}
        for fields in fills(good):
            begun = time.process_time()
            answer = await ask(asker, "POST", where, fields)
            what = f"{row.name} {list(fields) if len(fields) < 3 else ''}"
            wrong += _wrong(what, answer, time.process_time() - begun)
    assert not wrong, "\n" + "\n".join(wrong)


def _wrong(what: str, answer, seconds: float) -> list[str]:
    found = []
    if answer.status_code not in FINE:
        found.append(f"{what}: {answer.status_code}")
    if seconds > DEADLINE:
        found.append(f"{what}: {seconds:.1f} s")
    if "text/html" in answer.headers.get("content-type", ""):
        found += [f"{what}: {trace}" for trace in traces(answer.text)]
    elif PRODUCT in answer.text:
        found.append(f"{what}: reflected")
    if MARK in str(answer.headers.get("set-cookie", "")):
        found.append(f"{what}: a cookie of theirs")
    if "evil.example" in answer.headers.get("location", "")[:24]:
        found.append(f"{what}: leads to {answer.headers['location']}")
    return found
