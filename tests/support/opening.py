"""Opening a cohort as a form does it."""

import re
from datetime import timedelta

from community import clock
from tests.support.catalogue import a_definition


async def answers(local, **changed):
    """The form of opening a cohort, filled in."""
    await a_definition("EL-02")
    first = clock.now().date() + timedelta(days=10)
    return {
        "affiliate": local.id,
        "definition": "EL-02",
        "name": "Talk to Learn, Winter",
        "starts_on": first.isoformat(),
        "meets_at": "16:30",
        "who": "me",
        "facilitator": "",
        "capacity": "12",
        "time_zone": "America/Chicago",
        "language": "en",
        "backlog": "all",
        "post_key": "7f4df7ee-5f43-4f3c-9d5b-0c6a7f0fd7a1",
    } | changed


def place_of(answer) -> int:
    """The cohort's number in the address that an answer leads to."""
    assert answer.status_code == 303, answer.text
    return int(re.match(r"/cohorts/(\d+)", answer.headers["location"]).group(1))
