"""Each failure as a page, as a notice for htmx and as plain text, from one mechanism (the doors)."""

import re

import pytest

from community import words
from tests.chrome.site import FAILURES
from tests.support.servers import browser_like

TITLES = {
    400: "We could not read what was sent",
    403: "This one is not open to you",
    404: "This page is not here",
    405: "That cannot be done at this address",
    409: "Someone was quicker",
    413: "That is too large to send",
    422: "Something needs another look",
    429: "That was a lot at once",
    500: "Something broke on our side",
    503: "Back in a moment",
}


async def ask(site, code, **headers):
    site.app.state = {}
    async with browser_like(site.app, **headers) as visitor:
        return await visitor.get(f"/fail/{code}")


def test_there_are_words_for_each_failure():
    assert TITLES.keys() == FAILURES.keys()


@pytest.mark.parametrize("code", FAILURES)
async def test_as_a_page(site, code):
    answer = await ask(site, code)
    assert answer.status_code == code
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<h1>{TITLES[code]}</h1>" in answer.text
    assert f"<title>{TITLES[code]} · Roundtable</title>" in answer.text
    assert f"quote {answer.headers['x-request-id']}." in answer.text
    assert ("Try again</a>" in answer.text) == (code >= 429)


@pytest.mark.parametrize("code", FAILURES)
async def test_as_a_notice_for_htmx(site, code):
    answer = await ask(site, code, **{"hx-request": "true"})
    assert answer.status_code == code
    assert answer.text.startswith("<hx-partial ") and answer.text.endswith("</hx-partial>")
    assert f"<strong>{TITLES[code]}</strong>" in answer.text and answer.headers["x-request-id"] in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("code", FAILURES)
async def test_as_plain_text_for_scripts(site, code):
    answer = await ask(site, code, accept="*/*")
    assert answer.status_code == code
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith(f"{code} {TITLES[code]}\n")
    assert answer.text.rstrip().endswith(answer.headers["x-request-id"])
    assert "<" not in answer.text and "&#" not in answer.text


async def test_the_reason_that_was_given_is_said(site):
    assert "Dana&#39;s draft was shared with you until 5 November." in (await ask(site, 403)).text
    assert "Dana's draft was shared with you until 5 November." in (await ask(site, 403, accept="text/plain")).text
    assert "Dana&#39;s draft" in (await ask(site, 403, **{"hx-request": "true"})).text


async def test_what_was_typed_is_given_back_but_no_password(site):
    answer = await ask(site, 422)
    assert "Grade 4, and &#34;bees&#34;" in answer.text and "Fill this in." in answer.text
    assert "secret" not in answer.text


async def test_a_failure_of_ours_tells_nothing_of_the_inside(site):
    for accept in ("text/html", "text/plain"):
        assert "on purpose" not in (await ask(site, 500, accept=accept)).text


@pytest.mark.parametrize("code", FAILURES)
async def test_in_another_language(site, code):
    site.person = None
    for headers in ({}, {"hx-request": "true"}, {"accept": "text/plain"}):
        answer = await ask(site, code, **{"accept-language": words.PSEUDO} | headers)
        shown = re.sub(r"<[^>]*>|Dana.*?November\.|Dana.*?meanwhile\.|Grade 4, and &#34;bees&#34;", " ", answer.text)
        shown = shown.replace(answer.headers["x-request-id"], " ")
        assert set(re.findall(r"\b[a-zA-Z]{4,}\b", shown)) - {"Roundtable", "name"} == set()
