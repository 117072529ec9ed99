"""A reviewer reads, hears and judges in a browser: by keyboard alone, sound and film where they stand."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.support.artifacts import attaches
from tests.support.attempts import has_submitted, makes_all, opens_a_window
from tests.support.browsing import SOON, someone, tabs_to
from tests.support.factors import shows_a_factor
from tests.support.media import a_wav, a_webm
from tests.support.people import make_person
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, claims_it, state_of
from tests.support.servers import serve

pytestmark = pytest.mark.browser
IN_FOCUS = "() => document.activeElement.closest('[data-criterion]')?.id"


@pytest_asyncio.fixture
async def rita(vera, definition, browser):
    """She reads an attempt with a sound and a film, and nobody has looked whether all is there."""
    author = await make_person("Ana Torres")
    await makes_all(author, definition)
    for name, content in (("talk.wav", a_wav()), ("talk.webm", a_webm("A talk", []))):
        await attaches(author, definition, "talk_record", name, content)
    await opens_a_window(author, definition)
    submission = await has_submitted(author)
    person = await a_reviewer(vera.desk, definition)
    await claims_it(person, submission)
    async with serve() as server:
        rita = await someone(browser, person, server.url)
        await shows_a_factor(person)
        rita.submission = submission
        await rita.opens(f"/reviews/{submission.number}")
        yield rita
        assert rita.problems == []
        await rita.page.context.close()


async def test_an_attempt_is_heard_and_judged_by_keyboard_alone(rita, definition):
    page, keys = rita.page, [one.criterion_key for one in all_at(definition)]
    for tag in ("audio", "video"):
        source = await page.locator(tag).get_attribute("src")
        asked = await page.request.get(rita.base + source, headers={"range": "bytes=0-99"})
        assert asked.status == 206 and asked.headers["content-type"].startswith(tag)
    await expect(page.locator("audio")).to_have_js_property("duration", 1, timeout=SOON)

    await tabs_to(page, "button[name=complete]")
    await page.keyboard.press("Enter")
    await expect(page.locator("button[name=complete]")).to_have_count(0)
    await tabs_to(page, "a[href='#judging']")
    await page.keyboard.press("Enter")
    for number, key in enumerate(keys, 1):
        assert await page.evaluate(IN_FOCUS) == f"criterion-{key}"
        await page.keyboard.press("1")
        await page.keyboard.press("j" if number < len(keys) else "k")
    assert await page.evaluate(IN_FOCUS) == f"criterion-{keys[-2]}", "K goes back"
    await page.keyboard.press("2")
    await expect(page.locator(f"#criterion-{keys[-2]} input:checked")).not_to_have_attribute("data-meets", "")
    await page.keyboard.press("1")
    await expect(page.locator("#outcome")).to_contain_text("Earned", timeout=SOON)
    await expect(page.locator("#outcome")).to_contain_text("All is said.")
    await tabs_to(page, "button[formaction$='/recommendation']")
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "done=sent" in url)
    assert await state_of(rita.submission) == "submitted", "one alone decides nothing"
