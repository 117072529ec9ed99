"""An organizer in a real browser: a roster looked at, mended and taken in; no barrier on the way, in any look."""

import pytest
import pytest_asyncio

from community.affiliates import actions, queries
from community.affiliates.lines import pieces
from community.affiliates.rosters import actions as rosters
from tests.affiliates.conftest import a_tree
from tests.browser.looking import LOOKS, an_eye
from tests.support.people import make_person
from tests.support.servers import serve

pytestmark = pytest.mark.browser
HEAD = "number,last name,first name,email,status,from,building,shoe\n"
WRONG = HEAD + "1,=evil(),Ana,a@b,vip,31.1.2026,,\n2,Lund,Bo,bo@lund.org,active,2025-09-01,Hill School,41\n"
RIGHT = HEAD + "1,Ruiz-Sol,Ana,ana@ruiz.org,active,2025-09-01,,38\n2,Lund,Bo,,ended,2025-09-01,,\n3,Neu,Di,,,,,\n"


@pytest_asyncio.fixture(scope="module")
async def tree(app):
    return await a_tree()


@pytest_asyncio.fixture(scope="module")
async def server(app):
    async with serve() as one:
        yield one


async def test_a_roster_is_looked_at_mended_and_taken_in(browser, server, tree):
    mona = await make_person("Mona Browses")
    await actions.give_desk(mona, "organizer", tree.harbor)
    before = "number,last name,first name\n1,Ruiz,Ana\n2,Lund,Bo\n9,Absent,Al\n"
    await rosters.import_roster(tree.harbor, pieces(before))
    eye = await an_eye(browser, server.url)
    await eye.signs_in(mona)
    await eye.opens(f"/affiliates/{tree.harbor.id}/roster")
    page = eye.page
    await page.get_by_label("Or its lines").fill(WRONG)
    await page.get_by_role("button", name="See what would happen").click()
    await page.get_by_text("4 things are wrong.").wait_for()
    assert await page.evaluate("document.activeElement.id") == "preview-h", "one hears what has come"
    assert await page.get_by_role("button", name="Take it in").count() == 0
    assert await eye.finds(LOOKS) == []
    await page.get_by_label("Or its lines").fill(RIGHT)
    await page.get_by_label("This is the whole list").check()
    await page.get_by_role("button", name="See what would happen").click()
    await page.get_by_text("would end today").wait_for()
    assert await eye.finds(LOOKS) == []
    await page.get_by_role("button", name="Take it in").click()
    await page.get_by_text("1 new, 1 changed, 2 ended, 0 as they were.").wait_for()
    desk = await queries.desk(mona, tree.harbor.id)
    assert [(one.number, one.status) for one in await queries.listed(desk)] == [
        ("9", "ended"), ("2", "ended"), ("3", "active"), ("1", "active"),
    ]  # fmt: skip
    await eye.page.context.close()
