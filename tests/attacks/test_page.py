"""docs/security.md says what is so: its numbers are those of the code."""

import re
from pathlib import Path

import pytest

from community import doors, limits
from community.people.codes.rules import MOST_TRIES, PURPOSES
from community.people.passwords import rules as passwords
from community.people.sessions import rules as sessions
from realtime import protocol, socket

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text("utf-8")
PLAIN = re.sub(r"\s+", " ", PAGE)


def test_every_rate_stands_in_its_table():
    listed = re.findall(r"^\| .+ `(\w+)` \| (\d+) \| (.+?) \|$", PAGE, re.M)
    spans = {"a minute": 60, "5 minutes": 300, "10 minutes": 600, "15 minutes": 900, "an hour": 3600, "a day": 86_400}
    assert {name: (int(most), spans[span]) for name, most, span in listed} == {
        name: (rate.most, rate.seconds) for name, rate in limits.RATES.items()
    }


@pytest.mark.parametrize(
    "words",
    [
        f"at least {passwords.LEAST} characters",
        "for signing in {sign_in} minutes, a password {password}, an account or an address {address}".format(
            **{name: purpose.minutes for name, purpose in PURPOSES.items()}
        ),
        {5: "A code has five tries"}[MOST_TRIES],
        f"{sessions.MEMBER.whole.days} days, {sessions.MEMBER.idle.days} without use",
        f"{sessions.OFFICE.whole.seconds // 3600} hours, {sessions.OFFICE.idle.seconds // 3600} without use",
        f"at most {doors.MOST_BODY // 1_000_000} MB and 100 fields",
        {4.5: "A request has four and a half seconds"}[doors.DEADLINE],
        f"{limits.SOCKETS_A_PERSON} sockets a person, {socket.A_SECOND} frames a second",
        f"{protocol.MOST_TOPICS} topics each",
    ],
)
def test_a_number_is_that_of_the_code(words):
    assert words in PLAIN


def test_the_one_exception_from_the_form_token_is_named():
    assert doors.WITHOUT_CSRF == ("/inbox/stops/link/", "/mail/returned"), "else docs/security.md names it"
    assert "one-click" in PLAIN
