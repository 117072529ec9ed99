"""Looking at a page: by axe, in light and dark, wide and narrow; what sticks out; what the browser complains of."""

from itertools import product

from playwright.async_api import Browser, Page

from community.people.queries import Person
from tests.support.browsers import axe
from tests.support.browsing import has_signed_in

WIDE, PHONE = (1440, 900), (390, 844)
LOOKS = tuple(product(("light", "dark"), (WIDE, PHONE)))
SMALLEST = (320, 640)
HAS_COME = "() => !document.querySelector('section.part')"  # what a page fetches for itself has taken its place
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".tabs, .segments, .journey"))
    .slice(0, 3).map((one) => `wider than the page: ${one.outerHTML.slice(0, 120)}`)"""


class Eye:
    """One browser page that goes from address to address. Nothing moves in it, so that no colour is half way."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base, self.complaints = page, base, []
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))

    async def opens(self, path: str) -> None:
        """Go there; what is folded is unfolded."""
        answer = await self.page.goto(self.base + path)
        assert answer.status < 400, f"{path} answers {answer.status}"
        await self.page.wait_for_function(HAS_COME)
        await self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")

    async def signs_in(self, person: Person) -> None:
        await has_signed_in(self.page.context, person, self.base)

    async def finds(self, looks=LOOKS[:1]) -> list[str]:
        """What is wrong with the page that is open: axe in these looks; sideways scrolling in all sizes; complaints."""
        found = []
        for scheme, (width, height) in looks:
            await self.page.emulate_media(color_scheme=scheme)
            await self.page.set_viewport_size({"width": width, "height": height})
            found += [f"{scheme}, {width}: {fault}" for fault in await axe(self.page)]
        for width, height in (WIDE, PHONE, SMALLEST):
            found += await self._sticks_out(width, height, "100%")
        for width, height in (WIDE, PHONE):
            found += await self._sticks_out(width, height, "200%")
        await self._text("100%")
        found, self.complaints = found + self.complaints, []
        return found

    async def finds_at_twice_the_text(self, size=WIDE) -> list[str]:
        await self.page.set_viewport_size({"width": size[0], "height": size[1]})
        await self._text("200%")
        found = await axe(self.page)
        await self._text("100%")
        return found

    async def _sticks_out(self, width: int, height: int, text: str) -> list[str]:
        await self.page.set_viewport_size({"width": width, "height": height})
        await self._text(text)
        return [f"{width}, text {text}: {fault}" for fault in await self.page.evaluate(TOO_WIDE)]

    async def _text(self, size: str) -> None:
        await self.page.evaluate("size => document.documentElement.style.fontSize = size", size)


async def an_eye(browser: Browser, base: str) -> Eye:
    """A browser of its own in which nothing moves."""
    context = await browser.new_context(reduced_motion="reduce", viewport={"width": WIDE[0], "height": WIDE[1]})
    return Eye(await context.new_page(), base)
