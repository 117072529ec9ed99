"""Texts that people write, as safe HTML: Markdown without raw HTML, then an allow-list. The only import of nh3."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

TAGS = {"p", "br", "strong", "em", "s", "a", "code", "pre", "ul", "ol", "li", "blockquote", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
MOST_SIGNS = 4_000  # signs that mean something in Markdown; a text of 50 kB that people write has about a thousand
MOST_SCANNED = 8_000_000  # signs looked at for links: each [ may begin one, and is followed to the end of the text
MOST_DEPTH = 20  # quotes and lists inside of each other
MOST_LINKS = 200  # bare addresses made into links
LONGEST_WORD = 2_000  # no address is longer; looking for one in it would be slow
SIGN = re.compile(r"[][()*_`<>&|~\\!#+\n-]")


def html(text: str) -> Markup:
    """The text as HTML of TAGS only; links lead to http, https and mailto, with rel=noopener. Never raises.

    Headings become bold lines, so that a text cannot disturb the headings of the page; pictures become links.
    A text that is made to be slow (A47) is shown as it was written.
    """
    if len(SIGN.findall(text)) > MOST_SIGNS or text.count("[") * len(text) > MOST_SCANNED:
        made = _plain(text)
    else:
        made = _made(_WITH_LINKS if _may_hold_links(text) else _WITHOUT_LINKS, text)
    return Markup(nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"))  # noqa: S704


def has_html(text: str) -> bool:
    """Whether somebody wrote HTML tags into it, which would be shown as they stand."""
    return any(
        inner.type in ("html_inline", "html_block")
        for token in _RAW.parse(text)
        for inner in (token, *(token.children or ()))
    )


def _made(parser: MarkdownIt, text: str) -> str:
    tokens = parser.parse(text)
    cut = any(token.level >= MOST_DEPTH - 1 for token in tokens)  # what is nested deeper would be left out
    return _plain(text) if cut else parser.renderer.render(tokens, parser.options, {})


def _may_hold_links(text: str) -> bool:
    few = text.count("://") + text.count("mailto:") <= MOST_LINKS
    return few and max(map(len, text.split()), default=0) <= LONGEST_WORD


def _plain(text: str) -> str:
    parts = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{escape(part)}</p>\n".replace("\n", "<br>\n", part.count("\n")) for part in parts)


def _parser(linkify: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": linkify, "breaks": True, "maxNesting": MOST_DEPTH})
    parser.enable("strikethrough").disable("image")
    parser.validateLink = _leads_out  # type: ignore[method-assign]
    for rule in ("heading_open", "heading_close"):
        parser.add_render_rule(rule, _bold)
    if linkify and parser.linkify is not None:
        parser.enable("linkify")
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser


def _leads_out(url: str) -> bool:
    return re.match(r"(https?://|mailto:)", url.strip(), re.I) is not None


def _bold(renderer: object, tokens: list, index: int, options: object, env: object) -> str:
    return "<p><strong>" if tokens[index].nesting == 1 else "</strong></p>\n"


_WITH_LINKS, _WITHOUT_LINKS = _parser(linkify=True), _parser(linkify=False)
_RAW = MarkdownIt("commonmark", {"html": True, "maxNesting": MOST_DEPTH})
