"""A log that cannot betray anybody, and that nobody can forge."""

import json
import logging

from community.logs import OneLine


def line(message: str, **extra) -> str:
    return OneLine().format(logging.LogRecord("roundtable", logging.INFO, __file__, 1, message, (), None))


def test_secrets_are_removed():
    said = line(
        "mail to rosa@school.example failed: token=abc123def456 password: 'hunter2' "
        "at postgresql://me:pw@host/db /link/Zm9vYmFyYmF6cXV4"
    )
    for secret in ("rosa@school", "abc123def456", "hunter2", "me:pw", "Zm9vYmFy"):
        assert secret not in said


def test_one_line_stays_one_line():
    said = line("a\r\nforged: line\x1b[31m")
    assert "\n" not in said and "\x1b" not in said
    assert json.loads(said)["says"] == "a\r\nforged: line\x1b[31m"
