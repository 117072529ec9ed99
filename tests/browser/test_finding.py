"""A teacher who has never heard of us finds a group near her, reads what it asks for, signs up and sits down."""

from time import monotonic

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import db
from tests.browser.looking import LOOKS, an_eye
from tests.support.cohorts import a_cohort
from tests.support.people import digits_in, mail_to
from tests.support.servers import serve

pytestmark = pytest.mark.browser
GOOD = "tuesday letters on the porch"


@pytest_asyncio.fixture(scope="module")
async def cohort(database):
    async with a_cohort(None, "Ana", capacity=8) as made:
        state = "update affiliate set name = 'Washington Education Union', slug = 'washington' where id = :id"
        await db.run(state, id=made.local.parent_id)
        yield made


@pytest_asyncio.fixture(scope="module")
async def address(cohort):
    async with serve() as server:
        yield server.url


class Walk:
    """Somebody on her way, who counts each click, key to send and the seconds."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address, self.clicks, self.began = page, address, 0, monotonic()

    async def presses(self, role: str, name: str, **exactly) -> None:
        self.clicks += 1
        await self.page.get_by_role(role, name=name, **exactly).first.click()

    async def finds_it(self, cohort) -> None:
        """From the first page to the group's, with the town misspelt, and to the micro-credential and back."""
        await self.page.goto(self.address)
        await self.presses("link", "Find a cohort near you")
        await self.page.get_by_label("Affiliate, town or place").fill("Ceder Valey")
        await self.presses("button", "Show")
        await self.presses("link", "Cedar Valley Education Association")
        await self.presses("link", cohort.cohort.name)
        await expect(self.page.get_by_role("heading", name=cohort.cohort.name)).to_be_visible()
        await self.presses("link", "Read all that it asks for")
        await expect(self.page.get_by_role("heading", level=1)).to_contain_text(cohort.cohort.title)
        await self.page.go_back()

    async def makes_an_account(self, name: str, email: str) -> None:
        await self.presses("link", "Make an account")
        await self.page.get_by_label("Your name").fill(name)
        await self.page.get_by_label("E-mail address").fill(email)
        await self.page.get_by_label("Password").fill(GOOD)
        await self.presses("button", "Make my account")
        await self.page.get_by_label("Six digits").fill(digits_in(await mail_to(email)))
        await self.presses("button", "Confirm my address")
        if "/profile" in self.page.url:
            await self.presses("button", "Save")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
async def test_from_nothing_to_a_seat(browser, address, cohort, script, record_property):
    context = await browser.new_context(java_script_enabled=script, timezone_id="America/Denver")
    walk = Walk(await context.new_page(), address)
    email = f"nora{int(script)}@example.org"
    await walk.finds_it(cohort)
    await walk.makes_an_account("Nora Vance", email)
    await walk.presses("button", "Take a seat")
    await walk.page.wait_for_url(f"**/cohorts/{cohort.id}/welcome")  # it runs already (R17)
    seconds = monotonic() - walk.began
    how = "with" if script else "without"
    record_property("measured", f"From the first page to a seat: {walk.clicks} clicks, {seconds:.0f} s, {how} scripts")
    assert walk.clicks <= 10
    sits = """
        select count(*) from seat join email using (person_id)
        where cohort_id = :id and address = :email and seat.state = 'active'
    """
    assert await db.value(sits, id=cohort.id, email=email) == 1
    await context.close()


async def test_the_pages_on_the_way_are_for_everybody(browser, address, cohort):
    eye, wrong = await an_eye(browser, address), {}
    local, group = cohort.local.slug, cohort.cohort.slug
    ways = ("/find", "/find?q=ceder", "/find?q=zzzz", "/find/washington", f"/affiliates/{local}", f"/groups/{group}")
    for path in ways:
        await eye.opens(path)
        if found := await eye.finds(LOOKS):
            wrong[path] = found
    await eye.page.context.close()
    assert not wrong
