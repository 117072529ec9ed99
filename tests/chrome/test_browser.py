"""The shell in a real browser: seen at two widths in light and dark by axe, and used with the keyboard."""

import pytest

from tests.chrome.site import FAILURES
from tests.chrome.test_errors import TITLES
from tests.support.browsers import axe

pytestmark = pytest.mark.browser
PAGES = ["/parts", "/cohort", "/form", "/buttons", *(f"/fail/{code}" for code in (403, 404, 422, 500))]


@pytest.fixture
async def look(browser, site_url):
    """`await look(width=…)` opens a page of the site; what the browser complains of ends up in `page.complaints`."""
    contexts = []

    async def make(width=1440, height=900, **options):
        size = {"width": width, "height": height}
        contexts.append(await browser.new_context(viewport=size, base_url=site_url, **options))
        page = await contexts[-1].new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if _is_fault(said) else None)
        page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
        return page

    yield make
    for context in contexts:
        await context.close()


def _is_fault(said) -> bool:
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width,height", [(1440, 900), (390, 844)])
async def test_no_barrier_and_no_sideways_scrolling(site, look, scheme, width, height):
    found = {}
    page = await look(width, height, color_scheme=scheme)
    for person, paths in ((site.person, PAGES), (None, ["/parts", "/fail/404"])):
        site.person = person
        for path in paths:
            await page.goto(path)
            await page.wait_for_load_state("networkidle")
            await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found[path, person is None] = await axe(page) + await _too_wide(page)
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert page.complaints == []


async def test_the_narrowest_phone(look):
    page = await look(320, 640)
    for path in PAGES:
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        assert await _too_wide(page) == [], path


async def test_twice_the_text_size(look):
    page = await look(1280, 800)
    for path in PAGES:
        await page.goto(path)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await _too_wide(page) == [], path


async def _too_wide(page) -> list[str]:
    return await page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 3).map(one => 'wider than the page: ' + one.outerHTML.slice(0, 120))"""
    )


async def test_marks_are_drawn_from_the_one_file(look):
    page = await look()
    await page.goto("/parts")
    size = await page.evaluate("document.querySelector('.state use').getBBox().width")
    assert size > 5


@pytest.mark.parametrize("script", [True, False])
async def test_a_refused_form_keeps_what_was_typed(look, script):
    page = await look(java_script_enabled=script)
    await page.goto("/form")
    await page.get_by_label("E-mail address").fill("rosa@harborview.example")
    await page.get_by_label("About you").fill("Two lines\nof <b>text</b>")
    await page.get_by_label("Nothing").check()
    await page.get_by_label("This is a shared computer").check()
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("heading", name="2 things need another look").wait_for()
    assert await page.get_by_label("E-mail address").input_value() == "rosa@harborview.example"
    assert await page.get_by_label("About you").input_value() == "Two lines\nof <b>text</b>"
    for label in ("Nothing", "This is a shared computer"):
        assert await page.get_by_label(label).is_checked()
    await page.locator("#errors:focus").wait_for()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.locator("#name:focus").wait_for()
    assert await page.get_by_label("Name", exact=True).get_attribute("aria-describedby") == "name-error"


async def test_a_request_that_fails_leaves_the_page_and_says_so(look):
    page = await look()
    await page.goto("/buttons")
    for code in FAILURES:
        await page.locator(f"#fail-{code}").click()
        notice = page.locator("#notices .toast").filter(has_text=TITLES[code])
        await notice.wait_for()
        assert await notice.get_attribute("role") == "alert"
        assert await page.evaluate("document.activeElement.id") == f"fail-{code}"
    assert await page.locator("#buttons button").count() == len(FAILURES)


async def test_notices_are_closed_with_the_keyboard_and_never_pile_up(look):
    page = await look()
    await page.goto("/buttons")
    for code in (403, 404, 409, 503):
        await page.locator(f"#fail-{code}").click()
        await page.locator("#notices .toast").filter(has_text=TITLES[code]).wait_for()
    notices = page.locator("#notices .toast")
    assert await notices.count() == 3 and await notices.filter(has_text=TITLES[403]).count() == 0
    await notices.first.get_by_role("button", name="Close this message").focus()
    for left in (2, 1):
        await page.keyboard.press("Enter")
        assert await notices.count() == left
        assert await page.evaluate("document.activeElement.closest('#notices .toast') != null")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "main"


async def test_a_part_comes_by_itself_and_one_that_cannot_stays_a_link(look):
    page = await look()
    await page.goto("/cohort")
    await page.locator("#states .state").first.wait_for()
    assert await page.locator("#states").count() == 1
    await page.locator("#notices .toast").filter(has_text=TITLES[500]).wait_for()
    assert await page.locator("#broken a").get_attribute("href") == "/fail/500"


async def test_the_keyboard_goes_through_the_shell(look):
    page = await look()
    await page.goto("/parts")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to the main content"
    await page.keyboard.press("Enter")
    await page.locator("#main:focus").wait_for()
    await page.get_by_role("button", name="RD, Rosa Delgado, menu").focus()
    await page.keyboard.press("Enter")
    await page.locator("#me-menu:popover-open").wait_for()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.getAttribute('href')") == "/profile"
    await page.keyboard.press("Escape")
    await page.locator("#me-menu:popover-open").wait_for(state="detached")
    assert await page.evaluate("document.activeElement.getAttribute('popovertarget')") == "me-menu"


async def test_motion_and_contrast_wishes_are_heard(look):
    page = await look(reduced_motion="reduce")
    await page.goto("/parts")
    moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).animationName != 'none').length"
    assert await page.evaluate(moving) == 0
    page = await look(forced_colors="active")
    await page.goto("/parts")
    assert await page.evaluate("getComputedStyle(document.querySelector('.state')).borderTopStyle") == "solid"
