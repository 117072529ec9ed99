"""What holds for every template: it compiles, nothing runs inline, texts go through gettext, what it names is there."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes

from community import assets, rendering

ROOT = Path(__file__).parents[2] / "templates"
TEMPLATES = sorted(file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*") if file.is_file())
ICONS = set(re.findall(r'<symbol id="i-([\w-]+)"', (assets.STATIC / "icons.svg").read_text()))
GETTEXT = {"_", "gettext", "ngettext"}
NAMES = {"Roundtable", "CC", "BY", "NC", "SA", "ND"}  # said alike in every language
SPOKEN = ("aria-label", "title", "placeholder", "alt", "aria-description", "aria-roledescription", "aria-valuetext")


def source(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def tree(text: str) -> nodes.Template:
    return rendering._environment("en").parse(text)


def without_jinja(text: str) -> str:
    """The HTML alone, without blocks that stand inside a tag, and without what {% trans %} has as a text already."""
    text = re.sub(r"{#.*?#}", "", text, flags=re.S)
    text = re.sub(r"{%-?\s*block (body|main_class)\b.*?{%-?\s*endblock\s*-?%}", "", text, flags=re.S)
    text = re.sub(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", "", text, flags=re.S)
    text = re.sub(r"{{.*?}}", "", text, flags=re.S)
    return re.sub(r"{%.*?%}", "", text, flags=re.S)


class Texts(HTMLParser):
    """Gathers what a person would read or hear."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(without_jinja(text))

    def handle_data(self, data: str) -> None:
        without = r"""\S*/\S*|[\w-]+="[^"]*\""""  # an address, or attributes that a macro writes
        self.found.append(re.sub(without, "", data))

    def handle_starttag(self, tag: str, attrs) -> None:
        shown = tag == "input" and dict(attrs).get("type") in ("submit", "button", "reset")
        self.found += [value or "" for name, value in attrs if name in SPOKEN or (name == "value" and shown)]

    @property
    def words(self) -> set[str]:
        return {word for text in self.found for word in re.findall(r"[^\W\d_]{2,}", text)} - NAMES


def bare_sentences(text: str) -> list[str]:
    """Constants in expressions that look like a text for people, outside of _() and ngettext()."""
    found: list[str] = []
    like_a_text = re.compile(r"^[A-Z][a-z]|[a-z]{2,} [a-z]{2,}")

    def walk(node: nodes.Node) -> None:
        if called(node) in GETTEXT:
            return
        if isinstance(node, nodes.Const) and isinstance(node.value, str) and like_a_text.search(node.value):
            found.append(node.value)
        for child in node.iter_child_nodes():
            walk(child)

    walk(tree(text))
    return [sentence for sentence in found if sentence not in NAMES]


def called(node: nodes.Node) -> str:
    """The name of what a node calls."""
    return node.node.name if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else ""


def first_arguments(text: str, *macros: str) -> list[str]:
    calls = [call for call in tree(text).find_all(nodes.Call) if called(call) in macros]
    return [call.args[0].value for call in calls if call.args and isinstance(call.args[0], nodes.Const)]


FORBIDDEN = {
    "an inline script": r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*[\[{]?\s*{{)",
    "an inline style sheet": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "an on… attribute": r"\son[a-z]+\s*=",
    "hx-on": r"\b(data-)?hx-on\b",
    "a js: value": r"""["'\s](js|javascript):""",
    "a trigger filter": r"""hx-trigger(:\w+)?\s*=\s*("[^"]*\[|'[^']*\[)""",
    "text that is not escaped": r"(?<!\.html)\s*\|\s*safe\b",  # but what markdown.py has cleaned, and named html
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    rendering._environment("en").get_template(name)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    # A mail has its styles inline, and the page of a mail is never ours.
    shown = [name for name in TEMPLATES if not name.startswith("mail/")]
    texts = {name: re.sub(r"{%.*?%}", "", source(name), flags=re.S) for name in shown}
    holders = [name for name, text in texts.items() if re.search(FORBIDDEN[what], text)]
    assert holders == [], f"{what} is blocked by our policy"


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_text_goes_through_gettext(name):
    assert Texts(source(name)).words == set()
    assert bare_sentences(source(name)) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_it_names_is_there(name):
    assert set(first_arguments(source(name), "icon", "empty", "tag")) <= ICONS
    assert set(re.findall(r"#i-([\w-]+)", source(name))) <= ICONS
    for path in first_arguments(source(name), "asset"):
        assets.asset(path)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_form_that_is_posted_carries_its_token(name):
    for form in re.findall(r"<form\b[^>]*\bmethod=.?post.*?</form>", source(name), re.S | re.I):
        assert "csrf()" in form or "csrf_token" in form, form[:200]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an inline script", "<script>alert(1)</script>"),
        ("an inline style sheet", "<style>p { color: red }</style>"),
        ("a style attribute", '<p style="width: 30%">'),
        ("an on… attribute", '<p onclick="x()">'),
        ("hx-on", '<p hx-on:click="x()">'),
        ("a js: value", "<p hx-vals='js:{}'>"),
        ("a trigger filter", '<p hx-trigger="click[ctrlKey]">'),
        ("text that is not escaped", "{{ body | safe }}"),
    ],
)
def test_the_check_finds(what, text):
    assert re.search(FORBIDDEN[what], text)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello</p>",
        '<p aria-label="Main"></p>',
        '{{ head("Progress board") }}',
        '<p title="{{ x }} new">',
        "{% set a = 'Board' %}",
    ],
)
def test_the_check_finds_plain_english(text):
    assert Texts(text).words or bare_sentences(text)


@pytest.mark.parametrize(
    "text",
    [
        '<p class="soft">{{ _("Hello") }} · {{ ngettext("one", "%(num)s new things", 2) }}</p>',
        "{% trans n=3 %}There are {{ n }} left{% endtrans %}",
        '<a{{ " aria-current=page" if x }} href="/x">{{ icon("board") }}</a>',
        "{# a remark to whoever reads this #}",
    ],
)
def test_the_check_lets_pass(text):
    assert not Texts(text).words and not bare_sentences(text)


def test_a_password_manager_is_told_what_each_field_is_and_nothing_hinders_pasting():
    fields = [
        (file.name, field)
        for file in ROOT.rglob("*.html")
        for field in re.findall(r"field\([^{}]*type=\"password\"[^{}]*\)", file.read_text())
    ]
    assert len(fields) >= 8, "the premise: they are found"
    assert [each for each in fields if not re.search(r'autocomplete="(current|new)-password"', each[1])] == []
    scripts = [file for file in (ROOT.parent / "static").glob("*.js") if "password" in file.read_text()]
    assert scripts == [], "no script knows of passwords"


KEEPS = ("cases/", "discussion/", "feedback/", "evidence/assessing/", "evidence/choice.html", "evidence/workspace.html",
         "review/reading.html", "review/_criterion.html")  # fmt: skip
COPIED = "discussion/quotation.html"  # its words stand in one's own draft


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.startswith(KEEPS) and name != COPIED])
def test_where_much_is_typed_at_a_time_it_is_kept_in_the_browser(name):
    fields = re.findall(r"<textarea\b[^\0]*?</textarea>|{{ textarea\(.*", source(name))
    assert [field for field in fields if "data-keep=" not in field and '"data-keep": ' not in field] == []
