"""Which links a text holds, and what an answer from there means for somebody who is signed in nowhere."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

MOST = 20  # of one text
LONGEST = 2_000  # letters of one
ADDRESS = re.compile(r"https?://[^\s<>\"'`]+", re.I)
SIGN_IN = re.compile(r"(^|[/._-])(log-?in|sign-?in|signon|sso|oauth2?|authorize|adfs|saml2?)([/._?-]|$)", re.I)
SIGN_IN_HOSTS = ("accounts.google.com", "login.microsoftonline.com", "login.live.com", "appleid.apple.com")
PASSWORD = re.compile(rb"<input[^>]+type\s*=\s*[\"']?password", re.I)


class Result(StrEnum):
    """What was found at a link; `waiting` until it was looked at."""

    WAITING = "waiting"
    OPENS = "opens"
    ASKS_TO_SIGN_IN = "asks_to_sign_in"
    NOT_FOUND = "not_found"
    COULD_NOT_CHECK = "could_not_check"


def links_in(text: str) -> list[str]:
    """The first twenty addresses of a text, each once, without the sign that ends its sentence."""
    found = (_without_end(match[0]) for match in ADDRESS.finditer(text))
    return list(dict.fromkeys(address for address in found if len(address) <= LONGEST and "." in address))[:MOST]


def slots(prompt: Mapping[str, Any], text: str) -> list[str]:
    """For a requirement that asks for links: each that its text holds, and "" for each that is still missing."""
    accept, found = prompt.get("accept", ()), links_in(text)
    asked = prompt.get("min_items", 1) if list(accept) == ["link"] else 0
    return [*found, *[""] * (asked - len(found))] if "link" in accept else []


def put_in(text: str, link: str) -> str | None:
    """The text with this link in a line of its own at its end, once; None for what is no whole address."""
    link = link.strip()
    if links_in(link) != [link]:
        return None
    return text if link in links_in(text) else f"{text.rstrip()}\n\n{link}".lstrip()


def result_of(status: int, url: str, body: bytes) -> Result:
    """From the last answer: its status, where it came from in the end, the beginning of what it said."""
    parts = urlsplit(url)
    if status in (401, 403, 407) or parts.hostname in SIGN_IN_HOSTS or SIGN_IN.search(parts.path):
        found = Result.ASKS_TO_SIGN_IN
    elif status in (404, 410):
        found = Result.NOT_FOUND
    elif status >= 400:
        found = Result.COULD_NOT_CHECK
    else:
        found = Result.ASKS_TO_SIGN_IN if PASSWORD.search(body) else Result.OPENS
    return found


def _without_end(address: str) -> str:
    while address and (address[-1] in ".,;:!?*_" or (address[-1] in ")]" and _is_outer(address))):
        address = address[:-1]
    return address


def _is_outer(address: str) -> bool:
    """A bracket that was opened before the address."""
    opened, closed = ("(", ")") if address[-1] == ")" else ("[", "]")
    return address.count(closed) > address.count(opened)
