"""People who sit before a browser of their own: they sign in, open pages, write, and see."""

from playwright.async_api import Browser, BrowserContext, Page, expect

from community.people.queries import Person
from community.people.sessions import actions as sessions
from tests.support.listening import COOKIE
from tests.support.people import PASSWORD

SOON = 60_000  # milliseconds: what is live is there within one second; a busy machine is given time

FOCUS = "() => { const on = document.activeElement; return on.id || on.outerHTML.slice(0, 200); }"


class Someone:
    """A person and her page, reaching Roundtable at `base`; `problems` is what the browser complained about."""

    def __init__(self, person: Person, page: Page, base: str) -> None:
        self.person, self.page, self.base = person, page, base
        self.problems: list[str] = []
        page.on("pageerror", lambda problem: self.problems.append(str(problem)))
        page.on("console", self._hears)
        # From the start: the browser hears of a first listener some time later, and until then no chooser is told.
        page.on("filechooser", lambda chooser: None)

    def _hears(self, said) -> None:
        if _counts(said):
            self.problems.append(f"{said.text} {_where(said)}".strip())

    async def signs_in(self) -> "Someone":
        await self.opens("/sign-in")
        await self.page.fill("input[name=email]", self.person.email)
        await self.page.fill("input[name=password]", PASSWORD)
        await self.page.locator("main button[type=submit]").first.click()
        await self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self

    async def opens(self, path: str) -> None:
        await self.page.goto(self.base + path)

    async def is_live(self) -> None:
        """The page's socket stands and everything it shows is followed."""
        await expect(self.page.locator("#connection")).to_have_attribute("data-state", "live", timeout=SOON)

    async def sees(self, selector: str, text: str) -> None:
        await expect(self.page.locator(selector)).to_contain_text(text, timeout=SOON)

    async def says(self, text: str) -> None:
        """Write into the channel that is open, and send."""
        box = self.page.locator("form.composer textarea")
        await box.fill(text)
        await box.press("Control+Enter")

    async def messages(self) -> list[str]:
        """What stands in the open channel, in its order."""
        return [text.strip() for text in await self.page.locator(".messages .message .body").all_inner_texts()]


async def someone(browser: Browser, person: Person, base: str, **context) -> Someone:
    """A fresh browser profile, signed in as this person. Nothing moves in it: what is looked at is not half way."""
    opened = await browser.new_context(**{"reduced_motion": "reduce"} | context)
    await has_signed_in(opened, person, base)
    return Someone(person, await opened.new_page(), base)


async def has_signed_in(context: BrowserContext, person: Person, base: str) -> None:
    """This browser has a session of the person at `base`, without the form."""
    token, _life = await sessions.begin(person, "password", "a browser")
    await context.add_cookies([{"name": COOKIE, "value": token, "url": base}])


async def tabs_to(page, selector: str, key: str = "Tab", most: int = 120) -> None:
    """Press Tab until what the selector names has the focus, on a page whose scripts have run."""
    await page.wait_for_load_state()
    for _ in range(most):
        await page.keyboard.press(key)
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} times {key}, and {selector} is not reached; at last: {await page.evaluate(FOCUS)}")


def _where(said) -> str:
    """The address of what was refused."""
    return said.location.get("url", "") if said.text.startswith("Failed to load resource") else ""


def _counts(said) -> bool:
    """Errors of the page itself; that the network is away is what some tests are about."""
    return said.type == "error" and "net::ERR" not in said.text and "WebSocket" not in said.text
