"""With an empty database every page that somebody may open says what to do next, and has no barrier either."""

import pytest
import pytest_asyncio

from community import db
from tests.browser.looking import an_eye
from tests.support.people import make_person
from tests.support.servers import serve

pytestmark = pytest.mark.browser
FOR_VISITORS = (
    *("/", "/catalogue", "/stacks", "/find", "/join", "/verify", "/support", "/help"),
    *("/sign-in", "/sign-up", "/password", "/mail"),
)
FOR_THE_FIRST = (
    *("/", "/cohorts", "/work", "/vault", "/awards", "/showcase", "/inbox", "/inbox/settings", "/letters", "/let-in"),
    *("/catalogue", "/find", "/join", "/membership", "/fees", "/cases", "/reviewing", "/feedback/elsewhere"),
    *("/profile", "/profile/data", "/profile/looks", "/profile/calendar", "/sessions", "/mail"),
)


@pytest_asyncio.fixture(scope="module")
async def server(database):
    async with serve() as one:
        yield one


async def test_a_visitor_before_anything_is_there(browser, server):
    assert await db.value("select count(*) from person") == 0, "the premise"
    assert await _faults(await an_eye(browser, server.url), FOR_VISITORS) == {}


async def test_the_first_person(browser, server):
    eye, person = await an_eye(browser, server.url), await make_person("Ana Torres")
    await eye.signs_in(person)
    assert await _faults(eye, FOR_THE_FIRST) == {}


async def _faults(eye, paths) -> dict[str, list[str]]:
    wrong = {}
    for path in paths:
        await eye.opens(path)
        if found := await eye.finds_in_every_look():
            wrong[path] = found
        assert await eye.page.locator("main").get_by_role("heading", level=1).count() == 1, path
        if not await eye.page.locator("main :is(a, button):visible").count() and path != "/mail":
            wrong[path] = ["no way on"]
    await eye.page.context.close()
    return wrong
