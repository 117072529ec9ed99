"""One's own data as a zip: all that `keeps` names, nothing of others, made by a job, for its owner alone (A76)."""

import json
import re
from datetime import timedelta
from functools import partial
from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

import pytest
import pytest_asyncio

from community import app as roof
from community import clock, db, files, jobs
from community.config import settings
from community.jobs import Worker
from community.notifications import mailing
from community.people.closing import actions as closing
from community.people.exports import actions, packing, queries, reading, rules
from community.uploads import keeping
from tests.board.live import open_page, served, span_of
from tests.ground.test_jobs import until
from tests.notifications.test_notices import everybody_is_told
from tests.support.artifacts import a_pdf, attaches
from tests.support.attempts import makes_all
from tests.support.backups import rows_of
from tests.support.cohorts import Member
from tests.support.evidence import clock_at, writes
from tests.support.people import PASSWORD, mail_to, make_person, nobody_sleeps, signed_in_client, submits
from tests.support.roles import SECRETS
from tests.support.world import a_world

PAGE = "/profile/data"
ASK = PAGE + "/exports"
FILES_OF = """
    select file from upload join work on work.id = upload.work_id
    where work.person_id = :id and file <> '' order by 1 limit 100
"""


async def taken(person) -> bytes:
    """Asked for, put together, and read from the store."""
    await actions.ask(person)
    export = await queries.export(person)
    await actions.make({"id": export.id})
    opened = await files.open((await queries.export(person)).file)
    return b"".join([chunk async for chunk in opened.chunks])


def told(zipped: bytes) -> dict[str, list[dict]]:
    """All sections of all JSON in the zip."""
    with ZipFile(BytesIO(zipped)) as archive:
        parts = [json.loads(archive.read(name)) for name in archive.namelist() if name.startswith("data/")]
    return {name: rows for part in parts for name, rows in part.items()}


def texts(zipped: bytes) -> str:
    with ZipFile(BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        return "\n".join(
            archive.read(name).decode() for name in archive.namelist() if not name.startswith("files/")
        ) + "\n".join(archive.namelist())


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        made.url = settings().database_url
        yield made


@pytest.mark.parametrize("role", ["participant", "author", "facilitator", "organizer", "left"])
async def test_every_row_that_points_to_a_person_goes_along(world, role):
    """Whatever column of whatever table it is; the roof has told the export of all slices."""
    person = world.askers[role].person
    known, keeps = await reading.schema(), roof.merged("keeps")
    counted, zipped = {}, told(await taken(person))
    for ref in [ref for ref in known.refers if ref.to == "person"]:
        section = ref.table if keeps[ref.table].person == ref.column else f"{ref.table}.{ref.column}"
        sql = f"select count(*) from {ref.table} where {ref.column} = :id"
        counted[section] = await db.value(sql, id=person.id)
    assert sum(count > 0 for count in counted.values()) > 5, "the premise: much is kept of them"
    here = {name: len(zipped[name]) for name in counted}  # a section that is missing is a KeyError
    assert here == counted
    assert zipped["person"][0]["name"] == person.name


async def test_each_column_goes_along_or_is_left_out_by_name(database):
    """What is new in a table is in the zip by itself; what is hidden, secret or a way to somebody is listed here."""
    known = await reading.schema()
    hidden = set()
    for keeps, belongs in packing.SHELVES.values():
        for section in rules.sections(keeps, belongs, roof.merged("keeps"), roof.merged("belongs"), known.refers):
            if not section.bare:
                columns = known.columns[section.table]
                hidden |= {f"{section.table}.{column}" for column in columns.keys() - set(section.hides)} - {
                    f"{section.table}.{column}" for column in rules.shown(section, columns, known.refers)
                }
                assert set(section.hides) <= columns.keys(), f"{section.name} hides what is not there"
    people = {f"{ref.table}.{ref.column}" for ref in known.refers if ref.to == "person"}
    secret = {name for name in hidden if name.rsplit(".", 1)[1] in rules.SECRETS or "hash" in name or "seed" in name}
    assert hidden - people - secret == {"message.words"}


@pytest.mark.parametrize("role", ["participant", "facilitator", "organizer", "helper"])
async def test_nothing_of_other_people_is_in_it(world, role):
    """Neither their drafts nor their addresses nor their names, but where the person typed those."""
    person = world.askers[role].person
    zipped = texts(await taken(person))
    assert SECRETS[role] in zipped, "the premise: one's own draft is"
    for other, asker in world.askers.items():
        if asker.person and asker.person.id != person.id:
            assert SECRETS[other] not in zipped
            assert asker.person.email not in zipped.replace(f"second.{person.email}", ""), other
            own = await db.value("select string_agg(text, ' ') from message where person_id = :id", id=person.id)
            assert asker.person.name not in zipped or asker.person.name in f"{own} {person.name}", other
    hashes = await db.many(dict, "select hash from password order by hash limit 100")
    assert not [row for row in hashes if row["hash"] in zipped]


async def test_it_opens_without_a_network_and_brings_the_files(world):
    ana, definition = await make_person("Ana Torres"), world.definition
    await makes_all(ana, definition)
    await writes(ana, definition, "talk_plan", "My plan <b>for</b> Friday & after")
    await attaches(ana, definition, "talk_plan", "Five lessons.pdf", a_pdf())
    zipped = await taken(ana)
    with ZipFile(BytesIO(zipped)) as archive:
        names = archive.namelist()
        (file,) = [name for name in names if name.endswith("Five lessons.pdf")]
        assert archive.read(file) == a_pdf()
        index, work = archive.read("index.html").decode(), archive.read("evidence.html").decode()
        assert "My plan &lt;b&gt;for&lt;/b&gt; Friday &amp; after" in work
        pages = {name for name in names if name.endswith(".html")}
        for page in pages:
            for link in re.findall(r'(?:href|src)="([^"]+)"', archive.read(page).decode()):
                assert "://" not in link and link.replace("%20", " ") in names, f"{page} leads to {link}"
        assert pages - {"index.html"} <= set(re.findall(r'href="([^"]+)"', index))
    rows = told(zipped)
    assert file in {row["file"] for row in rows["work.upload"]}
    assert rows["work"][0]["micro_credential"].startswith("EL-02 ")
    assert ana.name in index


async def test_no_more_than_a_page_of_rows_is_held(world, monkeypatch):
    ana, definition = await make_person("Ana Torres"), world.definition
    for number in range(7):
        await writes(ana, definition, "talk_plan", f"Version {number}")
    monkeypatch.setattr(reading, "PAGE", 2)
    rows = told(await taken(ana))
    assert [row["number"] for row in rows["work.revision"]] == sorted(row["number"] for row in rows["work.revision"])
    assert len(rows["work.revision"]) == await db.value(
        "select count(*) from revision join work on work.id = work_id where person_id = :id", id=ana.id
    )


async def test_one_is_made_at_a_time_and_the_former_one_goes(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        await submits(client, PAGE, ASK)
        first = await queries.export(ana)
        await submits(client, PAGE, ASK)
        assert await queries.export(ana) == first, "it is under way already"
        assert "Being put together" in (await client.get(PAGE)).text
        await actions.make({"id": first.id})
        former = (await queries.export(ana)).file
        assert "Your data is there" in (await client.get(PAGE)).text
        await submits(client, PAGE, ASK)
        assert (await client.get(f"{ASK}/{first.id}")).status_code == 404, "it is being made anew"
        await actions.make({"id": first.id})
    with pytest.raises(files.errors.NotFound):
        await files.open(former)
    assert (await queries.export(ana)).file != former


async def test_what_a_killed_job_left_in_the_store_is_taken_away(app, monkeypatch):
    ana = await make_person("Ana Torres")
    await actions.ask(ana)
    export = await queries.export(ana)

    async def killed(*_given):
        raise RuntimeError

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(queries, "finish_by_id", killed)
        await actions.make({"id": export.id})
    left = (await queries.export(ana)).file
    assert (await files.open(left)).size > 0, "the premise"
    await actions.make({"id": export.id})
    with pytest.raises(files.errors.NotFound):
        await files.open(left)
    assert (await queries.export(ana)).made_at


async def test_a64_only_its_owner_downloads_it_and_only_with_the_password(app):
    ana, ben = await make_person("Ana Torres"), await make_person("Ben Ito")
    zipped = await taken(ana)
    export = await queries.export(ana)
    here = f"{ASK}/{export.id}"
    async with signed_in_client(app, ana) as client, signed_in_client(app, ben) as other:
        assert (await client.get(f"{here}/content")).headers["location"] == here, "the password comes first"
        wrong = await submits(client, here, f"{here}/opening", password="not this one")
        assert wrong.status_code == 422 and "This is not your password" in wrong.text
        answer = await submits(client, here, f"{here}/opening", password=PASSWORD)
        link = answer.headers["location"]
        sent = await client.get(link)
        assert sent.content == zipped and sent.headers["content-disposition"].startswith("attachment")
        for path in (here, link):
            assert (await other.get(path)).status_code == 404


async def test_its_link_holds_for_five_minutes(app, later):
    ana = await make_person("Ana Torres")
    await taken(ana)
    here = f"{ASK}/{(await queries.export(ana)).id}"
    async with signed_in_client(app, ana) as client:
        link = (await submits(client, here, f"{here}/opening", password=PASSWORD)).headers["location"]
        later(timedelta(minutes=5, seconds=1))
        assert (await client.get(link)).headers["location"] == here


async def test_after_seven_days_it_is_deleted(app, later):
    ana = await make_person("Ana Torres")
    await taken(ana)
    export = await queries.export(ana)
    later(timedelta(days=6, hours=23))
    await actions.forget({})
    assert await queries.export(ana)
    later(timedelta(days=7, minutes=1))
    async with signed_in_client(app, ana) as client:
        assert (await client.get(f"{ASK}/{export.id}")).status_code == 404, "also before the job comes"
    await actions.forget({})
    assert await queries.export(ana) is None
    with pytest.raises(files.errors.NotFound):
        await files.open(export.file)


async def test_who_closes_the_account_leaves_no_zip_behind(app):
    ana = await make_person("Ana Torres")
    await taken(ana)
    file = (await queries.export(ana)).file
    await db.run("update person set closes_at = :at where id = :id", id=ana.id, at=clock.now() - timedelta(minutes=1))
    await closing.close(ana.id)
    with pytest.raises(files.errors.NotFound):
        await files.open(file)


def test_every_slice_that_keeps_something_has_a_name_in_the_zip():
    assert all(packing.called(name) for name in packing.SHELVES)
    assert len(packing.SHELVES) > 8


async def test_its_owner_is_told_once_in_the_app_and_by_mail_without_the_file(app):
    ana = await make_person("Ana Torres")
    await nobody_sleeps()
    with clock_at("2026-12-01T12:00+00:00"):
        await taken(ana)
        await everybody_is_told()
        async with Worker(settings().database_url, mailing.mailing_jobs, {}).running():
            letter = await mail_to(ana.email, "Your data can be downloaded")
    assert f"{settings().base_url}{PAGE}\n" in letter.text
    async with signed_in_client(app, ana) as client:
        assert (await client.get("/inbox")).text.count("Your data is put together") == 1


@pytest.mark.parametrize("is_made", [False, True])
async def test_what_is_seen_live_is_what_a_reload_shows(app, is_made):
    ana = await make_person("Ana Torres")
    async with served(app) as address, signed_in_client(app, ana) as client:
        reader = Member(ana, None, client)
        async with open_page(address, reader, PAGE) as page:
            assert shown(page.html) == "", "the premise: nothing yet"
            await actions.ask(ana)
            if is_made:
                await actions.make({"id": (await queries.export(ana)).id})
            await page.catches_up()
            assert shown(page.html) == shown(await page.reloaded()) != ""


def shown(html: str) -> str:
    """How far it is, as the page says it."""
    begin, end = span_of(html, "exports")
    return " ".join(re.sub(r"</?div[^>]*>", " ", html[begin:end]).split())


def in_the_store() -> dict[str, bytes]:
    folder = settings().data / "files"
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


async def nothing_is_mailed_to(address: str) -> bool:
    return not await db.value("select count(*) from job where strpos(cast(payload as text), :it) > 0", it=address)


async def test_after_an_erasure_nothing_of_the_person_is_in_the_database_the_store_a_search_or_the_queue(world):
    """The author, who has drafts, files, an attempt, an award, a ticket, an invitation and a letter; the last test."""
    ada, leader = world.askers["author"].person, world.askers["facilitator"]
    unmistakable = ("Adelheid Zwiebelkuchen", "zwiebel.elsewhere@example.org", "zie/zwiebel")
    change = "update person set name = :name, called = 'Zwiebel', pronouns = :pronouns, about = :name where id = :id"
    await db.run(change, name=unmistakable[0], pronouns=unmistakable[2], id=ada.id)
    await db.run("insert into email (person_id, address, is_main) values (:id, :address, false)", id=ada.id,
                 address=unmistakable[1])  # fmt: skip
    invited = "update invitation set address = :address where id = :id"
    await db.run(invited, address=unmistakable[1], id=world.ids["invitation_id"])
    for key, to in (("one", {"to": unmistakable[1]}), ("two", {"person_id": ada.id})):
        later = {"letter": "closed", "language": "en", "key": key, "about": {"words": unmistakable[0]}}
        tomorrow = clock.now() + timedelta(days=1)
        await jobs.later("mail", later | to, key=f"mail {key}", at=tomorrow)
    traces = (*unmistakable, ada.email, SECRETS["author"])
    before, stored = await rows_of(world.url), in_the_store()
    for trace in traces:
        assert any(trace in row for rows in before.values() for row in rows), f"the premise: {trace} is there"
    hers = {row["file"] for row in await db.many(dict, FILES_OF, id=ada.id)}
    assert hers and hers <= stored.keys(), "the premise: files of hers are in the store"
    found = await leader.gets(f"/cohorts/{world.here.id}/members")
    assert unmistakable[0] in found.text, "the premise"

    await db.run("update person set closes_at = :at where id = :id", at=clock.now() - timedelta(minutes=1), id=ada.id)
    await closing.close_due({})
    await keeping.forget_files({})
    async with Worker(settings().database_url, {"mail": roof.merged("jobs")["mail"]}, {}).running():
        await until(partial(nothing_is_mailed_to, ada.email), "the last letter to her is sent")

    after = await rows_of(world.url)
    left = {(table, trace) for table, rows in after.items() for row in rows for trace in traces if trace in row}
    assert left == set()
    assert hers & in_the_store().keys() == set()
    assert not [name for name, content in in_the_store().items() for trace in traces if trace.encode() in content]
    for trace in traces:
        for path in ("search?q=", "members?q="):
            half = trace[: len(trace) // 2 + 1]  # the page says again what was looked for
            page = await leader.gets(f"/cohorts/{world.here.id}/{path}{quote(half)}")
            assert page.status_code == 200 and trace not in page.text, path
