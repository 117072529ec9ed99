"""Your vault: what a window's end put away is put back after a check, and all one wrote is taken along (R24)."""

import io
import zipfile

import pytest
import pytest_asyncio

from community import clock, db
from community.evidence import actions, due, queries
from community.evidence.rules import State
from community.evidence.scrub import actions as scrub
from community.evidence.vault import queries as vault
from community.evidence.vault.rules import Bar, bar_to_return
from community.uploads.kinds import KINDS
from tests.support.artifacts import a_pdf, artifacts_of, attaches
from tests.support.catalogue import a_definition
from tests.support.evidence import clock_at, joins_a_local, requirement_of, writes
from tests.support.people import form_in, make_person, signed_in_client

SHORT, FITTING = "Too short by far.", "word " * 250


@pytest_asyncio.fixture
async def ana(app):
    """Ana's window has ended: Question 1 fits its limit, Question 2 is too short by now."""
    ana, definition = await make_person("Ana Torres", time_zone="America/Los_Angeles"), await a_definition()
    await joins_a_local(ana)
    with clock_at("2025-01-10T19:00:00Z"):
        for name, text in (("talk_plan", FITTING), ("Question 1", await fits("Question 1")), ("Question 2", SHORT)):
            await writes(ana, definition, name, text)
        await actions.start(ana, definition)
    await due.expire({})
    standing = await queries.standing(ana, definition.code)
    assert len(standing.put_away) == 3, "the premise: it is put away"
    return ana


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


async def fits(name: str) -> str:
    """A text within the limits of this requirement."""
    return "word " * ((await requirement_of(await a_definition(), name)).min_words or 1)


async def presses(client, path: str):
    page = (await client.get("/vault")).text
    return await client.post(path, data=form_in(page, path) if f'action="{path}"' in page else {"csrf": csrf(page)})


def csrf(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"')[0]


async def state(person, key: str) -> str:
    return str((await queries.work(person, "EL-02", key)).state)


async def test_r24_one_text_is_put_back_at_one_press(ana, at_home):
    assert (await presses(at_home, "/vault/EL-02/talk_plan/return")).status_code == 303
    work = await queries.work(ana, "EL-02", "talk_plan")
    assert (work.text, work.state) == (FITTING, State.DRAFTING)
    assert len(await vault.kept(ana)) == 2
    await presses(at_home, "/vault/EL-02/talk_plan/return")
    assert (await queries.work(ana, "EL-02", "talk_plan")).revision == work.revision, "a second press does nothing more"


async def test_r24_all_that_still_pass_come_back_at_one_press_and_what_does_not_says_why(ana, at_home):
    definition = await a_definition()
    short = await requirement_of(definition, "Question 2")
    assert short.limit_kind == "hard" and short.min_words > 4, "the premise"
    page = (await at_home.get("/vault")).text
    assert "Put back all 2 that still fit" in page and "shorter than its limit is now" in page
    assert (await presses(at_home, "/vault/EL-02/returns")).status_code == 303
    question = (await requirement_of(definition, "Question 1")).key
    assert await state(ana, "talk_plan") == await state(ana, question) == "drafting"
    assert await state(ana, short.key) == "not_started"
    (left,) = await vault.kept(ana)
    assert left.text == SHORT
    refused = await presses(at_home, f"/vault/EL-02/{short.key}/return")
    assert refused.status_code == 409 and "shorter than its limit is now" in refused.text


async def test_r24_what_may_hold_a_name_waits_until_it_is_answered(app):
    ana, definition = await make_person("Ana Torres"), await a_definition()
    await joins_a_local(ana)
    with clock_at("2025-01-10T19:00:00Z"):
        work = await writes(ana, definition, "talk_plan", "We asked Marisol. " + FITTING)
        record = await writes(ana, definition, "talk_record", FITTING)
        await attaches(ana, definition, "talk_record", "card.pdf", a_pdf(author="Ana Torres"))
        await actions.start(ana, definition)
    await due.expire({})
    async with signed_in_client(app, ana) as client:
        assert (await client.get("/vault")).text.count("Something in it may be a name") == 2
        await presses(client, "/vault/EL-02/returns")
        assert await state(ana, "talk_plan") == await state(ana, "talk_record") == "not_started"
        refused = await presses(client, "/vault/EL-02/talk_plan/return")
        assert refused.status_code == 409 and "may be a name" in refused.text
        await scrub.answer(ana, work, "marisol")
        for finding in await scrub.check(ana, record):
            await scrub.answer(ana, record, finding.key)
        assert "Put back all 2 that still fit" in (await client.get("/vault")).text
        await presses(client, "/vault/EL-02/returns")
    assert await state(ana, "talk_plan") == await state(ana, "talk_record") == "drafting"


async def test_r24_what_was_begun_anew_is_never_replaced(ana, at_home):
    await writes(ana, await a_definition(), "talk_plan", "A new beginning.")
    assert "talk_plan" not in [one.requirement_key for one in await vault.kept(ana)]
    await presses(at_home, "/vault/EL-02/returns")
    assert (await queries.work(ana, "EL-02", "talk_plan")).text == "A new beginning."


async def test_r24_the_vault_is_its_owners_alone(app, ana):
    ben = await make_person("Ben Ruiz")
    async with signed_in_client(app, ben) as client:
        assert "Nothing is put away" in (await client.get("/vault")).text
        assert (await presses(client, "/vault/EL-02/talk_plan/return")).status_code == 404
        zipped = zipfile.ZipFile(io.BytesIO((await client.get("/vault/content")).content))
        assert zipped.namelist() == []
    assert await state(ana, "talk_plan") == "not_started"


async def test_r24_all_one_wrote_is_taken_along_in_one_zip(ana, at_home):
    await writes(ana, await a_definition(), "Question 3", "Nouveau début, 你好.")
    answer = await at_home.get("/vault/content")
    assert answer.headers["content-type"] == "application/zip"
    assert f"roundtable-{clock.now():%Y-%m-%d}.zip" in answer.headers["content-disposition"]
    zipped = zipfile.ZipFile(io.BytesIO(answer.content))
    assert zipped.testzip() is None
    texts = {name: zipped.read(name).decode() for name in zipped.namelist()}
    assert len(texts) == 4 and all(name.startswith("EL-02 Talk structures") for name in texts)
    assert any(SHORT in text for text in texts.values()), "what is put away too"
    assert next(text for name, text in texts.items() if name.endswith("03 Question 3.md")).endswith("début, 你好.\n")
    longer = zipfile.ZipFile(io.BytesIO((await at_home.get("/vault/content?versions=yes")).content))
    assert any("versions/00001.md" in name for name in longer.namelist())


async def test_r24_what_the_definition_has_no_more_can_be_taken_along(ana, at_home):
    other = "update work set requirement_key = 'gone' where person_id = :id and requirement_key = 'talk_plan'"
    await db.run(other, id=ana.id)
    assert "no such requirement any more" in (await at_home.get("/vault")).text
    zipped = zipfile.ZipFile(io.BytesIO((await at_home.get("/vault/content")).content))
    assert any(name.endswith("99 gone.md") for name in zipped.namelist())


async def puts_away_files(ana, definition) -> None:
    """Her window has ended: one piece of work was a file alone, another a text with its file."""
    await joins_a_local(ana)
    with clock_at("2025-01-10T19:00:00Z"):
        await attaches(ana, definition, "talk_plan", "Six tables.pdf", a_pdf())
        await writes(ana, definition, "talk_record", FITTING)
        await attaches(ana, definition, "talk_record", "card.pdf", a_pdf())
        await actions.start(ana, definition)
    await due.expire({})


async def test_r24_files_are_in_the_vault_alone_or_with_their_text_and_come_back(app):
    ana, definition = await make_person("Ana Torres"), await a_definition()
    await puts_away_files(ana, definition)
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/vault")).text
        assert "Six tables.pdf" in page and "card.pdf" in page and page.count("1 file") == 2
        assert "Put back all 2 that still fit" in page
        assert 'href="/vault"' in (await client.get("/work/EL-02")).text
        assert (await presses(client, "/vault/EL-02/talk_plan/return")).status_code == 303
        assert await state(ana, "talk_plan") == "drafting" and await state(ana, "talk_record") == "not_started"
        assert [file.name for file in await artifacts_of(ana, definition)] == ["Six tables.pdf"]
        assert "Six tables.pdf" not in (await client.get("/vault")).text
        again = await client.post("/vault/EL-02/talk_plan/return", data={"csrf": csrf(page)})
        assert again.status_code == 303, "a second press does nothing more"
        await presses(client, "/vault/EL-02/returns")
    assert await state(ana, "talk_record") == "drafting" and await vault.kept(ana) == []


async def test_r24_a_file_that_is_looked_at_or_is_asked_for_no_more_stays_and_says_why(app):
    ana, definition = await make_person("Ana Torres"), await a_definition()
    await puts_away_files(ana, definition)
    (file,) = await artifacts_of(ana, definition)
    async with signed_in_client(app, ana) as client:
        await db.run("update upload set state = 'checking' where id = :id", id=file.id)
        refused = await presses(client, "/vault/EL-02/talk_plan/return")
        assert refused.status_code == 409 and "is being looked at" in refused.text
        await db.run("update upload set state = 'ready' where id = :id", id=file.id)
        text_only = "update work set requirement_key = :key where person_id = :id and requirement_key = 'talk_plan'"
        await db.run(text_only, id=ana.id, key=(await requirement_of(definition, "Question 1")).key)
        assert "takes no such file any more" in (await client.get("/vault")).text
        await presses(client, "/vault/EL-02/returns")
        zipped = zipfile.ZipFile(io.BytesIO((await client.get("/vault/content")).content))
    assert [one.text for one in await vault.kept(ana)] == [""], "the text with its file has come back"
    assert any("Six tables" in name for name in zipped.namelist()), "and what stays is taken along"


async def test_r24_a_name_in_a_file_alone_waits_until_it_is_answered(app):
    ana, definition = await make_person("Ana Torres"), await a_definition()
    await joins_a_local(ana)
    with clock_at("2025-01-10T19:00:00Z"):
        await attaches(ana, definition, "talk_plan", "card.pdf", a_pdf(author="Ana Torres"))
        await actions.start(ana, definition)
    await due.expire({})
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/vault")).text
        assert "Something in a file of it may be a name" in page and "/work/EL-02/talk_plan/names" in page
        await presses(client, "/vault/EL-02/returns")
        assert await state(ana, "talk_plan") == "not_started"
        work = await queries.work(ana, "EL-02", "talk_plan")
        for finding in await scrub.check(ana, work):
            await scrub.answer(ana, work, finding.key)
        await presses(client, "/vault/EL-02/talk_plan/return")
    assert await state(ana, "talk_plan") == "drafting"


async def test_r24_files_are_taken_along_byte_for_byte_also_of_a_requirement_that_is_gone(app):
    ana, definition = await make_person("Ana Torres"), await a_definition()
    await puts_away_files(ana, definition)
    await writes(ana, definition, "Question 3", "Begun again.")
    other = "update work set requirement_key = 'gone' where person_id = :id and requirement_key = 'talk_plan'"
    await db.run(other, id=ana.id)
    async with signed_in_client(app, ana) as client:
        zipped = zipfile.ZipFile(io.BytesIO((await client.get("/vault/content")).content))
    assert zipped.testzip() is None
    files = {name: zipped.read(name) for name in zipped.namelist() if not name.endswith(".md")}
    assert len(files) == 2
    assert all(content == a_pdf() for content in files.values()), "as they were sent"
    assert any(name.startswith("EL-02 Talk structures for newcomers/99 gone, files/") for name in files), sorted(files)


class Asked:
    """A requirement with a limit, which takes documents of one kind."""

    min_words, max_words, limit_kind = 2, 4, "hard"
    prompt = {"accept": ["text", "file"], "file_kinds": ["pdf"]}  # noqa: RUF012


@pytest.mark.parametrize(
    ("asked", "state", "text", "bar"),
    [
        (Asked, State.NOT_STARTED, "two words", None),
        (Asked, State.NOT_STARTED, "one", Bar.SHORT),
        (Asked, State.NOT_STARTED, "here are far too many", Bar.LONG),
        (Asked, State.DRAFTING, "two words", Bar.BEGUN),
        (None, State.NOT_STARTED, "two words", Bar.GONE),
    ],
)
def test_r24_the_fresh_check(asked, state, text, bar):
    assert bar_to_return(asked, state, text) is bar
    assert bar_to_return(asked, state, text, names=1) is (bar or Bar.NAMES)


@pytest.mark.parametrize(("kind", "bar"), [("pdf", None), ("docx", Bar.FILES)])
def test_r24_the_fresh_check_of_a_file_alone(kind, bar):
    class File:
        state, of_kind = "ready", KINDS[kind]

    assert bar_to_return(Asked, State.NOT_STARTED, "", files=[File]) is bar
    assert bar_to_return(Asked, State.NOT_STARTED, "", 1, [File]) is (bar or Bar.FILE_NAMES)
