"""Every page in the table of doors, as those see it whom it lets in: no barrier, no complaint, no sideways scroll."""

from itertools import cycle

import pytest
import pytest_asyncio

from community.evidence import actions as evidence
from tests.browser.looking import LOOKS, WIDE, an_eye
from tests.doors import table
from tests.doors.asking import address
from tests.support.discussion import says
from tests.support.evidence import brings, joins_a_local, writes
from tests.support.factors import shows_a_factor
from tests.support.servers import serve
from tests.support.world import a_world

pytestmark = pytest.mark.browser
NO_PAGES = ("/static/", "/healthz", "/readyz", "/live", "/inbox/bell")
# Whose pages of their own account and work look like anybody's: they are seen once, by the author.
OWN = ("/sign", "/password", "/profile", "/sessions", "/inbox", "/mail", "/catalogue", "/stacks", "/work", "/join",
    "/membership", "/fees",
)
APPROVERS = (
    *("/approvals", "/issuers/{issuer}/reviewers", "/issuers/{issuer}/calibration", "/calibrations", "/reviewing"),
    *("/committee", "/issuers/{issuer}/cases"),
    "/profile/factor",
)

LEAVES_ALONE = {
    "author": ("/sign", "/work/{code}/{key}/changes"),  # her window here is a new one, with nothing to compare with yet
    "facilitator": OWN,
    "organizer": OWN,
    "observer": (*OWN, "/cohorts/{cohort_id}/members", "/cohorts/{cohort_id}/messages"),
    "invited": (*OWN, "/cohorts/"),
    "visitor": (),
}
LOOKS_ONLY_AT = {
    "participant": (
        *("/cohorts/{cohort_id}/meetings/{meeting_id}/pairs", "/cohorts/{cohort_id}/messages/{message_id}/report"),
    ),
    "helper": ("/feedback/{request_id}",),
    "editor": ("/issuers/",),
    "reviewer": ("/reviews", "/reviewing/", "/calibrations"),
    "approver": APPROVERS,
    "committee": ("/committee",),
    "support": ("/support",),
    "administrator": ("/admin",),
}
SEEN_BY = (*LEAVES_ALONE, *LOOKS_ONLY_AT)  # the first who may open a page looks at it in every look, the others in one
LONG = "Maximiliana-Theodora Wolfeschlegelsteinhausenbergerdorff-Nguyễn"


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        await _live_a_little(made)
        yield made


async def _live_a_little(world) -> None:
    """Long names and words, states, threads, signs, code and quotes: what makes pages break."""
    ada, gloria = await world.here.seats("Ada"), world.here.facilitator
    long = await world.here.joins(LONG, called="Maximiliana-Theodora", about="Mathematics, " * 9, pronouns="they/them")
    await joins_a_local(ada.person)
    await evidence.start(ada.person, world.definition)
    await brings(ada.person, world.definition, "Reflection", "ready")
    await brings(long.person, world.definition, "Question 1", "ready")
    await brings(long.person, world.definition, "Artifact 2", "ask")
    await writes(ada.person, world.definition, "Question 2", "word " * 400)
    first = await says(long, f"A long address https://example.org/{'folder/' * 30} and\n\n> a quote\n\n1. one\n2. two")
    await says(ada, f"```\n{'code_without_a_gap' * 12}\n```\nand **bold**", thread=first)
    await says(gloria, f"{'Donaudampfschifffahrtsgesellschaft' * 3} and @{ada.name}")


@pytest_asyncio.fixture(scope="module")
async def server(app):
    async with serve(ROUNDTABLE_SAMPLE="yes") as one:  # which marks each page
        yield one


def test_no_page_is_left_out():
    pages = [row for row in table.rows() if row.method == "GET" and not row.pattern.startswith(NO_PAGES)]
    left = [row.name for row in pages if "ok" in row.says.values() and not any(_looks_at(one, row) for one in SEEN_BY)]
    assert left == ["GET /work/{code}/{key}/changes"], "where it has something to show another test looks at it"


@pytest.mark.parametrize("role", SEEN_BY)
async def test_every_page_is_for_everybody(browser, server, world, role):
    asker, looks, wrong, seen = world.askers[role], cycle(LOOKS), {}, 0
    eye = await an_eye(browser, server.url)
    if asker.person:
        await eye.signs_in(asker.person)
        await shows_a_factor(asker.person)
    for row in table.rows():
        if not _looks_at(role, row):
            continue
        where = address(world, asker, row.pattern, **{place: world.named[name] for place, name in row.instead.items()})
        if '<main id="main"' not in (await asker.gets(where)).text:
            continue  # a part of a page, for the scripts
        await eye.opens(where)
        seen += 1
        whole = row.pattern == "/" or role == next(one for one in SEEN_BY if _looks_at(one, row))
        if found := await (eye.finds_in_every_look() if whole else eye.finds([next(looks)])):
            wrong[f"{role} {where}"] = found
    await eye.page.context.close()
    assert not wrong, "\n".join(f"{where}: {fault}" for where, faults in wrong.items() for fault in faults)
    assert seen >= LEAST[role], "the premise: the table names pages, and they are looked at"


def _looks_at(role: str, row: table.Row) -> bool:
    if row.method != "GET" or row.says[role] != "ok" or row.pattern.startswith(NO_PAGES):
        looks = False
    elif role in LOOKS_ONLY_AT:
        looks = row.pattern == "/" or row.pattern.startswith(LOOKS_ONLY_AT[role])
    else:
        looks = not row.pattern.startswith(LEAVES_ALONE[role])
    return looks


LEAST = {
    "visitor": 12, "author": 30, "facilitator": 15, "organizer": 5, "observer": 8, "invited": 4, "editor": 6,
    "participant": 3, "helper": 3,
    "reviewer": 5, "approver": 2, "committee": 3, "support": 3,
    "administrator": 2,
}


async def test_a_page_that_is_not_there_and_one_that_is_not_mine(browser, server, world):
    eye = await an_eye(browser, server.url)
    await eye.signs_in(world.askers["participant"].person)
    for path, status in (("/nothing", 404), ("/cohorts/new", 403), (f"/cohorts/{world.there.id}", 404)):
        answer = await eye.page.goto(server.url + path)
        assert answer.status == status
        eye.complaints.clear()  # the browser complains of the status
        assert await eye.finds_in_every_look() == []
    await eye.page.context.close()


FORMS = {"visitor": ("/sign-in", "/sign-up", "/password/code"), "organizer": ("/cohorts/new", "/join", "/profile")}


@pytest.mark.parametrize("role", FORMS)
async def test_a_refused_form_has_no_barrier_either(browser, server, world, role):
    asker, looks, wrong = world.askers[role], cycle(LOOKS), {}
    eye = await an_eye(browser, server.url)
    if asker.person:
        await eye.signs_in(asker.person)
        await shows_a_factor(asker.person)
    for path in FORMS[role]:
        await eye.opens(path)
        await eye.page.evaluate(EMPTIED)
        await eye.page.locator("main form button[type=submit], main form button:not([type])").first.click()
        await eye.page.locator("#errors").wait_for()
        eye.complaints.clear()  # the browser complains of the status
        if found := await eye.finds([next(looks)]):
            wrong[path] = found
    await eye.page.context.close()
    assert wrong == {}


# Whoever fills in a form in another way than the browser's own checks allow.
EMPTIED = """() => { const form = document.querySelector("main form");
    form.noValidate = true;
    const typed = "input:not([type=hidden], [type=radio], [type=checkbox])";
    for (const field of form.querySelectorAll(typed)) field.value = ""; }"""


@pytest.mark.parametrize(("scheme", "size"), [LOOKS[0], LOOKS[-2]])
async def test_what_opens_on_a_page_has_no_barrier(browser, server, world, scheme, size):
    eye = await an_eye(browser, server.url)
    await eye.signs_in(world.askers["author"].person)
    await eye.opens(f"/cohorts/{world.here.id}/channels/general")
    page, looks = eye.page, [(scheme, size)]
    await page.get_by_role("button", name="menu").click()
    assert await eye.finds(looks) == [], "the account's menu"
    await page.keyboard.press("Escape")
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    await page.locator(".messages a.replies").first.click()
    await page.locator("#thread .message").nth(1).wait_for()
    assert await eye.finds(looks) == [], "a thread beside its channel"
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    await page.locator("#stream form.composer textarea").press_sequentially("@G")
    await page.locator(".names:not([hidden]) [role=option]").first.wait_for()
    assert await eye.finds(looks) == [], "names to choose from"
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    await page.keyboard.press("Escape")
    await page.locator("#stream [data-signs]").first.focus()
    await page.keyboard.press("Enter")
    await page.locator("#signs-menu:popover-open").wait_for()
    assert await eye.finds(looks) == [], "signs to choose from"
    await page.context.close()
