"""Two people in two browsers sit in one cohort. Each has a server process of their own and shares the database."""

from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import db
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.servers import serve

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben") as made:
        yield made


@pytest_asyncio.fixture(scope="module", params=["two servers", "two workers of one"])
async def servers(request, database):
    """Hers and his."""
    async with AsyncExitStack() as stack:
        if request.param == "two servers":
            yield await stack.enter_async_context(serve()), await stack.enter_async_context(serve())
        else:
            one = await stack.enter_async_context(serve("--workers", "2"))
            yield one, one


@pytest_asyncio.fixture
async def ana(browser, cohort, servers):
    ana = await someone(browser, cohort.members["Ana"].person, servers[0].url)
    yield ana
    assert ana.problems == []
    await ana.page.context.close()


@pytest_asyncio.fixture
async def network(proxy, servers):
    """Ben's way to his server, which can be cut."""
    return await proxy(servers[1].url)


@pytest_asyncio.fixture
async def ben(browser, cohort, network):
    ben = await someone(browser, cohort.members["Ben"].person, network.url)
    yield ben
    await ben.page.context.close()


async def untouched(cohort) -> str:
    """A requirement that Ana has not begun."""
    begun = await db.many(
        dict,
        "select requirement_key from work where person_id = :id order by id limit 50",
        id=cohort.members["Ana"].person.id,
    )
    return next(
        key for key in ("students", "demand", "structures") if key not in {row["requirement_key"] for row in begun}
    )


async def test_when_one_moves_her_work_forward_the_other_sees_it_at_once(ana, ben, cohort):
    await ben.opens(f"/cohorts/{cohort.id}/board")
    await ben.is_live()
    key = await untouched(cohort)
    cell = f"#work-{cohort.members['Ana'].seat.id}-{key}"
    await ben.sees(cell, "Not started")
    await ana.opens(f"/work/EL-02/{key}")
    await ana.page.fill("#text", "Three of mine came in August. One of them draws what she cannot say yet.")
    await ben.sees(cell, "Drafting")
    await ana.page.get_by_role("button", name="Ready").click()
    await ben.sees(cell, "Ready")
    live = await ben.page.locator(cell).inner_text()
    await ben.page.reload()
    assert (await ben.page.locator(cell).inner_text()).split()[0] == live.split()[0], "a reload shows the same"


async def test_when_one_says_something_the_other_sees_it_at_once(ana, ben, cohort):
    for each in (ana, ben):
        await each.opens(f"/cohorts/{cohort.id}/channels/general")
        await each.is_live()
    await ana.says("Did anybody try the picture first?")
    await expect(ben.page.locator(".messages .message").last).to_contain_text("picture first", timeout=SOON)
    await ben.says("I did, *on Tuesday*.")
    await expect(ana.page.locator(".messages .message").last).to_contain_text("on Tuesday", timeout=SOON)
    await expect(ana.page.locator(".messages .message em").last).to_have_text("on Tuesday")


async def test_cut_from_the_network_he_has_all_ten_in_order_once(ana, ben, cohort, network):
    for each in (ana, ben):
        await each.opens(f"/cohorts/{cohort.id}/channels/general")
        await each.is_live()
    await network.cut()
    await expect(ben.page.locator("#connection")).to_have_attribute("data-state", "offline", timeout=SOON)
    await expect(ben.page.locator("#connection")).to_contain_text("what you write is kept")
    await ben.page.locator("form.composer textarea").fill("Half a thought that must not get lo")
    round_ = len([text for text in await ana.messages() if text.startswith("Thing")]) // 10 + 1
    said = [f"Thing number {n} of round {round_}" for n in range(1, 11)]
    for text in said:
        await ana.says(text)
        await expect(ana.page.locator(".messages .message").last).to_contain_text(text, timeout=SOON)
    assert not [text for text in await ben.messages() if text in said], "the premise: nothing comes through"
    await network.restore()
    await expect(ben.page.locator(".messages .message").last).to_contain_text(said[-1], timeout=60_000)
    await expect(ana.page.locator(".messages .sending")).to_have_count(0, timeout=SOON)
    assert [text for text in await ben.messages() if text.endswith(f"of round {round_}")] == said
    assert await ben.page.locator("form.composer textarea").input_value() == "Half a thought that must not get lo"
    assert await ben.messages() == await ana.messages()
