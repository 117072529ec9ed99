"""Files and pictures in a message: who sees them, how they stand there, that they go with it (F52)."""

import re
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.cohorts.seats import actions as seats
from community.discussion import actions, queries
from community.discussion.attachments import rules
from community.uploads import keeping
from community.uploads.kinds import Group, NotTaken
from tests.evidence.artifacts.test_files import stored
from tests.support.artifacts import a_pdf
from tests.support.cohorts import a_cohort
from tests.support.discussion import files_looked_at, how_many, says, the_channel
from tests.support.people import form_in, make_person, signed_in_client
from tests.support.pictures import a_picture

PICTURE = ("file-1", ("board.png", a_picture(kind="PNG"), "image/png"))
PLAN = ("file-2", ("plan.pdf", a_pdf(), "application/pdf"))


@pytest_asyncio.fixture(params=["all"])
async def cohort(app, request):
    async with a_cohort(app, "Ana", "Ben", backlog=request.param) as made:
        yield made


async def brings(member, *files, text: str = "Look at this", address: str = "", **fields):
    """Send a message with files by the form, as a browser without JavaScript does."""
    path = (await the_channel(member)).address
    page = (await member.opens(address.rsplit("/", 1)[0] if address else path)).text
    form = form_in(page, address or f"{path}/messages") | {"text": text, "post_key": str(uuid4())} | fields
    return await member.client.post(address or f"{path}/messages", data=form, files=list(files))


async def the_message(member) -> str:
    """The newest message as the channel shows it."""
    page = (await member.opens((await the_channel(member)).address)).text
    return page[page.rindex('<li id="message-') :].split("</article>")[0]


def addresses(html: str) -> list[str]:
    return re.findall(r'href="([^"]*/files/[^"]*/content)"', html)


async def test_a_picture_is_shown_with_its_words_and_a_document_as_a_line(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    answer = await brings(ana, PICTURE, PLAN, **{"alt-1": "Chips on six tables"})
    assert answer.status_code == 303
    waits = await the_message(ben)
    assert waits.count("being looked at") == 2 and "/content" not in waits
    await files_looked_at()
    html = await the_message(ben)
    assert 'alt="Chips on six tables"' in html and "plan.pdf" in html and "KB" in html and "being looked at" not in html
    picture, plan = [await ben.client.get(address) for address in addresses(html)]
    assert picture.headers["content-type"] == "image/webp", "drawn anew, without what was written inside"
    assert picture.headers["content-disposition"].startswith("inline")
    assert plan.headers["content-disposition"].startswith("attachment") and plan.content.startswith(b"%PDF")


async def test_beside_its_channel_a_thread_shows_the_files_of_its_first_message(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await brings(ana, PLAN)
    await files_looked_at()
    html = await the_message(ben)
    thread = html.split('id="message-', 1)[1].split('"', 1)[0]
    beside = await ben.client.get(f"/cohorts/{cohort.id}/messages/{thread}", headers={"hx-request": "true"})
    assert beside.status_code == 200
    assert addresses(beside.text) == addresses(html) != []


async def test_who_does_not_read_the_message_gets_no_file(cohort, app):
    ana, ben = await cohort.seats("Ana", "Ben")
    await brings(ana, PLAN)
    await files_looked_at()
    (address,) = addresses(await the_message(ben))
    assert (await ben.client.get(address)).status_code == 200, "the premise: a member opens it"
    other = await says(ana, "Another message")
    elsewhere = re.sub(r"messages/\d+", f"messages/{other.id}", address)
    assert (await ben.client.get(elsewhere)).status_code == 404
    async with signed_in_client(app, await make_person("Eve Marsh")) as eve:
        assert (await eve.get(address)).status_code == 404
    await seats.leave(ben.person, ben.seat, cohort.cohort)
    assert (await ben.client.get(address)).status_code == 404


@pytest.mark.parametrize("cohort", ["from_joining"], indirect=True)
async def test_r17_a_late_joiner_opens_no_file_from_before(cohort):
    ana = cohort.members["Ana"]
    await brings(ana, PLAN)
    await files_looked_at()
    (address,) = addresses(await the_message(ana))
    dev = await cohort.joins("Dev")
    assert (await dev.client.get(address)).status_code == 404
    assert (await cohort.facilitator.client.get(address)).status_code == 200


async def test_the_file_goes_with_its_message(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await keeping.forget_files({})
    before = stored()
    await brings(ana, PICTURE, **{"decorative-1": "yes"})
    await files_looked_at()
    (address,) = addresses(await the_message(ben))
    message_id = int(re.search(r"messages/(\d+)", address)[1])
    await actions.delete(ana.seat, cohort.cohort, (await queries.messages_by_id([message_id]))[message_id])
    assert (await ben.client.get(address)).status_code == 404
    assert "board.png" not in await the_message(ben)
    await keeping.forget_files({})
    assert stored() == before


async def test_what_is_hidden_shows_no_file(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await brings(ana, PLAN)
    await files_looked_at()
    (address,) = addresses(await the_message(ben))
    assert (await ben.client.get(address)).status_code == 200, "the premise: it was open"
    async with db.transaction():
        await actions.hide(cohort.facilitator.seat, int(re.search(r"messages/(\d+)", address)[1]), "Not for here.")
    assert (await ben.client.get(address)).status_code == 404 and "plan.pdf" not in await the_message(ben)


async def test_a_refused_file_leaves_the_text_and_nothing_else(cohort):
    ana = cohort.members["Ana"]
    before, messages = stored(), await how_many(cohort)
    lies = ("file-2", ("plan.pdf", a_picture(kind="PNG"), "application/pdf"))
    answer = await brings(ana, PICTURE, lies, text="With two files", **{"alt-1": "Chips on tables"})
    assert answer.status_code == 422
    assert "inside it is something else" in answer.text and 'id="file-2-general-error"' in answer.text
    assert "With two files</textarea>" in answer.text and 'value="Chips on tables"' in answer.text
    assert stored() == before and await how_many(cohort) == messages


async def test_a_picture_says_what_is_on_it_or_that_it_only_decorates(cohort):
    ana = cohort.members["Ana"]
    before = stored()
    answer = await brings(ana, PICTURE)
    assert answer.status_code == 422 and "Say what is on this picture" in answer.text and stored() == before
    assert (await brings(ana, PICTURE, **{"decorative-1": "yes"})).status_code == 303
    await files_looked_at()
    assert 'alt=""' in await the_message(ana)


async def test_a_file_of_more_than_25_megabytes_is_given_up(cohort, monkeypatch):
    monkeypatch.setattr(rules, "MOST_BYTES", 100_000)
    before = stored()
    answer = await brings(cohort.members["Ana"], ("file-1", ("plan.pdf", a_pdf() + b" " * 200_000, "application/pdf")))
    assert answer.status_code == 422 and "larger than 100 KB" in answer.text and stored() == before
    monkeypatch.setattr(rules, "MOST_TOGETHER", 100_000)
    answer = await brings(cohort.members["Ana"], ("file-1", ("plan.pdf", a_pdf() + b" " * 200_000, "application/pdf")))
    assert answer.status_code == 413 and stored() == before


async def test_five_files_are_one_too_many(cohort):
    files = [(f"file-{number}", ("plan.pdf", a_pdf(), "application/pdf")) for number in range(1, 6)]
    before = stored()
    answer = await brings(cohort.members["Ana"], *files)
    assert answer.status_code == 422 and stored() == before


async def test_x11_the_same_form_twice_is_one_message_with_its_file_once(cohort):
    ana = cohort.members["Ana"]
    key, before, messages = str(uuid4()), stored(), await how_many(cohort)
    for _time in range(2):
        assert (await brings(ana, PLAN, post_key=key)).status_code == 303
    assert await how_many(cohort) == messages + 1 and len(stored() - before) == 1


async def test_a21_without_its_token_nothing_of_a_file_is_read(cohort):
    ana = cohort.members["Ana"]
    before = stored()
    assert (await brings(ana, PLAN, csrf="somebody else's")).status_code == 403
    assert stored() == before


async def test_a_reply_brings_a_file_into_its_thread(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "Who has a plan?")
    assert (await brings(ben, PLAN, address=f"{root.address}/replies")).status_code == 303
    await files_looked_at()
    (address,) = addresses((await ana.opens(root.address)).text)
    assert (await ana.client.get(address)).status_code == 200


async def test_a_file_that_is_refused_later_says_why(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await brings(ana, ("file-1", ("plan.pdf", b"%PDF-1.7\nnothing else", "application/pdf")))
    await files_looked_at()
    html = await the_message(ben)
    assert "not taken: it cannot be opened" in html and "/content" not in html


async def test_a_list_costs_the_same_however_many_files_it_has(cohort, monkeypatch):
    ana = cohort.members["Ana"]
    path, asked, counts = (await the_channel(ana)).address, db._ask, []

    async def counting(*rest):
        counts[-1] += 1
        return await asked(*rest)

    await says(ana, "First")
    for _round in range(2):
        counts.append(0)
        with monkeypatch.context() as patch:
            patch.setattr(db, "_ask", counting)
            await ana.opens(path)
        for _time in range(3):
            await brings(ana, PLAN)
    assert counts[0] == counts[1] > 0


def test_words_are_for_pictures_only():
    assert rules.described(Group.DOCUMENT, "A plan", decorative=True) == rules.Described("", decorative=False)
    assert rules.described(Group.PICTURE, " Chips \n on tables ", decorative=False).alt == "Chips on tables"
    with pytest.raises(NotTaken, match="what is on this picture"):
        rules.described(Group.PICTURE, " ", decorative=False)
