"""`run test` says how long each kind of test took: rules, stories, browser, delivery."""

import time
from collections import Counter

import pytest

_begun = time.monotonic()
_seconds: Counter = Counter()
_tests: Counter = Counter()


def kind_of(item: pytest.Item) -> str:
    """By its marker, else by whether it asks for a database."""
    if item.get_closest_marker("browser") or "browser" in getattr(item, "fixturenames", ()):
        return "browser"
    if item.get_closest_marker("delivery"):
        return "delivery"
    return "stories" if {"server_url", "database_url"} & set(getattr(item, "fixturenames", ())) else "rules"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    begun = time.monotonic()
    try:
        return (yield)
    finally:
        item.user_properties.append(("kind", kind_of(item)))
        _seconds[kind_of(item)] += time.monotonic() - begun
        _tests[kind_of(item)] += 1


def pytest_terminal_summary(terminalreporter):
    for kind in ("rules", "stories", "browser", "delivery"):
        if _tests[kind]:
            terminalreporter.write_line(f"{kind:<9}{_tests[kind]:>5} tests {_seconds[kind]:>7.1f} s")
    terminalreporter.write_line(f"{'in all':<9}{sum(_tests.values()):>5} tests {time.monotonic() - _begun:>7.1f} s")
