"""The catalogue in a real browser: seen by axe at two widths, light and dark, empty and filled; on paper."""

import argparse
import re
from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db
from community.affiliates import actions as affiliates
from community.catalogue import commands, queries, rules
from community.catalogue.credit import actions as credit
from community.catalogue.credit import reading as credit_rules
from tests.catalogue.test_desk import DESK, an_editor, text_of
from tests.support.browsers import axe
from tests.support.cohorts import a_local
from tests.support.people import PASSWORD
from tests.support.servers import serve

pytestmark = pytest.mark.browser
PAGES = [
    "/catalogue",
    "/catalogue?q=talk&tag=whole&audience=teacher",
    "/catalogue?q=newcomers&stack=MA",  # nothing fits
    "/catalogue/FA-04",  # the one with the widest rubric, of four levels
    "/catalogue/FA-02",  # a title alone
    "/catalogue/FA-04/print",
    "/catalogue/PS-01/versions",
    "/stacks",
    "/stacks/CIV",
]
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""


@pytest_asyncio.fixture(scope="module")
async def address(database):
    async with serve() as server:
        yield server.url


@pytest_asyncio.fixture
async def filled(address):
    if not await db.value("select exists (select 1 from micro_credential)"):
        await commands.import_catalogue(argparse.Namespace(paths=[], publish=True, issuer=[]))
    return address


async def looked_at(
    browser, address: str, paths: list[str], width: int, height: int, zoom: str = "100%", **options
) -> dict:
    """{path: what axe finds, what is wider than the page, what the console says}, where there is something."""
    context = await browser.new_context(viewport={"width": width, "height": height}, base_url=address, **options)
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    found = {}
    for path in paths:
        assert (await page.goto(path)).status == 200
        await page.evaluate("zoom => document.documentElement.style.fontSize = zoom", zoom)
        if wrong := [*await axe(page), *await page.evaluate(TOO_WIDE), *said]:
            found[path] = wrong
        said.clear()
    await context.close()
    return found


async def test_an_empty_catalogue_has_no_barrier(browser, address):
    assert await db.value("select count(*) from micro_credential") == 0, "the premise"
    assert await looked_at(browser, address, ["/catalogue"], 390, 844) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
async def test_no_barrier_and_no_sideways_scrolling(browser, filled, width, height, scheme):
    assert await looked_at(browser, filled, PAGES, width, height, color_scheme=scheme) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_the_desk_the_letter_and_start_have_no_barrier(browser, filled, width, scheme):
    edda = await an_editor()
    local = await a_local(f"Cedar Local {scheme} {width}")
    await affiliates.enrol(edda, local, clock.now().date() - timedelta(days=9))
    (given,) = [one for one in credit_rules.read() if one.values["key"] == "sample_il_cedar_bend"]
    await credit.note(local, [given])
    context = await browser.new_context(viewport={"width": width, "height": 900}, base_url=filled, color_scheme=scheme)
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.get_by_label("E-mail address").first.fill(edda.email)
    await page.get_by_label("Password").first.fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).first.click()
    await page.wait_for_url(lambda url: "sign-in" not in url)

    async def has_no_barrier():
        assert [*await axe(page), *await page.evaluate(TOO_WIDE)] == [], page.url

    for path in (
        "/catalogue/EL-02",
        "/catalogue/EL-02/credit/letter?rule=sample_il_cedar_bend",
        "/work/EL-02/applications/new",
        f"{DESK}/catalogue",
        f"{DESK}/versions/new?code=EL-02",
    ):
        assert (await page.goto(path)).status == 200
        await has_no_barrier()
    await page.get_by_label("The definition").fill("code: [")
    await page.get_by_role("button", name="See what it changes").click()
    await page.get_by_role("heading", name="One thing needs another look").wait_for()
    await has_no_barrier()
    await page.get_by_label("The definition").fill(text_of("EL-02", 2, **{"content every day": "content each day"}))
    await page.get_by_role("button", name="See what it changes").click()
    await page.get_by_role("heading", name="What is new").wait_for()
    await has_no_barrier()
    await context.close()


async def test_the_narrowest_phone_and_twice_the_text(browser, filled):
    assert await looked_at(browser, filled, PAGES, 320, 640) == {}
    assert await looked_at(browser, filled, PAGES, 1280, 800, zoom="200%") == {}


async def test_what_is_typed_is_found_at_once_and_stands_in_the_address(browser, filled):
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, base_url=filled)
    page = await context.new_page()
    await page.goto("/catalogue")
    box = page.get_by_role("searchbox", name="Words in title, competency or rubric")
    await box.press_sequentially("newcomer")
    await page.get_by_role("heading", name="1 fits").wait_for()
    await page.wait_for_url("**/catalogue?q=newcomer")
    assert await box.evaluate("box => box === document.activeElement"), "one goes on typing"
    await box.fill("")
    await page.get_by_label("Whole definition is here").check()
    await page.wait_for_url("**/catalogue?tag=whole")
    await page.get_by_role("heading", name="14 fit").wait_for()
    assert await page.locator("#status").text_content() == "14 fit"
    await page.reload()
    assert await page.get_by_label("Whole definition is here").is_checked()
    await context.close()


async def test_without_script_the_form_finds_the_same(browser, filled):
    context = await browser.new_context(java_script_enabled=False, base_url=filled)
    page = await context.new_page()
    await page.goto("/catalogue")
    await page.get_by_role("searchbox").fill("talk")
    await page.get_by_label("Whole definition is here").check()
    await page.get_by_role("button", name="Show", exact=True).click()
    await page.get_by_role("heading", name=re.compile(r"^\d+ fit")).wait_for()
    assert "tag=whole" in page.url and "q=talk" in page.url
    await context.close()


async def test_on_a_phone_the_filters_stand_before_the_results(browser, filled):
    context = await browser.new_context(viewport={"width": 390, "height": 844}, base_url=filled)
    page = await context.new_page()
    await page.goto("/catalogue")
    summary = page.locator("summary", has_text="Filters")
    results = page.locator("#results")
    assert (await summary.bounding_box())["y"] < (await results.bounding_box())["y"]
    assert not await page.get_by_label("No students needed").is_visible()
    await summary.click()
    await page.get_by_label("No students needed").check()
    await page.wait_for_url("**tag=no_students")
    assert await page.get_by_label("No students needed").is_visible(), "they stay open"
    await context.close()


async def test_the_rubric_is_a_table_that_stacks_on_a_phone_and_stays_a_table_to_those_who_listen(browser, filled):
    context = await browser.new_context(viewport={"width": 390, "height": 844}, base_url=filled)
    page = await context.new_page()
    await page.goto("/catalogue/EL-02")
    table = page.get_by_role("table", name="The rubric, in full")
    assert await table.get_by_role("row").count() == 9
    first = table.get_by_role("row").nth(1)
    assert await first.get_by_role("cell").count() == 3
    boxes = [await cell.bounding_box() for cell in await first.get_by_role("cell").all()]
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"], "one below the other"
    assert await first.get_by_role("cell").first.locator(".level").is_visible(), "each says its level"
    await page.set_viewport_size({"width": 1440, "height": 900})
    boxes = [await cell.bounding_box() for cell in await first.get_by_role("cell").all()]
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"], "side by side"
    await context.close()


async def test_on_paper_all_of_it_stands_and_nothing_to_press(browser, filled):
    context = await browser.new_context(viewport={"width": 794, "height": 1123}, base_url=filled)
    page = await context.new_page()
    await page.goto("/catalogue/EL-02")
    await page.emulate_media(media="print")
    assert not await page.get_by_role("link", name="Begin collecting").is_visible()
    for heading in ("The rubric, in full", "Part 2 · Evidence", "Looked at first"):
        assert await page.get_by_role("heading", name=heading).is_visible()
    assert await page.get_by_text("Licence:").is_visible()
    await context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
async def test_f3_one_file_holds_all_of_it_on_either_paper(browser, filled, paper, tmp_path):
    context = await browser.new_context(base_url=filled)
    page = await context.new_page()
    await page.goto("/catalogue/EL-02/print")
    file = await page.pdf(path=tmp_path / "definition.pdf", format=paper)
    assert file.startswith(b"%PDF") and file.count(b"/Type /Page\n") > 3
    await page.emulate_media(media="print")
    text = " ".join((await page.locator("body").inner_text()).split())
    for criterion in rules.criteria((await queries.public_definition("EL-02")).content):
        for level in criterion.texts:
            assert " ".join(level.split()) in text
    assert "Back" not in text and "Sign in" not in text
    await context.close()


async def test_a_visitor_finds_the_rubric_and_is_asked_to_sign_in_only_to_collect(browser, filled):
    context = await browser.new_context(base_url=filled)
    page = await context.new_page()
    await page.goto("/catalogue?q=newcomers")
    await page.get_by_role("link", name="Talk structures for newcomers", exact=True).first.click()
    await page.get_by_role("heading", name="The rubric, in full").wait_for()
    await page.get_by_role("link", name="Begin collecting").click()
    await page.wait_for_url("**/sign-in**")
    await context.close()
