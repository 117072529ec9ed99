"""Templates made into HTML: one environment per language, moments as elements, and parts for nobody in particular."""

import re
from collections import OrderedDict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from jinja2.environment import TemplateModule
from markupsafe import Markup, _escape_inner, escape

from community import assets, markdown, words
from community.config import settings

TEMPLATES = Path(__file__).parents[1] / "templates"
LATELY = 200  # parts that are kept
_lately: OrderedDict[tuple, tuple[Any, str]] = OrderedDict()


def render(template: str, language: str, **context: Any) -> str:
    """A partial for nobody in particular: it takes one thing and does not know the viewer (habit 8)."""
    with words.speaking(language):
        return template_of(template, language).render(context)


def again(template: str, language: str, audience: str, name: str, thing: Any) -> str:
    """A partial that says nothing but its thing: `render`, but what was made lately of an equal thing is not made anew.

    Who posts a message is answered with what its readers are shown a moment later. `thing` has an `id` and compares by
    what it holds; each audience and language has its own.
    """
    key = (template, language, audience, thing.id)
    kept = _lately.get(key)
    if kept is None or kept[0] != thing:
        kept = (thing, render(template, language, audience=audience, **{name: thing}))
        _lately[key] = kept
        while len(_lately) > LATELY:
            _lately.popitem(last=False)
    return kept[1]


def part(template: str, name: str, language: str, *given: Any) -> Markup:
    """One macro of a template, for nobody in particular: where a page repeats what a partial shows."""
    with words.speaking(language):
        return getattr(template_of(template, language).module, name)(*given)


def moment(at: datetime, style: str = "moment") -> Markup:
    """An instant as <time>; times.js writes it in the reader's zone and words.

    Styles: moment, zoned (which names the zone), day, time, ago, month and number (a calendar's leaf).
    """
    stamp = at.isoformat()[:19]
    return Markup(f'<time datetime="{stamp}Z"{_said(stamp[:16], style, words.spoken())}</time>')  # noqa: S704


@lru_cache(maxsize=5_000)
def _said(minute: str, style: str, language: str) -> str:
    """Kept, since a board has hundreds of moments, and shows them again and again."""
    with words.speaking(language):
        text = words.moment(datetime.fromisoformat(minute).replace(tzinfo=UTC), style)
    return f' data-style="{escape(style)}">{escape(text)}'


def breakable(mail_address: str) -> Markup:
    """Where a line is too short for it, it breaks behind its @ or a dot, and not within a word."""
    return Markup(re.sub(r"([@.])", r"\1<wbr>", str(escape(mail_address))))  # noqa: S704 (escaped)


def template_of(name: str, language: str) -> Template:
    """One of our templates, in a language of ours."""
    return _environment(language).get_template(name)


class _Ours(Template):
    """A template that escapes what is text, and takes what is markup already as it is: half of a board's cost.

    And one whose macros are made once: none of ours is given globals of its own, which Jinja would compare at each
    import of each render.
    """

    @classmethod
    def from_code(cls, *given: Any, **named: Any) -> Template:
        template = super().from_code(*given, **named)
        template.root_render_func.__globals__["escape"] = _escaped
        return template

    def _get_default_module(self, ctx: Any = None) -> TemplateModule:
        return super()._get_default_module()


def _escaped(value: Any) -> Any:
    kind = type(value)  # a text stays one: a Markup of it would be looked at by nothing
    return _escape_inner(value) if kind is str else value if kind is Markup else escape(value)


@lru_cache
def _environment(language: str) -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, disabled_extensions=("txt",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=settings().reload,
    )
    jinja.template_class = _Ours
    jinja.install_gettext_translations(words.translations(language), newstyle=True)  # type: ignore[attr-defined]
    jinja.globals.update(asset=assets.asset, language=language)
    jinja.filters.update(
        moment=moment,
        day=lambda d: words.day(d, language),
        month=lambda d: words.month(d, language),
        zoned=lambda at, zone: words.zoned(at, zone, language),
        address=lambda text: quote(str(text), safe=""),
        breakable=breakable,
        markdown=lru_cache(maxsize=1000)(markdown.html),  # of definitions, which never change (R3)
    )
    return jinja
