"""Links in what is read lead through a page of ours, which says where to, and does not say where from."""

import re
from html import unescape

from markupsafe import Markup

from community import markdown

HREF = re.compile(r'<a href="([^"]*)"')


def outward(text: str, base: str) -> Markup:
    """The text as HTML, each link to `base`/1, `base`/2 … instead."""
    numbers = iter(range(1, 10_000))
    return Markup(HREF.sub(lambda _found: f'<a href="{base}/{next(numbers)}"', markdown.html(text)))  # noqa: S704


def links(text: str) -> list[str]:
    """Where the links of a text lead, in their order."""
    return [unescape(address) for address in HREF.findall(markdown.html(text))]
