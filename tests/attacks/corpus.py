"""What hostile people type, and how to see that a page took none of it for its own."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

MARK = "zq7x"  # stands in each text that tries to become HTML, so that its traces are found
ZALGO = "Z" + "".join(chr(0x300 + n) for n in range(100)) * 5
HOSTILE = {
    "sql": "'; drop table person; --",
    "sql words": "1' or '1'='1' union select id, hash from password --",
    "like": "%_%\\%",
    "tsquery": "a & | ! ( <-> ' \" :* \\",
    "nul": "before\x00after",
    "line end": f"a\r\nSet-Cookie: {MARK}=1\r\n\r\n<html>",
    "template": f"{MARK}{{{{7919*7927}}}}{{% for a in b %}}${{7919*7927}}<%= 7919*7927 %>#{{7919*7927}}",
    "format": "%s%n%(name)s{0}{name!r}{0.__class__}%d",
    "script": f"<script>{MARK}()</script>",
    "attribute": f"\"'><img src=x onerror={MARK}()><svg/onload={MARK}()>",
    "htmx": f"\" hx-on:load=\"{MARK}()\" hx-get=\"/sign-out\" data-into=\"notices\" x='{MARK}",
    "frame": f"</textarea></title></template><iframe srcdoc='{MARK}'></iframe><base href=//evil.example/{MARK}>",
    "markdown": f"[{MARK}](javascript:{MARK}()) [a](data:text/html,{MARK}) ![b](x\" onerror=\"{MARK}()) <javascript:a>",
    "clobber": f"<a id=notices name=csrf><form id=main name=body><input name=attributes value={MARK}>",
    "rtl": "\u202egnp.exe\u2066\u2069\u200f\ufeff",
    "zalgo": ZALGO,
    "lone surrogate": "%ED%A0%80",
    "emoji": "👩🏽‍🚀" * 80,
    "long": "A" * 50_000,
    "spaces": " " * 10_000 + "\t\n" * 100,
    "quotes": "> " * 5_000,
    "brackets": "[" * 10_000,
    "number": "9" * 400,
    "negative": "-1",
    "float": "1e309",
    "nan": "NaN",
    "date": "9999-99-99",
    "far date": "99999-01-01",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "null": "null",
    "path": "../../../../etc/passwd%00.png",
    "address": f"a@b.c\r\nBcc: {MARK}@evil.example",
    "host": "//evil.example/%2f..",
    "command": "$(touch /tmp/pwned)`id`|cat /etc/passwd",
    "log": "\x1b[2J\x1b[31m{\"level\":\"error\"}\u2028\u2029\x85",
}
PRODUCT = str(7919 * 7927)
SAFE_SCHEMES = {"", "http", "https", "mailto"}
TEXTS = {"value", "title", "content", "placeholder", "alt", "aria-label", "data-order", "data-name"}  # hold any text
ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post"}


class _Looker(HTMLParser):
    """Notes every tag and attribute that our own templates never write."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.in_data = False

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag in ("iframe", "base", "object", "embed", "frame", "applet", "math"):
            self.found.append(f"<{tag}>")
        self.in_data = tag == "script" and given == {"type": "application/ld+json"}
        if tag == "script" and not self.in_data and not given.get("src", "").startswith("/static/"):
            self.found.append(f"<script> {given}")
        for name, value in given.items():
            ours = name in ADDRESSES and urlsplit(value.strip()).scheme.lower() in SAFE_SCHEMES
            if name.startswith(("on", "hx-on")) or name in ("style", "srcdoc") or (name in ADDRESSES and not ours):
                self.found.append(f"<{tag} {name}={value[:60]!r}>")
            if name == "id":
                self.ids.append(value)
            if MARK in name or (MARK in value and name not in TEXTS | ADDRESSES):
                self.found.append(f"<{tag} {name}={value[:60]!r}>")

    def handle_data(self, data):
        if self.in_data and "<" in data:
            self.found.append(f"in a script's data: {data[:60]!r}")

    def handle_endtag(self, tag):
        self.in_data = False


def traces(html: str) -> list[str]:
    """What of a page is not ours: handlers, scripts, frames, foreign addresses, doubled ids, worked out templates."""
    looker = _Looker()
    looker.feed(re.sub(r"<!doctype html>", "", html, flags=re.I))
    looker.close()
    doubled = sorted({name for name in looker.ids if looker.ids.count(name) > 1})
    worked_out = [f"a template worked out {PRODUCT}"] if PRODUCT in html else []
    return looker.found + [f"id {name} twice" for name in doubled] + worked_out
