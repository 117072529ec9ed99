"""What the browser loads: the vendored files are the pinned ones, addresses carry hashes, nothing else is let out."""

import gzip
import hashlib
import json
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from community import assets, errors
from community.assets import STATIC, asset


@pytest.fixture(scope="module")
def visitor():
    async def not_found(request, problem):
        return assets.Response("not found", 404)

    return TestClient(Starlette(routes=assets.routes, exception_handlers={errors.NotFound: not_found}))


def test_vendored_files_are_the_pinned_ones():
    folder = STATIC / "vendor"
    packages = json.loads((folder / "MANIFEST.json").read_text())
    pinned = {name: mark for package in packages for name, mark in package["files"].items()}
    files = [file for file in folder.iterdir() if file.name != "MANIFEST.json"]
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files} == pinned


def test_every_vendored_package_says_its_licence():
    for package in json.loads((STATIC / "vendor/MANIFEST.json").read_text()):
        assert package["licence"] and package["licence_file"] in package["files"]


def test_an_address_carries_the_hash_of_what_it_gives(visitor):
    answer = visitor.get(asset("icons.svg"))
    assert answer.content == (STATIC / "icons.svg").read_bytes()
    assert f"/static/{hashlib.sha256(answer.content).hexdigest()[:16]}/icons.svg" == asset("icons.svg")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"


def test_style_sheets_come_joined_in_their_order(visitor):
    answer = visitor.get(asset("roundtable.css"))
    order = "tokens base layout chrome components board discussion work review insights public preferences"
    parts = [(STATIC / f"css/{part}.css").read_text() for part in order.split()]
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert [answer.text.index(part) for part in parts] == sorted(answer.text.index(part) for part in parts)
    assert "@import" not in answer.text
    assert {file.stem for file in (STATIC / "css").iterdir()} == {*order.split(), "roundtable"}


@pytest.mark.parametrize("accepted", ["gzip", "deflate, gzip;q=1.0, *;q=0.5", "br, GZIP"])
def test_it_comes_compressed_to_who_takes_that(visitor, accepted):
    with visitor.stream("GET", asset("roundtable.css"), headers={"accept-encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(raw) == visitor.get(asset("roundtable.css"), headers={"accept-encoding": "identity"}).content
    assert len(raw) < 24_000


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.0", ""])
def test_it_comes_plain_to_who_does_not(visitor, accepted):
    assert "content-encoding" not in visitor.get(asset("icons.svg"), headers={"accept-encoding": accepted}).headers


@pytest.mark.parametrize(
    "address",
    [
        "/static/0000000000000000/icons.svg",  # another content's mark
        asset("icons.svg").replace("icons.svg", "../community/config.py"),
        asset("icons.svg").replace("icons.svg", "..%2f..%2fpyproject.toml"),
        asset("icons.svg").replace("icons.svg", "%2fetc%2fpasswd"),
        asset("icons.svg").replace("icons.svg", "css/tokens.css"),
        asset("icons.svg").replace("icons.svg", "vendor/MANIFEST.json"),
        asset("icons.svg") + "/",
        asset("icons.svg") + "%00",
        "/static/icons.svg",
        "/static/",
    ],
)
def test_nothing_else_is_let_out(visitor, address):
    assert visitor.get(address).status_code == 404


def test_a_template_cannot_name_a_file_that_is_not_there():
    with pytest.raises(KeyError):
        asset("iconz.svg")


def test_it_stays_within_its_budget(visitor):
    """CSS 96 kB; scripts 82.5 kB with htmx, 29.5 kB compressed, on every page without a discussion.

    design/README.md has 80 and 28: what is typed is kept where a device keeps nothing, and rows wait for the focus.
    One with it has a composer, mentions and an unread line: a fifth more, and a quarter more compressed. The cohort's
    own page has the board with its dots beside it, which is 800 bytes more, compressed. Where one writes and sends
    files, words are counted and both are kept: 6 kB more than elsewhere, 4.5 kB compressed.
    """
    assert len(visitor.get(asset("roundtable.css")).content) <= 96_000
    for template, scripts in scripts_of_pages().items():
        talks = (STATIC / "discussion.js").read_bytes() in scripts
        writes = (STATIC / "workspace.js").read_bytes() in scripts
        assert sum(len(script) for script in scripts) <= 82_500 + 17_000 * talks + 6_000 * writes, template
        dots = talks and (STATIC / "dots.js").read_bytes() in scripts
        most = 29_500 + 7_000 * talks + 800 * dots + 4_500 * writes
        assert sum(len(gzip.compress(script, 9)) for script in scripts) <= most, template


def test_what_is_loaded_only_once_it_is_used_is_small_too():
    later = {name for file in TEMPLATES.rglob("*.html") for name in LATER.findall(file.read_text())}
    assert "tus.js" in later
    for name in later:
        script = (STATIC / name).read_bytes()
        assert len(script) <= 10_500 and len(gzip.compress(script, 9)) <= 4_000, name


TEMPLATES = STATIC.parent / "templates"
LATER = re.compile(r'data-\w+="\{\{ asset\("([\w./-]+\.js)"\) \}\}"')  # import()ed by a script of the page


def scripts_of_pages() -> dict[str, list[bytes]]:
    """{template: what a page of it loads}: the shell's scripts and its own."""
    named = {
        str(file.relative_to(TEMPLATES)): re.findall(r"[\"']([\w./-]+\.js)[\"']", LATER.sub("", file.read_text()))
        for file in TEMPLATES.rglob("*.html")
    }
    shell = named.pop("base.html") + [name for parts in named if parts.startswith("parts/") for name in named[parts]]
    assert len(shell) >= 5, "the premise: the shell's scripts are found"
    pages = {template: shell + names for template, names in named.items() if names} | {"base.html": shell}
    return {template: [(STATIC / name).read_bytes() for name in names] for template, names in pages.items()}
