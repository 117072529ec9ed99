"""A message's files come in pieces before it does: on where they broke off, for nobody before, and never half (X14)."""

import os
from uuid import uuid4

import pytest_asyncio

from community import db
from community.discussion.attachments import actions, coming, rules
from community.discussion.attachments.actions import KEEPER
from community.uploads import keeping, looking, receiving
from tests.discussion.test_attachments import addresses, brings, the_message
from tests.evidence.artifacts.test_files import stored
from tests.evidence.artifacts.test_uploads import PIECE, TUS, goes_on, offset, said
from tests.feedback.test_asking import moved
from tests.support.artifacts import a_pdf
from tests.support.cohorts import a_cohort
from tests.support.discussion import files_looked_at, how_many, the_channel
from tests.support.people import form_in
from tests.support.pictures import a_picture

PLAN = a_pdf() + os.urandom(90_000)


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        for one in made.members.values():
            page = (await one.opens(f"/cohorts/{made.id}/private-threads/new")).text
            one.client.headers["x-csrf"] = form_in(page, f"/cohorts/{made.id}/private-threads")["csrf"]
        yield made


async def begins(member, size: int, name: str = "A plan.pdf", key: str = ""):
    return await member.client.post(f"/cohorts/{member.seat.cohort_id}/uploads", headers=said(name, size, key))


async def comes(member, content: bytes = PLAN, name: str = "A plan.pdf") -> str:
    """A file that is all there; its number."""
    where = (await begins(member, len(content), name)).headers["location"]
    assert (await goes_on(member.client, where, content, 0)).status_code == 204
    return where.rsplit("/", 1)[1]


async def gathered(number: str) -> None:
    """The worker has been, with its message or before it."""
    upload = {"upload": await db.value("select id from upload where number = :it", it=number)}
    await receiving.gather(KEEPER, upload)
    await looking.look_at_file(KEEPER, upload)


async def sends(member, text: str = "Look at this", htmx: bool = True, **fields):
    """Post the message as send.js does."""
    address = f"{(await the_channel(member)).address}/messages"
    form = {"text": text, "post_key": str(uuid4()), "csrf": member.client.headers["x-csrf"]} | fields
    headers = {"hx-request": "true"} if htmx else {}
    return await member.client.post(address, data=form, headers=headers)


async def test_x14_a_file_in_pieces_goes_on_where_it_broke_off_and_stands_in_its_message(cohort, monkeypatch):
    monkeypatch.setattr(receiving, "PIECE", 10_000)
    ana, ben = await cohort.seats("Ana", "Ben")
    where = (await begins(ana, len(PLAN))).headers["location"]
    for start in (0, 30_000, 60_000):
        assert await offset(ana.client, where) == start
        await goes_on(ana.client, where, PLAN[start : start + 30_000], start)
    assert (await goes_on(ana.client, where, PLAN[90_000:], 90_000)).status_code == 204
    number = where.rsplit("/", 1)[1]
    answer = await sends(ana, **{"upload-1": number})
    assert answer.status_code == 200 and "A plan.pdf" in answer.text and "being looked at" in answer.text
    await gathered(number)
    (address,) = addresses(await the_message(ben))
    assert (await ben.client.get(address)).content.startswith(b"%PDF")


async def test_what_was_looked_at_before_its_message_is_open_with_it(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    number = await comes(ana, a_picture(kind="PNG"), "tables.png")
    await gathered(number)
    refused = await sends(ana, **{"upload-1": number})
    assert refused.status_code == 422 and "Say what is on this picture" in refused.text
    assert (await sends(ana, **{"upload-1": number, "alt-1": "Chips on six tables"})).status_code == 200
    assert 'alt="Chips on six tables"' in await the_message(ben)


async def test_x14_a_cut_upload_leaves_no_half_file(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await keeping.forget_files({})
    before, messages = stored(), await how_many(cohort)
    where = (await begins(ana, len(PLAN))).headers["location"]
    await goes_on(ana.client, where, PLAN[:40_000], 0)
    answer = await sends(ana, **{"upload-1": where.rsplit("/", 1)[1]})
    assert answer.status_code == 422 and "Choose it again" in answer.text
    assert await how_many(cohort) == messages and "A plan.pdf" not in await the_page(ben)
    with moved(days=2):
        await actions.sweep({})
    assert (await ana.client.request("HEAD", where, headers=TUS)).status_code == 404
    await keeping.forget_files({})
    assert stored() == before


async def test_what_is_sent_with_no_message_goes_after_two_days_and_not_before(cohort):
    ana = await cohort.seats("Ana")
    before = stored()
    number = await comes(ana)
    await gathered(number)
    await actions.sweep({})
    assert (await coming.coming(ana.seat, number)).state == "ready"
    with moved(days=2, hours=1):
        await actions.sweep({})
    await keeping.forget_files({})
    assert await coming.count(ana.seat) == 0 and stored() <= before


async def test_a_file_that_is_given_up_leaves_nothing(cohort):
    ana = await cohort.seats("Ana")
    await keeping.forget_files({})
    before = stored()
    where = (await begins(ana, len(PLAN))).headers["location"]
    await goes_on(ana.client, where, PLAN[:40_000], 0)
    assert (await ana.client.request("DELETE", where, headers=TUS)).status_code == 204
    await keeping.forget_files({})
    assert stored() == before and await coming.count(ana.seat) == 0


async def test_nobody_else_goes_on_with_it_opens_it_or_brings_it(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    number = await comes(ana)
    where = f"/cohorts/{cohort.id}/uploads/{number}"
    assert (await ben.client.request("HEAD", where, headers=TUS)).status_code == 404
    assert (await ben.client.request("DELETE", where, headers=TUS)).status_code == 404
    more = PIECE | {"upload-offset": "0"}
    assert (await ben.client.request("PATCH", where, content=b"x", headers=more)).status_code == 404
    assert (await sends(ben, **{"upload-1": number})).status_code == 422
    assert (await sends(ana, **{"upload-1": number})).status_code == 200
    assert (await sends(ana, "Once more", **{"upload-1": number})).status_code == 422, "it has its message"


async def test_x11_the_same_message_twice_has_its_file_once(cohort):
    ana = await cohort.seats("Ana")
    number, key, messages = await comes(ana), str(uuid4()), await how_many(cohort)
    for _time in range(2):
        assert (await sends(ana, post_key=key, **{"upload-1": number})).status_code == 200
    assert await how_many(cohort) == messages + 1
    key = str(uuid4())
    assert len({(await begins(ana, 9_000, key=key)).headers["location"] for _time in range(2)}) == 1


async def test_a_file_says_at_once_what_is_wrong_with_it(cohort):
    ana = await cohort.seats("Ana")
    large, program = await begins(ana, rules.MOST_BYTES + 1), await begins(ana, 9_000, "run.exe")
    assert (large.status_code, program.status_code) == (413, 422) and "larger than 25 MB" in large.text
    picture = a_picture(kind="PNG")
    lies = (await begins(ana, len(picture))).headers["location"]
    assert (await goes_on(ana.client, lies, picture, 0)).status_code == 422
    for _time in range(rules.MOST_COMING - await coming.count(ana.seat)):
        assert (await begins(ana, 9_000)).status_code == 201
    full = await begins(ana, 9_000)
    assert full.status_code == 422 and "on their way still" in full.text


async def test_the_first_private_message_brings_its_files(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    form, action = f"/cohorts/{cohort.id}/private-threads/new", f"/cohorts/{cohort.id}/private-threads"
    fields = form_in((await ana.opens(form)).text, action) | {"to": str(ben.seat.id), "text": "Only for you"}
    number = await comes(ana, a_picture(kind="PNG"), "tables.png")
    more = {"upload-2": number, "decorative-2": "yes"}
    file = ("plan.pdf", a_pdf(), "application/pdf")
    answer = await ana.client.post(action, data=fields | more, files={"file-1": file})
    assert answer.status_code == 303, answer.text[-2000:]
    await gathered(number)
    await files_looked_at()
    thread = answer.headers["location"].split("#")[0]
    page = (await ben.opens(thread)).text
    assert "plan.pdf" in page and "tables.png" in page and len(addresses(page)) == 2
    for address in addresses(page):
        assert (await ben.client.get(address)).status_code == 200
        assert (await cohort.facilitator.client.get(address)).status_code == 404, "of them two alone"


async def test_a_first_private_message_that_is_wrong_keeps_text_and_nothing_of_the_file(cohort):
    ana = await cohort.seats("Ana")
    action, before = f"/cohorts/{cohort.id}/private-threads", stored()
    fields = form_in((await ana.opens(f"{action}/new")).text, action)
    file = {"file-1": ("plan.pdf", a_pdf(), "application/pdf")}
    for wrong in ({"to": "999999999", "text": "To nobody"}, {"to": str(ana.seat.id + 1), "text": " "}):
        answer = await ana.client.post(action, data=fields | wrong, files=file)
        assert answer.status_code == 422 and stored() == before and f"{wrong['text']}</textarea>" in answer.text


async def test_by_the_plain_form_it_is_as_before(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert (await brings(ana, ("file-1", ("plan.pdf", a_pdf(), "application/pdf")))).status_code == 303
    await files_looked_at()
    assert addresses(await the_message(ben))
    number = await comes(ana)
    assert (await sends(ana, htmx=False, **{"upload-1": number})).status_code == 303


async def the_page(member) -> str:
    return (await member.opens((await the_channel(member)).address)).text


def test_room_is_for_two_messages_files():
    assert rules.MOST_COMING == 2 * rules.MOST_FILES and rules.KEPT_WITHOUT_MESSAGE > keeping.LIFE
