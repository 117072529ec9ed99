"""The catalogue desk: who has one, what a text would change, publishing, files, retiring."""

import re
from html import unescape
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.affiliates import actions as affiliates
from community.affiliates import queries as issuers
from community.catalogue import queries, rules
from community.catalogue.desk import actions
from community.catalogue.desk import queries as desks
from community.catalogue.importing import reading
from community.catalogue.shelves import queries as shelves
from community.evidence import actions as evidence
from community.evidence import queries as work
from tests.support.catalogue import a_definition, file_of
from tests.support.evidence import hidden_fields, joins_a_local, writes
from tests.support.people import make_person, signed_in_client

DESK = "/issuers/hazelbrook-institute"


@pytest_asyncio.fixture(scope="module", autouse=True)
async def definitions(app):
    for code in ("EL-02", "FAM-02", "FA-01"):
        await a_definition(code)


async def an_editor(slug: str = "hazelbrook-institute"):
    person = await make_person("Edda Lind")
    await affiliates.give_desk(person, "catalogue_editor", await issuers.public_issuer(slug))
    return person


@pytest_asyncio.fixture
async def edda(app):
    """A catalogue editor of the Hazelbrook Institute, and her browser."""
    async with signed_in_client(app, await an_editor()) as client:
        client.csrf = (await client.get("/profile")).text.split('name="csrf" value="')[1].split('"')[0]
        yield client


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def text_of(code: str, version: int = 1, **changes: str) -> str:
    text = file_of(code).read_text("utf-8").replace("version: 1", f"version: {version}", 1)
    for was, becomes in changes.items():
        assert was in text, "the premise"
        text = text.replace(was, becomes)
    return text


async def posts(client, path: str, text: str = "", **more):
    return await client.post(f"{DESK}{path}", data={"csrf": client.csrf, "text": text} | more)


async def publishes(client, text: str):
    return await posts(client, "/versions", text, post_key=str(uuid4()))


async def test_the_desk_is_there_for_that_issuers_editors_alone(app, edda):
    assert (await edda.get(f"{DESK}/catalogue")).status_code == 200
    for slug in ("commonwealth-educators", "no-such", "%00"):
        assert (await edda.get(f"/issuers/{slug}/catalogue")).status_code == 404
    async with signed_in_client(app, await an_editor("commonwealth-educators")) as other:
        other.csrf = (await other.get("/profile")).text.split('name="csrf" value="')[1].split('"')[0]
        for path in ("/catalogue", "/versions/new", "/catalogue/EL-02/versions/1"):
            assert (await other.get(DESK + path)).status_code == 404
        for path in ("/previews", "/versions", "/catalogue/EL-02/retirement", "/catalogue/EL-02/retirement/end"):
            assert (await posts(other, path, text_of("EL-02", 2), post_key=str(uuid4()))).status_code == 404
        assert (await other.get("/issuers/commonwealth-educators/catalogue/EL-02/versions/1")).status_code == 404
    reviewer = await make_person("Rita Vogt")
    await affiliates.give_desk(reviewer, "reviewer", await issuers.public_issuer("hazelbrook-institute"))
    async with signed_in_client(app, reviewer) as rita:
        assert (await rita.get(f"{DESK}/catalogue")).status_code == 404, "another office with the same issuer"


async def test_an_editor_who_gave_the_desk_back_has_none(app):
    person = await an_editor()
    (desk,) = await issuers.desks(person)
    await affiliates.end_desk(person, desk)
    async with signed_in_client(app, person) as client:
        assert (await client.get(f"{DESK}/catalogue")).status_code == 404


async def test_r3_a_text_is_looked_at_then_published_and_open_applications_stay(edda):
    learner = await make_person("Lea Koch")
    await joins_a_local(learner)
    first = await queries.public_definition("EL-02")
    await evidence.start(learner, first)
    text = text_of("EL-02", 2, **{"speak about content every day": "speak about content each day"})
    page = await posts(edda, "/previews", text)
    assert page.status_code == 200
    assert "1 open application keeps its version." in words(page.text)
    assert "Against version 1: 1 thing is otherwise than before." in words(page.text)
    assert "stays on the version they began with" in words(page.text)
    assert "The requirements have the same keys as before." in words(page.text)
    assert await queries.public_definition("EL-02") == first, "nothing has changed yet"

    key = str(uuid4())
    for _ in range(2):  # the second post answers as the first
        answer = await posts(edda, "/versions", text, post_key=key)
        assert (answer.status_code, answer.headers["location"]) == (303, "/catalogue/EL-02/versions")
    second = await queries.public_definition("EL-02")
    assert second.version == 2 and "each day" in second.competency
    assert await queries.public_definition("EL-02", 1) == first
    assert (await work.standing(learner, "EL-02")).definition.version == 1, "she stays on hers"
    assert (await shelves.public_card("EL-02")).competency == second.competency, "found as it now is"
    by = await db.value("select person_id from event where kind = 'definition.published' order by id desc limit 1")
    assert by is not None, "the log says who"
    assert "This very text is published already." in words((await posts(edda, "/previews", text)).text)


async def test_r3_the_preview_counts_the_open_applications_that_keep_their_version(edda, monkeypatch):
    text, asked, connection = text_of("FAM-02", 8), [], db.connection
    desk = await desks.desk(await an_editor(), "hazelbrook-institute")

    def counting():
        asked.append(1)
        return connection()

    async def looks() -> int:
        """How often the database is asked."""
        with monkeypatch.context() as patch:
            patch.setattr(db, "connection", counting)
            asked.clear()
            await actions.look(desk, text.encode(), "x.yaml")
        return len(asked)

    async def said() -> str:
        return words((await posts(edda, "/previews", text)).text)

    definition = await queries.public_definition("FAM-02")
    assert "No application is open on it now." in await said()
    least = await looks()
    learners = [await make_person(name) for name in ("Lea Koch", "Tom Ott", "Ina Roth")]
    for learner in learners:
        await joins_a_local(learner)
        await evidence.start(learner, definition)
    page = await said()
    assert "3 open applications keep their version." in page
    assert not any(learner.name in page for learner in learners), "a count alone"
    assert 0 < await looks() == least, "as many questions for three as for none"
    await db.run("update application set state = 'withdrawn' where person_id = :id", id=learners[0].id)
    assert "2 open applications keep their version." in await said()
    await db.run("delete from application where micro_credential_id = :id", id=definition.micro_credential_id)


async def test_nothing_that_the_import_refuses_can_be_published(edda):
    wrong = {
        text_of("FAM-02").replace("language: en", "language: no such"): "language",
        text_of("FAM-02").replace("version: 1", "version: one", 1): "version",
        text_of("FAM-02").replace("competency: ", "competency: Other ", 1): "version",  # R3: another text, same number
        text_of("FA-01", 2): "issuer",
        text_of("FAM-02", 2).replace("hazelbrook-institute", "commonwealth-educators"): "issuer",
        "code: [": "",
        "": "",
        "a: &x 1\nb: *x": "",
    }
    before = await db.value("select count(*) from definition_version")
    for text, field in wrong.items():
        for path in ("/previews", "/versions"):
            answer = await posts(edda, path, text, post_key=str(uuid4()))
            assert answer.status_code == 422, (field, path)
            if field:
                assert f"<code>{field}</code>" in answer.text and "Line " in answer.text
                assert text.splitlines()[1] in unescape(answer.text), "the text is still there"
    assert await db.value("select count(*) from definition_version") == before


async def test_new_and_gone_requirements_are_named_by_their_keys(edda):
    text = text_of("FAM-02", 7)
    data = reading.parse(text.encode(), "x").data
    key = next(rules.requirements(data))[2]["key"]
    page = (await posts(edda, "/previews", text.replace(f"key: {key}\n", "key: quite_new\n"))).text
    assert "New requirements: quite_new" in words(page)
    assert f"stays in its author’s vault: {key}" in words(page)


async def test_an_exported_file_comes_back_with_the_same_hash(edda):
    answer = await edda.get(f"{DESK}/catalogue/FAM-02/versions/1")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="FAM-02-1.yaml"'
    kept = await db.value(
        "select sha256 from definition_version join micro_credential on micro_credential.id = micro_credential_id"
        " where code = 'FAM-02' and version = 1"
    )
    assert rules.sha256(reading.parse(answer.content, "x").data) == kept
    upload = {"file": ("FAM-02-1.yaml", answer.content, "application/yaml")}
    page = await edda.post(f"{DESK}/previews", data={"csrf": edda.csrf, "text": ""}, files=upload)
    assert "This very text is published already." in words(page.text)
    assert (await edda.get(f"{DESK}/catalogue/FAM-02/versions/99")).status_code == 404
    begun = (await edda.get(f"{DESK}/versions/new?code=FAM-02")).text
    assert "code: FAM-02" in unescape(begun), "the next version begins from the newest"


async def test_what_is_retired_is_found_no_more_and_stays_to_be_read(edda):
    assert (await posts(edda, "/catalogue/FAM-02/retirement")).status_code == 303
    assert "FAM-02" not in [one.code for one in await shelves.public_entries("")]
    page = (await edda.get("/catalogue/FAM-02")).text
    assert "Its issuer has retired this micro-credential." in words(page)
    assert (await posts(edda, "/catalogue/FAM-02/retirement")).status_code == 409
    assert (await posts(edda, "/catalogue/FAM-02/retirement/end")).status_code == 303
    assert "FAM-02" in [one.code for one in await shelves.public_entries("")]
    assert (await posts(edda, "/catalogue/FAM-02/retirement/end")).status_code == 409
    assert (await posts(edda, "/catalogue/FA-01/retirement")).status_code == 404, "another issuer's"


async def test_what_is_retired_takes_no_new_start_and_open_applications_go_on(app, edda):
    began, late = await make_person("Lea Koch"), await make_person("Tom Ott")
    definition = await queries.public_definition("FAM-02")
    for person in (began, late):
        await joins_a_local(person)
    await evidence.start(began, definition)
    async with signed_in_client(app, late) as tom, signed_in_client(app, began) as lea:
        offered = hidden_fields((await tom.get("/work/FAM-02/applications/new")).text)
        assert (await posts(edda, "/catalogue/FAM-02/retirement")).status_code == 303
        try:
            for page in (
                await tom.get("/work/FAM-02/applications/new"),
                await tom.post("/work/FAM-02/applications", data=offered),  # from the page as it was before
            ):
                said = words(page.text)
                assert "Its issuer, Hazelbrook Institute, has retired this micro-credential" in said
                assert "Go on collecting" in said and 'href="/catalogue"' in page.text
                assert "Start today" not in said
            assert page.status_code == 409
            assert await work.applications(late) == []
            assert (await tom.post("/work/FAM-02/fees", data=offered)).status_code == 409, "nothing to settle either"
            for address in ("/catalogue/FAM-02", "/work/FAM-02"):
                assert "/applications/new" not in (await tom.get(address)).text, address

            assert "Your window is open" in words((await lea.get("/work/FAM-02/applications/new")).text)
            assert (await writes(began, definition, "Artifact 1", "Mine.")).text
        finally:
            await posts(edda, "/catalogue/FAM-02/retirement/end")
        assert (await tom.post("/work/FAM-02/applications", data=offered)).status_code == 303, "there again"


async def test_an_editor_finds_the_desk_in_the_catalogue_and_nobody_else_does(edda, client):
    assert f'href="{DESK}/catalogue"' in (await edda.get("/catalogue")).text
    assert "/issuers/" not in (await client.get("/catalogue")).text


async def test_the_desk_lists_what_is_its_own(edda):
    page = words((await edda.get(f"{DESK}/catalogue")).text)
    assert "Two-way communication" in page and "Checking for understanding" not in page
    assert "Write the next version" in page


@pytest.mark.parametrize("key", ["", "not a key"])
async def test_a_post_without_its_key_publishes_nothing(edda, key):
    before = await db.value("select count(*) from definition_version")
    answer = await posts(edda, "/versions", text_of("FAM-02", 9), post_key=key)
    assert answer.status_code == 422 and "See that first." in answer.text and "version: 9" in answer.text
    assert await db.value("select count(*) from definition_version") == before
