"""What a test saw put into an open page, and beside what a reload shows; a test that is named for it must see it."""

import pytest

from tests import seen_live

seen: set[str] = set()  # "seat.left roster": kind and kind of topic, of the test that runs


def note(pairs: set[str]) -> None:
    """These were shown live, and are what a reload shows."""
    seen.update(pairs)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """Fails a test of the table that does not see any more what it is named for."""
    seen.clear()
    result = yield
    missing = seen_live.named_for(pyfuncitem.nodeid) - seen
    assert not missing, f"tests/seen_live.py says that this test sees {sorted(missing)} live"
    return result
