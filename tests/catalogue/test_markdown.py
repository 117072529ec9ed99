"""Texts of people as HTML: only the allowed tags, never slow, nothing left out."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from community import markdown

LONG = 50_000
MOST_TOKENS = 3 * markdown.MOST_SIGNS
HOSTILE = [
    "[", "![", "[a](", "[a][", "[[a](b)](c)", "*", "**a", "_a ", "*a_ ", "`", "`a``", "> ", ">", "- ", "- a\n  ", "1. ",
    "# ", "<", "<a ", "<!--", "&", "&#x", "\\", "|a|b|\n|-|-|\n", "http://", "https://a.com/(((",
    "a@", "mailto:a@b ", "~~a",
    "[a]: b\n",
    "a\n", "a\n===\n", "    a\n", "a" * 60 + "[", "a" * 60 + "[a](", "x.com", "://", "\t", "\0", "```\n",
]  # fmt: skip
signs = some.text(alphabet="[]()<>*_`~!#&|\\/:\"'= \n\tab1-+.@hjtpsmailoxrc\u202e\0é", max_size=300)
pieces = some.lists(some.sampled_from([*HOSTILE, "javascript:", " a ", "\n\n"])).map("".join)
written = some.one_of(some.text(max_size=300), signs, pieces)


class Seen(HTMLParser):
    """The tags and attributes of a piece of HTML, and its text, as a browser takes them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.links, self.attributes, self.words = set(), [], set(), ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attributes}
        self.links += [value for name, value in attributes if name == "href"]

    def handle_comment(self, data):
        self.tags.add("!--")

    def handle_data(self, data):
        self.words += data


@given(text=written)
@example(text="[a](javascript:alert(1)) <script>x</script> <a href=x onclick=y id=z class=w style=v hx-get=/q>b</a>")
@example(text="[a](//evil.example) [b](/sign-out) [c](data:text/html,x) [d](vbscript:x) [e](HTTPS://ok.example)")
@example(text="![p](https://tracker.example/p.png)\n\n```html\n<b>\n```\n\n3. c")
@settings(max_examples=600, deadline=None)
def test_no_tag_attribute_or_link_outside_of_the_list(text):
    seen = Seen(markdown.html(text))
    assert seen.tags <= markdown.TAGS
    assert seen.attributes <= {("a", "href"), ("a", "rel"), ("ol", "start")}
    assert all(link.lower().startswith(("http://", "https://", "mailto:")) for link in seen.links)


@given(
    words=some.lists(some.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=60),
    depth=some.integers(0, 40),
)
@settings(max_examples=100, deadline=None)
def test_however_deep_it_is_nested_no_word_is_left_out(words, depth):
    quoted = ">" * depth + " " + " ".join(words)
    listed = "\n".join("  " * i + f"- {word}" for i, word in enumerate(words))
    assert all(word in Seen(markdown.html(quoted)).words for word in words)
    assert all(word in Seen(markdown.html(listed)).words for word in words)


@pytest.mark.parametrize("thin", [False, True], ids=["dense", "thin"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_text_made_to_be_slow_makes_few_tokens(unit, thin, monkeypatch):
    """A47: 50 kB in at most 100 ms. Machines differ, so the work is bounded: tokens, and steps in looking for links."""
    tokens = []

    def counted(parser, text):
        found = parser.parse(text)
        tokens.append(sum(1 + len(token.children or ()) for token in found))
        assert text.count("[") * len(text) <= markdown.MOST_SCANNED
        assert not parser.options.linkify or text.count("://") <= markdown.MOST_LINKS
        return parser.renderer.render(found, parser.options, {})

    monkeypatch.setattr(markdown, "_made", counted)
    filled = unit + "a" * 60 if thin else unit
    html = markdown.html((filled * LONG)[:LONG])
    assert sum(tokens) <= MOST_TOKENS
    assert len(html) <= 8 * LONG, "what comes out is not many times what went in"


def test_what_people_write_looks_as_they_mean_it():
    html = markdown.html("# Monday\nfirst\nsecond **now** https://a.example/b. readme.md\n\n- one\n- two\n\n1. `x < 1`")
    assert html == (
        "<p><strong>Monday</strong></p>\n"
        "<p>first<br>\nsecond <strong>now</strong> "
        '<a href="https://a.example/b" rel="noopener">https://a.example/b</a>. readme.md</p>\n'
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol>\n<li><code>x &lt; 1</code></li>\n</ol>\n"
    )


@pytest.mark.parametrize(
    ("text", "holds"),
    [("a <b>c</b>", True), ("<div>\nx\n</div>", True), ("a < b and c > d", False), (r"\<b>", False), ("`<b>`", False)],
)
def test_html_in_a_text_is_noticed(text, holds):
    assert markdown.has_html(text) is holds
