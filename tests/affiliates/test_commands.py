"""`import-roster` and `desk`: what is done from the machine itself."""

import argparse
from uuid import uuid4

import pytest

from community import db
from community.affiliates import actions, commands, queries
from community.commands import words
from tests.support.people import make_person

pytestmark = pytest.mark.usefixtures("database")


async def desk(*arguments: str) -> int:
    return await commands.desk(words.read(["desk", *arguments]))


async def imports(slug: str, path, *options: str) -> int:
    return await commands.import_roster(words.read(["import-roster", slug, str(path), *options]))


async def rows(affiliate) -> int:
    return await db.value("select count(*) from roster_row where affiliate_id = :id", id=affiliate.id)


async def test_the_first_organizer_is_given_a_desk_and_it_is_ended(tree, capsys):
    mona = await make_person("Mona First")
    assert await desk(mona.email.upper(), "organizer", tree.harbor.slug) == 0
    assert (await queries.desk(mona, tree.harbor.id)).kind == "organizer"
    assert await desk(mona.email, "organizer", tree.harbor.slug) == 1
    assert "They hold this desk already." in capsys.readouterr().err
    assert await desk(mona.email, "organizer", tree.harbor.slug, "--end") == 0
    assert await queries.desks(mona) == []
    assert await desk(mona.email, "organizer", tree.harbor.slug, "--end") == 1
    assert "They hold no such desk." in capsys.readouterr().err


async def test_a_desk_with_an_issuer_or_the_platform_is_given_too(tree):
    may = await make_person("May Many")
    issuer = await actions.make_issuer(f"issuer-{uuid4().hex[:6]}", "Some Institute")
    assert await desk(may.email, "reviewer", issuer.slug) == await desk(may.email, "administrator") == 0
    assert {(one.kind, one.issuer_id) for one in await queries.desks(may)} == {
        ("reviewer", issuer.id),
        ("administrator", None),
    }
    assert await desk(may.email, "reviewer", issuer.slug, "--end") == 0
    assert await desk(may.email, "administrator", "--end") == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nobody@example.org", "organizer", "oak-harbor"), "No account"),
        (("HERE", "organizer", "no-such"), "sits with an affiliate"),
        (("HERE", "organizer"), "sits with an affiliate"),
        (("HERE", "reviewer", "oak-harbor"), "sits with an issuer"),
        (("HERE", "support", "oak-harbor"), "leave the slug out"),
    ],
)
async def test_what_is_no_desk_is_refused_in_a_sentence(tree, capsys, arguments, says):
    person = await make_person("Some Body")
    assert await desk(*(person.email if word == "HERE" else word for word in arguments)) == 1
    assert says in capsys.readouterr().err
    assert await queries.desks(person) == []


async def test_a_roster_comes_in_by_command_all_or_nothing_and_again(tree, tmp_path, capsys):
    path = tmp_path / "roster.csv"
    path.write_text("number,last name\n1,Ruiz\n2,=evil()\n")
    assert await imports("oak-valley", path) == 1
    said = capsys.readouterr().err
    assert f"{path}, line 3, family_name: This begins like a formula" in said and "Nothing was imported." in said
    assert await rows(tree.valley) == 0
    path.write_text("number,last name\n1,Ruiz\n2,Lund\n")
    assert await imports("oak-valley", path, "--look") == 0
    assert "looked at, nothing written" in capsys.readouterr().out and await rows(tree.valley) == 0
    for told in ("2 new, 0 changed, 0 ended, 0 unchanged\n", "0 new, 0 changed, 0 ended, 2 unchanged\n"):
        assert await imports("oak-valley", path) == 0
        assert capsys.readouterr().out == told
    path.write_text("number,last name\n1,Ruiz\n")
    assert await imports("oak-valley", path, "--whole") == 0
    assert capsys.readouterr().out == "0 new, 0 changed, 1 ended, 1 unchanged\n"


async def test_what_cannot_be_read_is_said(tree, tmp_path, capsys):
    latin = tmp_path / "latin.csv"
    latin.write_bytes("number,last name\n1,Müller\n".encode("cp1252"))
    assert await imports("oak-valley", latin) == await imports("oak-valley", tmp_path / "gone.csv") == 1
    assert await imports("no-such", latin) == 1
    said = capsys.readouterr().err
    assert "not UTF-8" in said and "gone.csv: No such file" in said and "No affiliate has the slug no-such." in said


def test_the_help_documents_the_shapes(capsys):
    for command, says in (("import-affiliates", "state_code,name,town"), ("import-roster", "number,family_name")):
        with pytest.raises(SystemExit):
            words.read([command, "--help"])
        assert says in capsys.readouterr().out
    assert isinstance(words.read(["desk", "a@b.org", "support"]), argparse.Namespace)
