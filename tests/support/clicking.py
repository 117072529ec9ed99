"""Somebody before a page whose clicks are counted: how long is the way to what she came for."""

import time

from playwright.async_api import Locator

from tests.support.browsing import Someone


class Counted:
    """Her clicks and the fields she filled, since the first page was there."""

    def __init__(self, who: Someone) -> None:
        self.who, self.page = who, who.page
        self.clicks = self.fields = 0
        self._begun = time.monotonic()

    async def clicks_on(self, what: Locator) -> None:
        self.clicks += 1
        await what.click()

    async def writes(self, into: Locator, text: str) -> None:
        self.fields += 1
        await into.fill(text)

    def told(self, what: str) -> str:
        """For the summary of the run, by `record_property("measured", …)`."""
        seconds = time.monotonic() - self._begun
        return f"{what}: {self.clicks} clicks, {self.fields} fields, {seconds:.1f} s of a browser that does not read"
