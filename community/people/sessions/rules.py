"""How long a sign-in lasts, where it may lead, and what a device is called. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Life:
    """A sign-in ends after `whole`, or sooner once it was left `idle` so long (A64)."""

    whole: timedelta
    idle: timedelta


MEMBER = Life(timedelta(days=30), timedelta(days=14))
OFFICE = Life(timedelta(hours=12), timedelta(hours=2))
SHARED = Life(timedelta(hours=12), timedelta(minutes=30))

# (what the browser's long name holds, what people call it), the more telling first
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)


def life(office: bool, shared: bool) -> Life:
    """Who holds an office (a desk, reviewing) signs in more often; a shared computer forgets soonest."""
    if shared:
        return SHARED
    return OFFICE if office else MEMBER


def own_path(wanted: str) -> str:
    """Where to go after signing in: a path of our own, or the first page (A26)."""
    fine = re.fullmatch(r"/(?![/\\])[!-~]*", wanted) and "\\" not in wanted
    return wanted if fine and not wanted.startswith(("/sign-", "/password")) else "/"


def device(agent: str) -> str:
    """A browser's own long name in two words, such as "Firefox, Windows"; empty when it says nothing we know."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(name for name in (browser, system) if name)
