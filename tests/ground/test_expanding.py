"""X24: while one process restarts after the other, the former release works on the new tables. So they only grow."""

import re

import pytest

from community import migrations

SINCE = "0098"  # what stands before was changed as needed
TAKES_AWAY = re.compile(
    r"drop (table|column|view|function|type|trigger)\b|rename\b|alter (column )?\S+ (set not null|(set data )?type)\b"
)
REQUIRED = re.compile(r"add (column )?(?!constraint\b)\w+ (?=.*\bnot null\b)(?!.*\bdefault\b)", re.DOTALL)


def narrows(script: str) -> list[str]:
    """What in a migration a program that does not know it may stumble over."""
    plain = re.sub(r"--[^\n]*", "", script)
    widened = set(re.findall(r"drop constraint (?:if exists )?(\w+)", plain))
    found = []
    for statement in plain.split(";"):
        if re.match(r"\s*(alter|drop)\b", statement):
            clauses = re.split(r",\s*(?=(?:add|alter|drop)\b)", statement)
            found += [clause.strip() for clause in clauses if TAKES_AWAY.search(clause) or REQUIRED.search(clause)]
            found += [name for name in re.findall(r"add constraint (\w+)", statement) if name not in widened]
    return found


@pytest.mark.parametrize("file", [one for one in migrations.files() if one.name > SINCE], ids=lambda one: one.name)
def test_x24_a_newer_migration_takes_nothing_away_from_the_former_release(file):
    assert narrows(file.read_text("utf-8")) == [], "add first; take away in a release after all have stopped to use it"


@pytest.mark.parametrize(
    ("script", "is_fine"),
    [
        ("create table one (id bigint primary key, name text not null);", True),
        ("alter table seat add why text not null default '' check (why <> 'a;b'), add until timestamptz;", True),
        ("alter table nudge drop constraint nudge_need_check; alter table nudge add constraint nudge_need_check", True),
        ("drop index event_of_platform;", True),
        ("drop table one;", False),
        ("-- so it is\nalter table seat drop column why;", False),
        ("alter table seat rename column why to reason;", False),
        ("alter table seat\n  add why text default '',\n  add until date not null;", False),
        ("alter table seat alter column why set not null;", False),
        ("alter table seat alter why type int;", False),
        ("alter table seat add constraint new_rule check (why <> '');", False),
    ],
)
def test_what_takes_away_is_seen(script, is_fine):
    assert (narrows(script) == []) is is_fine
