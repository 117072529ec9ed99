"""Looking at a page: by axe, in light and dark, wide and narrow; what sticks out; what the browser complains of."""

from itertools import product

from playwright.async_api import Browser, Page

from community.people.queries import Person
from tests.support.browsers import axe
from tests.support.browsing import has_signed_in

WIDE, PHONE = (1440, 900), (390, 844)
LOOKS = tuple(product(("light", "dark"), (WIDE, PHONE)))
SMALLEST = (320, 640)
SIZES = (*((size, "100%") for size in (WIDE, PHONE, SMALLEST)), (WIDE, "200%"), (PHONE, "200%"))
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
        for scheme, size in looks:
            await self.page.emulate_media(color_scheme=scheme)
            await self._takes(size, "100%")
            found += [f"{scheme}, {size[0]}: {fault}" for fault in await axe(self.page)]
        for size, text in SIZES:
            await self._takes(size, text)
            found += [f"{size[0]}, text {text}: {fault}" for fault in await self.page.evaluate(TOO_WIDE)]
        await self._takes(WIDE, "100%")
        found, self.complaints = found + self.complaints, []
        return found

    async def finds_in_every_look(self) -> list[str]:
        """The same in light and dark, wide and narrow, and what axe finds at twice the text."""
        found = await self.finds(LOOKS)
        for size in (WIDE, PHONE):
            await self._takes(size, "200%")
            found += [f"{size[0]}, text 200%: {fault}" for fault in await axe(self.page, "color-contrast")]
        await self._takes(WIDE, "100%")
        return found

    async def _takes(self, size: tuple[int, int], text: str) -> None:
        await self.page.set_viewport_size({"width": size[0], "height": size[1]})
        await self.page.evaluate("size => document.documentElement.style.fontSize = size", text)


async def an_eye(browser: Browser, base: str) -> Eye:
    """A browser of its own in which nothing moves."""
    context = await browser.new_context(reduced_motion="reduce", viewport={"width": WIDE[0], "height": WIDE[1]})
    return Eye(await context.new_page(), base)
