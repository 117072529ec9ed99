"""A file comes with a form, is kept whole or not at all, and is for nobody but its owner (X10–X15, A32–A38)."""

import asyncio
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import obstore
import pytest
import pytest_asyncio
from obstore import exceptions

from community import db, files, streams
from community.config import settings
from community.evidence import queries as works
from community.evidence.artifacts import queries, rules
from community.uploads import keeping, kinds
from tests.support.artifacts import DESK, FILES, a_pdf, artifacts_of, looked_at, sends
from tests.support.people import form_in, make_person, signed_in_client
from tests.support.stores import needs_root, small_store


@pytest_asyncio.fixture
async def eve(app):
    async with signed_in_client(app, await make_person("Eve Marsh")) as client:
        yield client


def stored() -> set[str]:
    """What the store holds."""
    folder = Path(urlsplit(settings().files).path)
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


async def one_file(client, person, definition, name="A plan.pdf", content=None):
    content = content or a_pdf()
    assert (await sends(client, name, content)).status_code == 303
    return (await looked_at(person, definition))[-1]


async def test_what_is_sent_stands_in_the_list_and_comes_back_as_it_was(at_home, ana, definition):
    content = a_pdf(pages=2)
    answer = await sends(at_home, "A plan.pdf", content)
    assert answer.status_code == 303 and answer.headers["location"] == f"{DESK}#files"
    (file,) = await looked_at(ana, definition)
    page = (await at_home.get(FILES)).text
    assert "A plan.pdf" in page and file.address in page
    back = await at_home.get(f"{file.address}/content")
    assert back.content == content
    assert (await works.work(ana, "EL-02", "talk_plan")).state == "drafting", "the work is begun with it"


async def test_the_workspace_has_a_place_for_files_where_files_are_asked_for(at_home):
    assert f'hx-get="{FILES}"' in (await at_home.get(DESK)).text
    question = (await at_home.get("/work/EL-02")).text
    other = re.search(r'href="/work/EL-02/(\w+)"', question).group(1)
    assert other != "talk_plan" and "/files" not in (await at_home.get(f"/work/EL-02/{other}")).text
    assert (await at_home.get(f"/work/EL-02/{other}/files")).status_code == 404


async def test_a33_it_is_a_download_that_no_browser_runs(at_home, ana, definition):
    file = await one_file(at_home, ana, definition, "Mañana, \"a\" plan.pdf")
    answer = await at_home.get(f"{file.address}/content")
    said = answer.headers["content-disposition"]
    assert said == "attachment; filename=\"Ma_ana_ _a_ plan.pdf\"; filename*=UTF-8''Ma%C3%B1ana%2C%20%22a%22%20plan.pdf"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/pdf"
    assert file.sha256 not in str(answer.headers) and "etag" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)), ("bytes=10-", 206, slice(10, None)), ("bytes=-7", 206, slice(-7, None)),
        ("bytes=0-99999999", 206, slice(0, None)), ("bytes=5-4", 416, slice(0, 0)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=0-1,4-5", 200, slice(None)), ("bytes=-", 200, slice(None)), ("lines=1-2", 200, slice(None)),
    ],
)
async def test_a_part_of_it_is_given_to_who_asks_for_a_part(at_home, ana, definition, asked, status, part):
    content = a_pdf()
    file = await one_file(at_home, ana, definition, content=content)
    answer = await at_home.get(f"{file.address}/content", headers={"range": asked})
    assert answer.status_code == status
    assert answer.content == content[part]
    if status == 206:
        assert answer.headers["content-range"].endswith(f"/{len(content)}")


async def test_a38_nobody_else_reads_describes_or_removes_it(at_home, eve, client, ana, definition):
    file = await one_file(at_home, ana, definition)
    token = form_in((await eve.get(FILES)).text, FILES)
    for way in ("", "/content", "/copy/content"):
        assert (await eve.get(file.address + way)).status_code == 404
        assert (await client.get(file.address + way)).status_code == 303, "a visitor signs in first"
    for way in ("", "/removal"):
        assert (await eve.post(file.address + way, data=token | {"name": "Mine"})).status_code == 404
    assert (await artifacts_of(ana, definition)) == [file]


async def test_a38_a_file_of_one_requirement_is_at_no_other_address(at_home, ana, definition):
    file = await one_file(at_home, ana, definition)
    for address in (file.address.replace("talk_plan", "carrying"), file.address.replace("EL-02", "EL-01")):
        assert (await at_home.get(f"{address}/content")).status_code == 404


async def test_x11_the_same_form_twice_makes_one_file(at_home, ana, definition):
    fields = form_in((await at_home.get(FILES)).text, FILES)
    before = stored()
    send = lambda: at_home.post(FILES, data=fields, files={"file": ("A plan.pdf", a_pdf(), "application/pdf")})  # noqa: E731
    answers = await asyncio.gather(send(), send(), send())
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len(await artifacts_of(ana, definition)) == 1
    assert len(stored() - before) == 1, "nothing of the others is left in the store"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.pdf", b"<html>" * 10, "inside it is something else"),
        ("plan.exe", b"MZ" * 10, "Files of this kind are not taken here"),
        ("plan.xlsx", b"PK\x03\x04", "Files of this kind are not taken here"),
        ("plan.pdf", b"", "This file is empty"),
        ("", b"", "Choose a file first"),
    ],
)
async def test_what_is_not_taken_is_said_in_a_sentence_and_not_kept(at_home, ana, definition, name, content, says):
    before = stored()
    answer = await sends(at_home, name, content)
    assert answer.status_code == 422 and says in answer.text
    assert re.search(r'<input type="file"[^>]*aria-invalid=true', answer.text), "it stands at its field"
    assert await artifacts_of(ana, definition) == [] and stored() == before


async def test_x14_a_file_over_the_limit_is_given_up_as_soon_as_it_is(at_home, ana, definition, monkeypatch):
    monkeypatch.setitem(kinds.MOST_BYTES, kinds.Group.DOCUMENT, 1_000_000)
    before, pulled = stored(), 0

    async def endless():
        nonlocal pulled
        fields = form_in((await at_home.get(FILES)).text, FILES)
        for name, value in fields.items():
            yield f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n\r\n' + a_pdf()
        while pulled < 100:
            pulled += 1
            yield b"%" * 100_000

    answer = await at_home.post(FILES, content=endless(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 422 and "larger than 1 MB" in answer.text
    assert await artifacts_of(ana, definition) == [] and stored() == before


async def broken_off(client, content: bytes):
    """The form as it is sent, without its end."""
    fields = form_in((await client.get(FILES)).text, FILES)
    head = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items())
    part = '--x\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n\r\n'
    return (head + part).encode() + content


async def test_x14_what_breaks_off_leaves_nothing(at_home, ana, definition):
    before = stored()
    sent = await broken_off(at_home, a_pdf() + b"%" * 9_000_000)
    answer = await at_home.post(FILES, content=sent, headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400
    assert await artifacts_of(ana, definition) == [] and stored() == before


async def test_a32_who_stops_sending_is_not_waited_for(at_home, ana, definition, monkeypatch):
    monkeypatch.setattr(streams, "SILENCE", 0.05)
    before, never = stored(), asyncio.Event()
    begun = await broken_off(at_home, a_pdf())

    async def stops():
        yield begun
        await never.wait()

    answer = await at_home.post(FILES, content=stops(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 408
    assert await artifacts_of(ana, definition) == [] and stored() == before


@pytest.mark.parametrize("problem", [exceptions.GenericError("No space left on device"), OSError(28, "No space left")])
async def test_x14_a_full_disk_is_said_and_nothing_else_is_touched(at_home, ana, definition, monkeypatch, problem):
    kept = await one_file(at_home, ana, definition)
    before = stored()

    async def full(*arguments, **options):
        raise problem

    with monkeypatch.context() as patch:
        patch.setattr(obstore, "put_async", full)
        answer = await sends(at_home, "Second.pdf", a_pdf())
    assert answer.status_code == 503 and "no place for this file just now" in answer.text
    assert (await artifacts_of(ana, definition)) == [kept] and stored() == before
    assert (await sends(at_home, "Second.pdf", a_pdf())).status_code == 303, "and then it goes"


@needs_root
async def test_x14_a_folder_of_twenty_megabytes_that_is_full(at_home, ana, definition, monkeypatch, tmp_path):
    async with small_store(tmp_path) as store:
        try:
            monkeypatch.setenv("ROUNDTABLE_FILES", store.address)
            settings.cache_clear()
            answer = await sends(at_home, "Large.pdf", a_pdf() + os.urandom(30_000_000))
            assert answer.status_code == 503 and "no place for this file just now" in answer.text
            assert await artifacts_of(ana, definition) == [] and stored() == set()
            assert (await sends(at_home, "Small.pdf", a_pdf())).status_code == 303
        finally:
            monkeypatch.undo()
            settings.cache_clear()
            files._opened.cache_clear()


async def test_x15_a_store_that_does_not_answer_is_said_and_its_page_works(at_home, ana, definition, monkeypatch):
    file = await one_file(at_home, ana, definition)

    async def away(*arguments, **options):
        raise exceptions.GenericError("connection refused")

    monkeypatch.setattr(obstore, "head_async", away)
    assert (await at_home.get(f"{file.address}/content")).status_code == 503
    assert (await at_home.get(file.address)).status_code == 200


async def test_a21_without_its_token_nothing_of_a_file_is_read(at_home, ana, definition):
    before = stored()
    for fields in ({"csrf": "made up"}, {}):
        answer = await at_home.post(FILES, data=fields, files={"file": ("plan.pdf", a_pdf(), "application/pdf")})
        assert answer.status_code == 403
    assert await artifacts_of(ana, definition) == [] and stored() == before


async def test_what_is_removed_is_gone_from_the_store_too(at_home, ana, definition):
    file = await one_file(at_home, ana, definition)
    page = (await at_home.get(file.address)).text
    answer = await at_home.post(f"{file.address}/removal", data=form_in(page, f"{file.address}/removal"))
    assert answer.status_code == 303
    assert (await at_home.get(f"{file.address}/content")).status_code == 404
    await keeping.forget_files({})
    assert file.file not in stored()
    assert await db.value("select count(*) from stray_file") == 0


async def test_what_an_erased_person_sent_is_gone_from_the_store_too(app, definition):
    person = await make_person("Nele Brandt")
    async with signed_in_client(app, person) as client:
        file = await one_file(client, person, definition)
    assert file.file in stored()
    await db.run("delete from work where person_id = :id", id=person.id)
    await keeping.forget_files({})
    assert file.file not in stored()


async def test_colleagues_open_what_shows_students_only_once_it_is_released(at_home, ana, definition):
    file = await one_file(at_home, ana, definition)
    assert [each.id for each in await queries.shown(ana, file.work_id)] == [file.id]
    page = form_in((await at_home.get(file.address)).text, file.address)
    await at_home.post(file.address, data=page | {"name": file.name, "with_students": "yes"})
    assert await queries.shown(ana, file.work_id) == []
    assert [each.id for each in await queries.held_back(ana, file.work_id)] == [file.id]
    await at_home.post(file.address, data=page | {"name": file.name, "with_students": "yes", "released": "yes"})
    assert [each.id for each in await queries.shown(ana, file.work_id)] == [file.id]
    await at_home.post(file.address, data=page | {"name": file.name, "released": "yes"})
    (now,) = await artifacts_of(ana, definition)
    assert not now.released, "a release of nobody is none"


async def test_a_new_name_makes_no_other_kind_of_it(at_home, ana, definition):
    file = await one_file(at_home, ana, definition)
    page = form_in((await at_home.get(file.address)).text, file.address)
    assert (await at_home.post(file.address, data=page | {"name": "run me.exe"})).status_code == 303
    (now,) = await artifacts_of(ana, definition)
    assert (now.name, now.sent_as) == ("run me.exe.pdf", "A plan.pdf")
    answer = await at_home.post(file.address, data=page | {"name": "", "alt": "kept"})
    assert answer.status_code == 422 and "Fill this in" in answer.text


async def test_a_list_costs_the_same_however_long_it_is(at_home, ana, definition, monkeypatch):
    async def asks() -> int:
        counted = 0
        ask = db._ask

        async def counting(*arguments):
            nonlocal counted
            counted += 1
            return await ask(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(db, "_ask", counting)
            assert (await at_home.get(FILES)).status_code == 200
        return counted

    await one_file(at_home, ana, definition)
    few = await asks()
    for number in range(6):
        await sends(at_home, f"Plan {number}.pdf", a_pdf())
    assert await asks() == few


async def test_a40_no_more_than_fit_are_taken(at_home, ana, definition, monkeypatch):
    monkeypatch.setattr(rules, "MOST_FILES", 2)
    await one_file(at_home, ana, definition)
    assert "2 files at most, 2 GB together." in (await at_home.get(FILES)).text, "told before"
    await one_file(at_home, ana, definition, "Second.pdf")
    answer = await sends(at_home, "Third.pdf", a_pdf())
    assert answer.status_code == 422 and "as many as fit" in answer.text
    assert len(await artifacts_of(ana, definition)) == 2
