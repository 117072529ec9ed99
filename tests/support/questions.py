"""How many times the database is asked: a page is a handful of questions however many rows it shows."""

from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar

from community import db

_inside = ContextVar("inside", default=False)


@contextmanager
def questions_counted(monkeypatch):
    """How many times the database is asked inside, by whoever asks there: not by the feed, which looks every 5 s."""
    counted, statement = Counter(), db._statement

    def count(sql, values):
        if _inside.get():
            counted[sql] += 1
        return statement(sql, values)

    token = _inside.set(True)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(db, "_statement", count)
            yield counted
    finally:
        _inside.reset(token)
