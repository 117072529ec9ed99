"""Affiliates come in from files: all or nothing, as often as one likes."""

import argparse
from pathlib import Path

import pytest
import pytest_asyncio

from benchmarks import locals as made
from community import db, events
from community.affiliates import commands, queries

pytestmark = pytest.mark.usefixtures("database")
NATIONAL = "teachers-of-the-nation=Teachers of the Nation"
LOCALS = "state_code,name,town,slug,time_zone\n"
HERE = "select slug, kind, name, town, time_zone, parent_id from affiliate order by slug"


@pytest_asyncio.fixture(scope="module", autouse=True)
async def the_states(database):
    assert await imports(made.STATES, national=NATIONAL) == 0


async def imports(*paths, national=None) -> int:
    return await commands.import_affiliates(argparse.Namespace(paths=list(paths), national=national))


def written(folder: Path, text: str, name: str = "locals.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


async def counted() -> tuple[int, int]:
    return await db.value("select count(*) from affiliate"), await db.value("select count(*) from event")


async def test_the_states_stand_under_their_national_affiliate_and_a_place_without_one_is_left_out():
    states = await queries.public_state_affiliates()
    assert len(states) == 50
    nation = await queries.public_affiliate("teachers-of-the-nation")
    assert {state.parent_id for state in states} == {nation.id}
    assert next(state for state in states if state.state_code == "AZ").time_zone == "America/Phoenix"


async def test_invented_locals_come_in_and_the_same_files_change_nothing(tmp_path, capsys):
    made.write_locals(tmp_path / "locals.csv", 600)
    assert await imports(made.STATES, tmp_path / "locals.csv") == 0
    told = capsys.readouterr().out.splitlines()
    assert told == ["states: 0 new, 0 changed, 50 unchanged", "locals: 600 new, 0 changed, 0 unchanged"]
    before = await db.many(dict, HERE)
    assert await imports(tmp_path / "locals.csv") == 0
    assert capsys.readouterr().out == "locals: 0 new, 0 changed, 600 unchanged\n"
    assert await db.many(dict, HERE) == before
    nation = await queries.public_affiliate("teachers-of-the-nation")
    newest = (await events.since({nation.topic: 0}))[-1]
    assert (newest.kind, newest.detail) == ("affiliates.imported", {"lines": 600, "made": 0, "changed": 0})


def test_fourteen_thousand_locals_have_slugs_of_their_own_and_towns_of_their_own():
    all_ = list(made.locals_(14_000))
    assert len({one["slug"] for one in all_}) == len({(one["state_code"], one["town"]) for one in all_}) == 14_000
    assert [one for one in made.locals_(14_000)] == all_, "the same each time"


async def test_a_local_has_its_states_zone_and_a_slug_of_its_name_unless_it_says_otherwise(tmp_path):
    path = written(tmp_path, "town;state_code;name\nÑandú;NM;Maestros de Ñandú\n")
    assert await imports(path) == 0
    here = await queries.public_affiliate("maestros-de-nandu-nm")
    assert (here.name, here.town, here.time_zone) == ("Maestros de Ñandú", "Ñandú", "America/Denver")
    changed = written(
        tmp_path, LOCALS + "NM,Maestros de Ñandú y Valle,Valle,maestros-de-nandu-nm,America/Phoenix\n", "again.csv"
    )
    assert await imports(changed) == 0
    again = await queries.public_affiliate("maestros-de-nandu-nm")
    assert (again.id, again.name, again.time_zone) == (here.id, "Maestros de Ñandú y Valle", "America/Phoenix")


WRONG = {
    "a formula": ("CA,=cmd(),Town,a-b,\n", "line 2, name: This begins like a formula"),
    "no state of this code": ("XX,Some Local,Town,a-b,\n", "line 2, state_code: There is no state affiliate"),
    "no code": ("ca,Some Local,Town,a-b,\n", "line 2, state_code: Write two capital letters"),
    "no town": ("CA,Some Local,,a-b,\n", "line 2, town: Fill this in."),
    "a zone that is none": ("CA,Some Local,Town,a-b,Mars/Olympus\n", "line 2, time_zone: Write a time zone"),
    "a slug that is none": ("CA,Some Local,Town,a b,\n", "line 2, slug: Write small letters"),
    "a slug twice": ("CA,One Local,Town,a-b,\nCA,Two Local,Town,a-b,\n", "line 3, slug: Another line"),
    "a slug of another kind": ("CA,One Local,Town,nea-alaska,\n", "line 2, slug: An affiliate elsewhere"),
    "a slug under another state": ("AL,One Local,Town,stays-ca,\n", "line 2, slug: An affiliate elsewhere"),
    "a name without end": (f"CA,{'A' * 121},Town,a-b,\n", "line 2, name: Write 3 to 120 characters."),
    "a quotation without end": ('CA,"Some Local,Town,a-b,\n', "line 2: A quotation mark"),
    "a line without end": ("CA," + "A" * 20_000, "line 2: This line is too long"),
    "a cell too many": ("CA,Some Local,Town,a-b,,x\n", "line 2: This line has more cells"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_nothing_comes_in_when_a_line_is_wrong_and_it_is_named(tmp_path, capsys, name):
    rows, says = WRONG[name]
    good = written(tmp_path, LOCALS + "CA,Stays Local,Town,stays-ca,\n", "good.csv")
    assert await imports(good) == 0
    before = await counted()
    new = written(tmp_path, LOCALS + "CA,A New Local,Town,a-new-one,\n", "new.csv")
    bad = written(tmp_path, LOCALS + rows, "bad.csv")
    assert await imports(new, bad) == 1
    said = capsys.readouterr().err
    assert f"{bad}, {says}" in said and said.endswith("Nothing was imported.\n")
    assert await counted() == before


async def test_what_is_no_table_is_refused_and_mistakes_without_number_are_counted(tmp_path, capsys):
    missing, binary = tmp_path / "gone.csv", tmp_path / "picture.csv"
    binary.write_bytes(b"\x89PNG\xff\xfe")
    many = written(tmp_path, LOCALS + "CA,,Town,,\n" * 300, "many.csv")
    assert await imports(missing, binary, many, written(tmp_path, "town,shoe\n", "header.csv")) == 1
    said = capsys.readouterr().err
    assert "gone.csv: No such file" in said and "picture.csv: This is not a text" in said
    assert said.count("many.csv, line") < 100 and "more.\n" in said


async def test_the_national_affiliate_must_be_said_where_it_is_not_clear(tmp_path, capsys):
    path = written(tmp_path, LOCALS + "CA,Some Local,Town,some-local-x,\n")
    assert await imports(path, national="No Slug") == 1
    assert await imports(path, national="nea-alaska=Another") == 1
    assert "Another affiliate has this slug" in capsys.readouterr().err
    assert await imports(made.STATES, national="second-nation=A Second Nation") == 1, "these states stand elsewhere"
    assert await queries.public_affiliate("second-nation") is None
