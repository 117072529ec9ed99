"""A message's text as HTML: nothing in it that people did not write, mentions marked, links with their true host."""

import re
import time
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from community.discussion import texts

ALLOWED = {"p", "br", "strong", "em", "s", "a", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "span"}


@dataclass(frozen=True)
class Member:
    person_id: int
    name: str
    called: str


MEMBERS = [
    Member(1, "Ana Torres", "Ana"),
    Member(2, "Ana Ruiz", "Ana"),
    Member(3, "Tom O'Neil & Co", "Tom"),
    Member(4, "Ana Torres Ruiz", "Anita"),
    Member(5, "<b>Mallory</b>", "Mallory"),
]


def mentioned(text):
    return set(texts.written(text, MEMBERS).people)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@Ana Torres, look", {1}),
        ("@ana torres and @TOM!", {1, 3}),
        ("@Ana Torres Ruiz", {4}),
        ("@Ana", set()),  # two are called so
        ("@Anita", {4}),
        ("@Tomas", set()),
        ("mail tom@tom.example or x@Tom", set()),
        ("`@Tom` and\n\n```\n@Tom\n```\n\n    @Tom", set()),
        ("[@Tom](https://example.org)", set()),
        ("**@Tom** said", {3}),
        ("(@Tom)", {3}),
        ("@Tom O'Neil & Co", {3}),
        ("@<b>Mallory</b>", {5}),
        ("no one", set()),
    ],
)
def test_who_is_mentioned(text, people):
    assert mentioned(text) == people


def test_a_mention_is_marked_and_what_one_typed_stays():
    html = texts.written("hello @ana torres.", MEMBERS).html
    assert html == '<p>hello <span class="at" data-person="1">@ana torres</span>.</p>\n'


def test_a_name_with_signs_of_html_stays_a_name():
    html = texts.written("@<b>Mallory</b>", MEMBERS).html
    assert "<b>" not in html
    assert "&lt;b&gt;Mallory" in html


def test_no_more_people_are_mentioned_than_the_limit():
    crowd = [Member(n, f"Name{n}", f"Name{n}") for n in range(1, 60)]
    assert len(texts.written(" ".join(f"@Name{n}" for n in range(1, 60)), crowd).people) == texts.MOST_MENTIONS


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("[https://bank.example](https://evil.example/x)", "evil.example"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("[bank.example.evil.example](https://other.example)", "other.example"),
        ("[good.example](https://good.example.evil.example)", "good.example.evil.example"),
        ("http://аpple.example", "xn--pple-43d.example"),
        ("[here](https://good.example/a)", "good.example"),
        ("https://good.example/a?b=c", ""),
        ("[good.example](https://good.example)", ""),
        ("[write](mailto:a@good.example)", ""),
    ],
)
def test_a52_a_link_says_where_it_leads(text, host):
    found = re.findall(r'<span class="host">\((.*?)\)</span>', texts.written(text).html)
    assert found == ([host] if host else [])


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/pixel.png)",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](https://e.example/\"onmouseover=alert(1))",
    "[<img src=x onerror=alert(1)>](https://e.example)",
    "`<script>`",
    "<svg/onload=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<https://e.example/<script>>",
    "@<script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a23_hostile_markdown_becomes_harmless_html(text):
    _is_harmless(texts.written(text, MEMBERS).html)


@settings(max_examples=300, deadline=None)
@given(some.text(alphabet="@AnaTom <>&\"'[]()`*_~\n#-/:.h\ue000\ue001é", max_size=200))
def test_whatever_is_written_becomes_harmless_html(text):
    _is_harmless(texts.written(texts.plain(text), MEMBERS).html)


def _is_harmless(html):
    tags = re.findall(r"<(/?)(\w+)([^>]*)>", html)
    assert len(tags) == html.count("<"), "every < begins a tag of ours"
    assert {name for _, name, _ in tags} <= ALLOWED
    for closes, name, attributes in tags:
        rest = re.sub(r' (href|rel|start|class|data-person)="[^"]*"', "", attributes)
        assert rest == "", attributes
        href = re.search(r'href="([^"]*)"', attributes)
        assert not href or re.match(r"(https?://|mailto:)", href[1])
        assert closes or name != "span" or re.fullmatch(r' class="(host|at)"( data-person="\d+")?', attributes)


@pytest.mark.parametrize("piece", ["@", "@Tom ", "[a](http://x@y) ", "@Ana Torre ", "http://a.b/@c "])
def test_a47_a_text_made_to_be_slow_is_not(piece):
    crowd = [Member(n, f"Ana Torres {n} " * (n % 5 + 1), f"Called{n}") for n in range(2000)]
    begun = time.process_time()
    texts.written((piece * 20_000)[:20_000], crowd)
    assert time.process_time() - begun < 5.0, "of our own time, and not of a busy machine's: a slow one takes minutes"


def test_what_a_search_found_is_escaped_and_marked():
    found = f"&lt;b&gt; {texts.FOUND}chips{texts.END} <script>"
    assert str(texts.excerpt(found)) == "&lt;b&gt; <mark>chips</mark> &lt;script&gt;"


def test_nobody_writes_our_own_marks():
    assert texts.plain(f" a{texts.FOUND}b{texts.END}\r\nc ") == "ab\nc"
