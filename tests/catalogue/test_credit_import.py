"""`import-credit-rules`: from files into a real PostgreSQL, all or nothing, each rule once."""

import argparse
from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db
from community.catalogue.credit import commands, reading
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_local

pytestmark = pytest.mark.usefixtures("database")
HEAD = "format: roundtable/credit-rules/1\nrules:\n"


@pytest_asyncio.fixture
async def local():
    """A local of its own for each test, and no rule in the table."""
    await db.run("delete from credit_rule")
    return await a_local("Credit Local")


def a_rule(key: str, *more: str, gives: str = '"Ten hours"', day: str = "2026-10-05") -> str:
    lines = (f"  - key: {key}", "place: {kind: district, name: Cedar Bend}", f"gives: {gives}")
    lines += ("source: https://example.org/rules", f"checked_on: {day}", *more)
    return "\n    ".join(lines) + "\n"


def written(tmp_path, *rules: str, name: str = "rules.yaml"):
    file = tmp_path / name
    file.write_text(HEAD + "".join(rules), "utf-8")
    return file


async def imports(*paths, affiliate: str = "") -> int:
    return await commands.import_credit_rules(argparse.Namespace(paths=list(paths), affiliate=affiliate))


async def kept() -> dict[str, str | None]:
    rows = await db.many(dict, "select key, gives from credit_rule order by key limit 100")
    return {row["key"]: row["gives"] for row in rows}


async def test_rules_come_in_once_and_change_by_their_key(tmp_path, capsys, local):
    file = written(tmp_path, a_rule("one"), a_rule("two"))
    assert await imports(file, affiliate=local.slug) == 0
    assert "credit rules: 2 new, 0 changed, 0 unchanged" in capsys.readouterr().out
    heard = "select count(*) from event where topic = :topic and kind = 'credit.noted'"
    assert await db.value(heard, topic=local.topic) == 1
    file = written(tmp_path, a_rule("one"), a_rule("two", gives='"Twelve hours"'))
    assert await imports(file, affiliate=local.slug) == 0
    assert "0 new, 1 changed, 1 unchanged" in capsys.readouterr().out
    assert await kept() == {"one": "Ten hours", "two": "Twelve hours"}
    assert await imports(file, affiliate=local.slug) == 0
    assert "0 new, 0 changed, 2 unchanged" in capsys.readouterr().out
    assert await db.value(heard, topic=local.topic) == 2, "what changes nothing is not told"


async def test_what_a_desk_has_ended_stays_ended(tmp_path, capsys, local):
    await imports(written(tmp_path, a_rule("one")), affiliate=local.slug)
    await db.run("update credit_rule set ended_at = :at", at=clock.now())
    assert await imports(written(tmp_path, a_rule("one", gives='"More"')), affiliate=local.slug) == 0
    assert "1 ended here and left so" in capsys.readouterr().out
    assert await kept() == {"one": "Ten hours"}


async def test_nothing_is_taken_in_when_one_rule_of_several_files_is_wrong(tmp_path, capsys, local):
    tomorrow = (clock.now() + timedelta(days=3)).date().isoformat()
    good = written(tmp_path, a_rule("good"))
    bad = written(
        tmp_path,
        a_rule("early", "prior_approval: {days_before: 7}"),
        a_rule("early", day="2026-02-30"),
        a_rule("later", day=tomorrow),
        a_rule("empty").replace("https://example.org/rules", "null"),
        a_rule("moved").replace("https:", "ftp:"),
        name="bad.yaml",
    )
    shape = written(tmp_path, a_rule("A b", "hours: 3", "proof: {within_days: soon}"), name="shape.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("rules: [", "utf-8")
    assert await imports(good, bad, shape, broken, affiliate=local.slug) == 1
    said = capsys.readouterr().err
    for sentence in (
        f"{bad}, line 8, rules[1].prior_approval.days_before: Days before Start belong to an approval",
        f"{bad}, line 9, rules[2].key: early stands above already",
        f"{bad}, line 13, rules[2].checked_on: No calendar has this day.",
        f"{bad}, line 18, rules[3].checked_on: This day is still to come.",
        f"{bad}, line 22, rules[4].source: Name the page",
        f"{bad}, line 27, rules[5].source: Give an address that begins with https://",
        f"{shape}, line 3, rules[1].key: This must be small letters, digits and underscores",
        f"{shape}, line 8, rules[1].hours: The format has no such field",
        f"{shape}, line 9, rules[1].proof.within_days: This must be a whole number or nothing, and is a text.",
        f"{broken}, line 1: It cannot be read",
        "Nothing was imported.",
    ):
        assert sentence in said, said
    assert str(good) not in said and await kept() == {}


async def test_each_rule_has_an_affiliate_that_is_here_and_keeps_it(tmp_path, capsys, local):
    other = await a_local("Other Local")
    file = written(
        tmp_path, a_rule("one"), a_rule("two", "affiliate: no-such"), a_rule("three", "micro_credential: ZZ-99")
    )
    assert await imports(file) == 1
    said = capsys.readouterr().err
    assert "line 3, rules[1].affiliate: Say whose members it is for" in said
    assert "line 13, rules[2].affiliate: No affiliate here has the slug no-such." in said
    assert "rules[3].affiliate: Say whose" in said
    assert await imports(written(tmp_path, a_rule("one")), affiliate=local.slug) == 0
    assert await imports(written(tmp_path, a_rule("one")), affiliate=other.slug) == 1
    assert "rules[1].key: one belongs to another affiliate" in capsys.readouterr().err
    assert await imports(written(tmp_path, a_rule("two", "micro_credential: ZZ-99")), affiliate=local.slug) == 1
    assert "rules[1].micro_credential: Nothing with the code ZZ-99 is published here." in capsys.readouterr().err
    definition = await a_definition("EL-02")
    file = written(tmp_path, a_rule("two", f"affiliate: {other.slug}", "micro_credential: EL-02"))
    assert await imports(file, affiliate=local.slug) == 0
    row = await db.one(dict, "select affiliate_id, micro_credential_id from credit_rule where key = 'two'")
    assert row == {"affiliate_id": other.id, "micro_credential_id": definition.micro_credential_id}


async def test_our_own_samples_keep_the_format(local, capsys):
    assert await imports(reading.SAMPLE, affiliate=local.slug) == 0
    assert f"{len(reading.read())} new" in capsys.readouterr().out
    assert await db.value("select bool_and(sample and approved_at is not null) from credit_rule")
