"""How many times the database is asked: a page is a handful of questions however many rows it shows."""

from collections import Counter
from contextlib import contextmanager

from community import db


@contextmanager
def questions_counted(monkeypatch):
    """How many times the database is asked inside."""
    counted, statement = Counter(), db._statement

    def count(sql, values):
        counted[sql] += 1
        return statement(sql, values)

    with monkeypatch.context() as patch:
        patch.setattr(db, "_statement", count)
        yield counted
