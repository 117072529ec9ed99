"""`run test` says how long each kind of test took: rules, stories, browser, delivery; and what a story measured."""

import time
from collections import Counter

import pytest

KINDS = ("rules", "stories", "browser", "delivery")
_begun = time.monotonic()
_seconds: Counter = Counter()
_tests: Counter = Counter()
_measured: list[str] = []


def kind_of(item: pytest.Item) -> str:
    """By its marker, else by whether it asks for a browser or a database."""
    asks = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("delivery"):
        return "delivery"
    if item.get_closest_marker("browser") or "browser" in asks:
        return "browser"
    if item.get_closest_marker("stories") or {"server_url", "database_url"} & asks:
        return "stories"
    return "rules"


def pytest_runtest_setup(item):
    item.user_properties.append(("kind", kind_of(item)))


def pytest_runtest_logreport(report):
    """Told of every test in the process that prints the summary, wherever it ran."""
    kind = dict(report.user_properties).get("kind", "rules")
    _seconds[kind] += report.duration
    _tests[kind] += report.when == "call"
    if report.when == "call":
        _measured.extend(said for name, said in report.user_properties if name == "measured")


def pytest_terminal_summary(terminalreporter):
    for kind in KINDS:
        if _tests[kind]:
            terminalreporter.write_line(f"{kind:<9}{_tests[kind]:>5} tests {_seconds[kind]:>7.1f} s")
    for said in _measured:
        terminalreporter.write_line(said)
    terminalreporter.write_line(f"{'in all':<9}{sum(_tests.values()):>5} tests {time.monotonic() - _begun:>7.1f} s")
