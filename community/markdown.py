"""Texts that people write, as safe HTML: Markdown without raw HTML, then an allow-list. The only import of nh3."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

TAGS = {"p", "br", "strong", "em", "s", "a", "code", "pre", "ul", "ol", "li", "blockquote", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
MOST_SIGNS = 4_000  # signs that mean something in Markdown; a text of 50 kB that people write has about a thousand
MOST_LINKS = 200  # bare addresses made into links
SIGN = re.compile(r"[][()*_`<>&|~\\!#+\n-]")


def html(text: str) -> Markup:
    """The text as HTML of TAGS only; links lead to http, https and mailto, with rel=noopener. Never raises.

    Headings become bold lines, so that a text cannot disturb the headings of the page; pictures become links.
    A text that is made to be slow (A47) is shown as it was written.
    """
    if len(SIGN.findall(text)) > MOST_SIGNS:
        made = _plain(text)
    else:
        many = text.count("://") + text.count("mailto:") > MOST_LINKS
        made = (_WITHOUT_LINKS if many else _WITH_LINKS).render(text)
    return Markup(nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"))  # noqa: S704


def has_html(text: str) -> bool:
    """Whether somebody wrote HTML tags into it, which would be shown as they stand."""
    return any(
        inner.type in ("html_inline", "html_block") for token in _RAW.parse(text) for inner in (token, *(token.children or ()))
    )


def _plain(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", text))


def _parser(linkify: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": linkify, "breaks": True, "maxNesting": 20})
    parser.enable("strikethrough").disable("image")
    parser.validateLink = lambda address: bool(re.match(r"(https?://|mailto:)", address.strip(), re.I))  # type: ignore[method-assign]
    for rule in ("heading_open", "heading_close"):
        parser.add_render_rule(rule, _bold)
    if linkify:
        parser.enable("linkify")
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser


def _bold(renderer: object, tokens: list, index: int, options: object, env: object) -> str:
    return "<p><strong>" if tokens[index].nesting == 1 else "</strong></p>\n"


_WITH_LINKS, _WITHOUT_LINKS = _parser(linkify=True), _parser(linkify=False)
_RAW = MarkdownIt("commonmark", {"html": True, "maxNesting": 20})
