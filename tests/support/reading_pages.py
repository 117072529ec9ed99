"""What somebody does on the page where a draft is read: select words, pin a note; and how such a page must look."""

import os

from playwright.async_api import expect

from tests.support.browsers import axe
from tests.support.browsing import SOON, Someone


async def seen_well(one: Someone, name: str) -> None:
    """Nothing is cut off, and axe finds nothing."""
    await one.page.wait_for_load_state()
    if os.environ.get("PICTURES"):
        await one.page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)
    assert await one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
    faults = await axe(one.page)
    assert not faults, f"{name}: {faults}"


async def selects(one: Someone, words: str) -> None:
    """Select these words in the draft, as a hand does."""
    await one.page.locator("#draft-text").wait_for()
    await one.page.wait_for_load_state()
    await one.page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.getElementById("draft-text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at >= 0) {
                    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                    return;
                }
            }
        }""",
        words,
    )


async def pins(one: Someone, kind: str, text: str) -> None:
    form = one.page.locator("#new-note")
    await form.locator("label", has_text=kind).click()
    await form.get_by_label("Your note").fill(text)
    await form.get_by_role("button", name="Pin this note").click()
    await expect(one.page.locator("#pinned-h ~ .feedback-note textarea", has_text=text)).to_be_attached(timeout=SOON)
