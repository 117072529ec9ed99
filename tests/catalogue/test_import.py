"""The import whole: from files into a real PostgreSQL, all or nothing, each version once."""

import argparse
import asyncio
import sys
import weakref

import asyncpg
import pytest

from community import db
from community.catalogue import actions, commands, queries
from community.catalogue.importing import checks, reading
from tests.support.catalogue import file_of, the_issuers

pytestmark = pytest.mark.usefixtures("database")


def written(tmp_path, code: str, name: str = "", changes: dict[str, str] | None = None):
    """A copy of an example with some of its text changed, as a file of its own."""
    text = file_of(code).read_text("utf-8")
    for was, becomes in (changes or {}).items():
        assert was in text, "the premise"
        text = text.replace(was, becomes, 1)
    file = tmp_path / (name or f"{code}.yaml")
    file.write_text(text, "utf-8")
    return file


async def imports(*paths, publish=False, issuer=()) -> int:
    return await commands.import_catalogue(argparse.Namespace(paths=list(paths), publish=publish, issuer=list(issuer)))


async def counted() -> tuple[int, ...]:
    """How many micro-credentials, versions, requirements, stacks and events there are."""
    tables = ("micro_credential", "definition_version", "requirement", "stack", "issuer", "event")
    return tuple([await db.value(f"select count(*) from {table}") for table in tables])


async def test_nothing_of_several_files_is_imported_when_one_is_wrong(tmp_path, capsys):
    before = await counted()
    good, bad = written(tmp_path, "FA-01"), written(tmp_path, "MA-01", changes={"language: en": "language: no such"})
    broken = tmp_path / "broken.yaml"
    broken.write_text("code: [", "utf-8")
    assert await imports(tmp_path, publish=True, issuer=["commonwealth-educators=Commonwealth Educators"]) == 1
    said = capsys.readouterr().err
    assert f"{bad}, line 6, language: This must be a language code, like en or pt-BR." in said
    assert f"{broken}, line 1: It cannot be read" in said
    assert "Nothing was imported." in said
    assert str(good) not in said
    assert await counted() == before, "not even the issuer"


async def test_each_file_is_read_once_and_one_is_held_at_a_time(tmp_path, monkeypatch):
    read, held, parse, mistakes = [], [], reading.parse, checks.mistakes

    def parsing(raw, file):
        read.append(file)
        return parse(raw, file)

    def watching(source):
        held.append(weakref.ref(source))
        alive = [one for one in held if one() is not None]
        assert len(alive) <= 2, "the one at hand, and the one before it that a name still holds"
        return mistakes(source)

    monkeypatch.setattr(reading, "parse", parsing)
    monkeypatch.setattr(checks, "mistakes", watching)
    codes = ("FA-01", "EL-02", "MA-01", "PS-03", "FAM-02")
    files = [written(tmp_path, code, changes={"code: ": "code: Z"}) for code in codes]
    issuers = [f"{slug}=The {slug}" for slug in commands.sample_issuers()]
    assert await imports(*files, issuer=issuers) == 0
    assert sorted(read) == sorted(map(str, files))
    kept = "select count(*) from micro_credential where code like 'Z%'"
    assert await db.value(kept) == len(held) == len(codes)


async def test_no_transaction_stands_idle_while_files_are_checked(tmp_path, monkeypatch):
    holding, mistakes = [], checks.mistakes

    def watching(source):
        holding.append(asyncio.current_task() in db._held)
        return mistakes(source)

    monkeypatch.setattr(checks, "mistakes", watching)
    file = written(tmp_path, "FA-01", changes={"issuer: commonwealth-educators": "issuer: unheard-of"})
    assert await imports(file, issuer=["heard-of=Heard Of"]) == 1, "refused only after the check, by what is here"
    assert set(holding) == {False}, "hundreds take longer to check than a transaction may wait"


async def test_an_unknown_issuer_is_told_with_what_to_do(tmp_path, capsys):
    file = written(tmp_path, "FA-01", changes={"issuer: commonwealth-educators": "issuer: nobody-yet"})
    before = await counted()
    assert await imports(file) == 1
    assert f"{file}, line 7, issuer: No issuer here has the slug nobody-yet." in (said := capsys.readouterr().err)
    assert '--issuer "nobody-yet=Its Name"' in said
    assert await imports(file, issuer=["Nobody Yet"]) == 1
    assert await imports(file, issuer=["nobody-yet=Nobody"]) == 0
    assert (await counted())[0] == before[0] + 1


async def test_a_folder_without_definitions_and_a_missing_file_are_told(tmp_path, capsys):
    assert await imports(tmp_path) == 1
    assert "holds no file that ends in .yaml, .yml, .json" in capsys.readouterr().err
    assert await imports(tmp_path / "gone.yaml") == 1
    assert "gone.yaml: It cannot be opened" in capsys.readouterr().err


async def test_r3_the_same_version_with_another_text_is_refused_and_a_higher_one_is_new(tmp_path, capsys):
    await the_issuers()
    assert await imports(written(tmp_path, "EL-02"), publish=True) == 0
    first = await queries.public_definition("EL-02")

    altered = written(tmp_path, "EL-02", changes={"speak about content every day": "speak about content each day"})
    assert await imports(altered, publish=True) == 1
    assert (
        f"{altered}, line 5, version: EL-02 version 1 is here with another text, and a version never changes. "
        "Give this one the number 2."
    ) in capsys.readouterr().err
    assert await queries.public_definition("EL-02") == first

    text = {"speak about content every day": "speak about content each day", "version: 1": "version: 2"}
    second_file = written(tmp_path, "EL-02", changes=text)
    assert await imports(second_file) == 0, "a higher version comes in as a draft"
    assert await queries.public_definition("EL-02") == first, "which nobody reads yet"
    assert await queries.public_definition("EL-02", 2) is None

    assert await imports(second_file, publish=True) == 0
    second = await queries.public_definition("EL-02")
    assert (second.version, second.micro_credential_id) == (2, first.micro_credential_id)
    assert await queries.public_definition("EL-02", 1) == first, "the older one stays word for word"
    assert await queries.public_definition_version(first.id) == first, "for those who work on it"
    assert [one.version for one in await queries.public_versions(first.micro_credential_id)] == [2, 1]

    assert await imports(written(tmp_path, "EL-02", changes={"version: 1": "version: 4"}), publish=True) == 0
    assert await imports(written(tmp_path, "EL-02", changes={"version: 1": "version: 3"})) == 1
    assert "EL-02 is here as version 4 already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "forbidden",
    [
        "update definition_version set title = 'Other' where id = $1",
        "update definition_version set published_at = null where id = $1",
        "update definition_version set content = jsonb_set(content, '{title}', '\"Other\"') where id = $1",
        "delete from definition_version where id = $1",
        "update requirement set max_words = 10 where definition_version_id = $1",
        "delete from requirement where definition_version_id = $1",
        "insert into requirement (definition_version_id, key, place, part, kind, title) "
        "values ($1, 'more', 99, 1, 'prompt', 'M')",
        "update requirement set definition_version_id = $1 where definition_version_id <> $1",
    ],
)
async def test_r3_the_database_itself_refuses_to_change_what_is_published(forbidden, tmp_path, database):
    await the_issuers()
    await imports(written(tmp_path, "TI-02"), publish=True)
    await imports(written(tmp_path, "CIV-03"))
    published = await queries.public_definition("TI-02")
    connection = await asyncpg.connect(database)
    try:
        with pytest.raises(asyncpg.RaiseError, match="R3"):
            await connection.execute(forbidden, published.id)
        for table in ("definition_version", "requirement"):
            with pytest.raises(asyncpg.RaiseError, match="R3"):
                await connection.execute(f"truncate {table} cascade")
    finally:
        await connection.close()
    assert await queries.public_definition("TI-02") == published


async def test_r2_the_database_itself_refuses_a_definition_without_a_rubric(tmp_path, database):
    await the_issuers()
    await imports(written(tmp_path, "CIV-03"))
    connection = await asyncpg.connect(database)
    copy = """
        insert into definition_version (micro_credential_id, version, title, language, competency, hours_min, hours_max,
            evidence_types, tags, needs_students, in_school_breaks, audience, licence, credit_line, content, sha256)
        select micro_credential_id, version + $1, title, language, competency, hours_min, hours_max,
            evidence_types, tags, needs_students, in_school_breaks, audience, licence, credit_line, {content}, sha256
        from definition_version where version = 1 and title = 'Media and evidence'
    """
    try:
        assert await connection.execute(copy.format(content="content"), 50) == "INSERT 0 1", "the premise"
        for number, content in enumerate(
            [
                "content - 'parts'",
                "content - 'competency'",
                "content - 'key_method'",
                "jsonb_set(content, '{key_method}', '[]')",
            ],
            60,
        ):
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.execute(copy.format(content=content), number)
    finally:
        await connection.close()


async def test_two_imports_at_once_make_one_version(tmp_path):
    await the_issuers()
    source = reading.read(written(tmp_path, "LDR-01"))
    outcomes = await asyncio.gather(*(actions.take_in([source], publish=True) for _ in range(4)))
    assert sorted(outcome.done for (outcome,) in outcomes) == ["published", "unchanged", "unchanged", "unchanged"]


async def test_the_same_version_in_two_files_is_told(tmp_path, capsys):
    written(tmp_path, "MA-01", "a.yaml")
    written(tmp_path, "MA-01", "b.yaml")
    assert await imports(tmp_path) == 1
    assert f"b.yaml, line 3, code: MA-01 version 1 is also in {tmp_path / 'a.yaml'}" in capsys.readouterr().err


async def test_a_stack_has_the_place_that_the_newest_published_version_gives(tmp_path):
    await the_issuers()
    await imports(written(tmp_path, "FAM-02"), publish=True)
    definition = await queries.public_definition("FAM-02")
    before = await queries.public_stacks_of(definition.code)
    assert ("FAM", "Family and Community Engagement", 2, True) in [
        (s.code, s.title, s.place, s.required) for s in before
    ]
    moved = written(
        tmp_path, "FAM-02", changes={"version: 1": "version: 2", "{code: FAM, position: 2}": "{code: FAM, position: 5}"}
    )
    await imports(moved)
    assert await queries.public_stacks_of(definition.code) == before, "a draft moves nothing"
    await imports(moved, publish=True)
    assert 5 in [one.place for one in await queries.public_stacks_of(definition.code) if one.code == "FAM"]


async def test_the_command_itself_says_what_is_wrong_and_imports_what_is_right(tmp_path):
    wrong = written(tmp_path, "UDL-08", "wrong.yaml", changes={"version: 1": "version: first"})
    code, _, said = await command("import-catalogue", str(wrong))
    assert code == 1
    assert f"{wrong}, line 5, version: This must be a whole number, and is a text." in said
    right = written(tmp_path, "UDL-08", changes={"issuer: commonwealth-educators": "issuer: new-here"})
    code, told, _ = await command("import-catalogue", str(right), "--issuer", "new-here=New Here", "--publish")
    assert (code, told) == (0, f"published UDL-08 version 1 ({right})\n")
    assert (await queries.public_definition("UDL-08")).issuer == "New Here"


async def command(*words: str) -> tuple[int, str, str]:
    """What `python -m community …` answers and prints, as a process of its own on the same database."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()
