"""The shell and its parts, as they stand in the page."""

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

from community import words
from tests.chrome.rendering import ROSA, render
from tests.chrome.site import COHORT, MEMBERS

FIELDS = '{% from "parts/field.html" import field, textarea, select, checkbox, choices, error_summary with context %}'
EACH = (
    'field("a", "A")',
    'textarea("a", "A")',
    'select("a", "A", ["x"])',
    'checkbox("a", "A")',
    'choices("a", "A", [("x", "X")])',
)
SHELL = '{% extends "base.html" %}'


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))

    def one(self, tag, **wanted):
        (found,) = [a for t, a in self.all if t == tag and wanted.items() <= a.items()]
        return found


def test_a_field_is_tied_to_label_hint_and_error():
    source = '{{ field("email", "E-mail", hint="Your own.", autocomplete="email") }}'
    tags = Tags(render(FIELDS + source, errors={"email": "Add an ending."}))
    assert tags.one("label")["for"] == tags.one("input")["id"] == "email"
    assert tags.one("input")["aria-describedby"].split() == ["email-hint", "email-error"]
    assert {"email-hint", "email-error"} <= {a.get("id") for _, a in tags.all}
    assert tags.one("input")["aria-invalid"] == "true" and tags.one("input")["autocomplete"] == "email"


def test_a_field_without_fault_says_nothing_of_one():
    for one in EACH:
        text = render(FIELDS + "{{ " + one + " }}", errors={"b": "wrong"})
        assert "aria-invalid" not in text and "aria-describedby" not in text and "error" not in text


def test_every_field_says_its_own_fault():
    for one in EACH:
        text = render(FIELDS + "{{ " + one + " }}", errors={"a": "Not so."})
        for said in ('aria-invalid="true"', 'aria-describedby="a-error"', 'id="a-error"', "Not so."):
            assert said in text


def test_what_was_typed_wins_over_the_value_and_is_escaped():
    typed = {"a": "</textarea>\"'<b>", "b": "y", "c": "yes"}
    assert Tags(render(FIELDS + '{{ field("a", "A", "old") }}', typed=typed)).one("input")["value"] == typed["a"]
    text = render(FIELDS + '{{ textarea("a", "A", "old") }}', typed=typed)
    assert html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.S)[1]) == typed["a"]
    choice = Tags(render(FIELDS + '{{ select("b", "B", [("x", "X"), ("y", "Y")], "x") }}', typed=typed))
    assert "selected" in choice.one("option", value="y")
    choice = Tags(render(FIELDS + '{{ choices("b", "B", [("x", "X"), ("y", "Y")], "x") }}', typed=typed))
    assert "checked" in choice.one("input", value="y")
    assert "checked" in Tags(render(FIELDS + '{{ checkbox("c", "C") }}', typed=typed)).one("input")
    assert "checked" not in Tags(render(FIELDS + '{{ checkbox("d", "D", checked=True) }}', typed=typed)).one("input")
    assert "checked" in Tags(render(FIELDS + '{{ checkbox("d", "D", checked=True) }}')).one("input")


def test_line_breaks_at_the_start_of_a_text_are_kept():
    text = render(FIELDS + '{{ textarea("a", "A") }}', typed={"a": "\n\nafter two"})
    assert re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.S)[1] == "\n\nafter two"  # HTML drops the first one


def test_a_password_is_never_given_back():
    assert "secret" not in render(
        FIELDS + '{{ field("password", "P", type="password") }}', typed={"password": "secret"}
    )


def test_the_summary_leads_to_each_field_and_takes_the_focus():
    labels = '{{ error_summary({"a": "Name", "b": "Place"}) }}'
    text = render(FIELDS + labels, errors={"b": "Too long.", "a": "Fill this in.", "": "The code is used up."})
    tags = Tags(text)
    assert [a["href"] for t, a in tags.all if t == "a"] == ["#a", "#b"]
    box = tags.one("div", id="errors")
    assert box["tabindex"] == "-1" and "autofocus" in box
    assert "3 things need another look" in text and "The code is used up." in text
    assert render(FIELDS + labels).strip() == ""


def test_the_shell_hands_over_its_data():
    topics = ['a "mark"', "an <odd> 'mark'"]
    body = Tags(render(SHELL, topics=topics)).one("body")
    assert json.loads(body["data-topics"]) == topics
    assert json.loads(body["hx-headers:inherited"]) == {"X-CSRF": "a-token"}
    assert (body["data-person"], body["data-zone"], body["data-language"]) == ("5", "America/Denver", "en")


def test_the_shell_of_a_visitor_knows_nobody():
    text = render(SHELL, person=None, nav="catalogue")
    assert "data-person" not in text and "sign-out" not in text and 'href="/sign-in"' in text
    assert Tags(text).one("a", href="/catalogue", **{"aria-current": "page"})


def test_htmx_reads_its_settings():
    settings = Tags(render(SHELL)).one("meta", name="htmx-config")["content"]
    assert json.loads(settings) == {"noSwap": [204, 304, "5xx"]}  # the relaxed form breaks every request


def test_one_place_of_the_main_navigation_is_current():
    for nav, address in {"learning": "/", "cohort": "/cohorts", "find": "/find", "catalogue": "/catalogue"}.items():
        current = [a["href"] for t, a in Tags(render(SHELL, nav=nav)).all if t == "a" and "aria-current" in a]
        assert current == [address]


def test_the_connection_is_shown_where_something_is_followed():
    assert 'id="connection"' not in render(SHELL)
    tags = Tags(render(SHELL, topics=["mark"]))
    line = tags.one("span", id="connection")
    assert "{time}" in line["data-offline"] and "{count}" in line["data-back"]


def test_appearance_and_sample_data():
    assert "data-theme" not in Tags(render(SHELL)).one("html")
    assert Tags(render(SHELL, person=replace(ROSA, theme="dark"))).one("html")["data-theme"] == "dark"
    assert "Sample data" in render(SHELL) and "Sample data" not in render(SHELL, sample=False)


def test_signing_out_is_a_form():
    tags = Tags(render(SHELL))
    assert "data-sign-out" in tags.one("form", action="/sign-out", method="post")
    assert tags.one("input", name="csrf")["value"] == "a-token"


def test_a_cohorts_band():
    source = '{% from "parts/cohort_bar.html" import cohort_bar %}'
    source += '{{ cohort_bar(cohort, "members", members, here=[5, 8]) }}'
    text = render(source, cohort=COHORT, members=MEMBERS)
    tags = Tags(text)
    assert [a["href"] for t, a in tags.all if a.get("aria-current") == "page"] == ["/cohorts/7/members"]
    assert tags.one("div", **{"data-presence": "cohort:7"}) and tags.one("span", **{"data-here-count": "cohort:7"})
    assert [a["data-here"] for t, a in tags.all if a.get("data-presence") == "here"] == ["5", "8"]
    assert 'data-here-count="cohort:7">2</span> here now' in text
    assert tags.one("span", **{"hx-get": "/cohorts/7/unread"}), "the discussion says how much is unread"
    assert "/unread" not in render(source.replace('"members"', '"discussion"'), cohort=COHORT, members=MEMBERS)
    facilitators = render(source.replace("8]", "8], works=False"), cohort=COHORT, members=MEMBERS)
    assert "/work/EL-02" in text and "/work/" not in facilitators


def test_every_state_has_its_mark_and_its_word():
    states = re.findall(r'"(\w+)": _\(', (words.LOCALES.parents[1] / "templates/parts/state.html").read_text())
    assert len(states) == 14
    for name in states:
        text = render('{% from "parts/state.html" import state %}{{ state("' + name + '") }}')
        assert f'data-state="{name}"' in text and f"#i-{name}" in text and re.search(r"<span>[A-Z]", text)


def test_the_shell_speaks_the_pseudo_language():
    text = render(SHELL, language=words.PSEUDO, nav="learning", topics=["mark"])
    shown = re.sub(r"<(script|title).*?</\1>|<[^>]*>|rosa@\S+|Rosa Delgado", " ", text, flags=re.S)
    spoken = ("aria-label", "data-live", "data-offline", "data-back", "data-looking", "data-out", "data-waiting")
    shown += " ".join(value for _, a in Tags(text).all for name, value in a.items() if name in spoken)
    plain = set(re.findall(r"\b[a-zA-Z]{4,}\b", shown)) - {"Roundtable", "Rosa", "Delgado", "time", "count"}
    assert plain == set()
