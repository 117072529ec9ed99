"""Check and submit in a browser, by keyboard alone, without a barrier in any look."""

import pytest
import pytest_asyncio

from tests.browser.looking import LOOKS, an_eye
from tests.support.attempts import (
    CHECK,
    CODE,
    comes_back_incomplete,
    earns,
    falls_short,
    has_submitted,
)  # fmt: skip
from tests.support.evidence import writes
from tests.support.servers import serve

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture
async def eye(app, ana, browser):
    async with serve() as server:
        eye = await an_eye(browser, server.url)
        await eye.signs_in(ana)
        yield eye


async def test_it_is_checked_and_submitted_by_keyboard_alone(eye, ana, definition):
    await writes(ana, definition, "demand", "talking " * 200 + "and then Marisol began.")
    await eye.opens(CHECK)
    assert await eye.finds(LOOKS) == []
    await writes(ana, definition, "demand", "talking " * 200)
    await eye.opens(CHECK)
    assert await eye.finds(LOOKS) == []
    await eye.page.keyboard.press("Tab")
    while not await eye.page.evaluate("document.activeElement.id === 'own'"):
        await eye.page.keyboard.press("Tab")
    for _promise in range(3):
        await eye.page.keyboard.press("Space")
        await eye.page.keyboard.press("Tab")
    await eye.page.keyboard.press("Enter")
    await eye.page.wait_for_url(lambda url: "/submissions/" in url and "new" not in url)
    await eye.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert await eye.finds(LOOKS) == []
    await eye.opens(f"/work/{CODE}/submissions")
    assert await eye.finds(LOOKS) == []


@pytest.mark.parametrize("outcome", ["not_yet", "incomplete", "earned"])
async def test_a_result_is_read_without_a_barrier(eye, ana, definition, outcome):
    submission = await has_submitted(ana)
    if outcome == "not_yet":
        await falls_short(submission, definition, "talk_plan", "reflection")
    elif outcome == "incomplete":
        await comes_back_incomplete(submission, "talk_record")
    else:
        await earns(submission, definition)
    await eye.opens(f"{submission.address}/result")
    assert await eye.finds(LOOKS) == []
