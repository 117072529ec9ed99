"""The other side of the wall: of who read her attempts an earner reads, hears, is sent and is given nothing (R50)."""

import re
from base64 import urlsafe_b64decode

from community import files, mail
from community.awards import queries as awards
from community.awards.signing import actions as signing
from community.people.exports import actions as exporting
from community.people.exports import queries as exports
from community.submissions import settling
from tests.board.live import open_page, served
from tests.review.test_wall import APART, Member
from tests.support.attempts import has_submitted, makes_all, opens_a_window
from tests.support.people import make_person, signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, presses, recommends
from tests.support.walls import an_unmistakable_id, clean, told, told_in_zip, walked

NAMES = "Xerxes Quibbleton", "Zenobia Juxtaford"
FORBIDDEN = ("xerxes", "quibbleton", "zenobia", "juxtaford", "987654321", "krummholz", "vera holm", "vera.")
INITIALS = re.compile(r">\s*(?:XQ|ZJ|VH)\s*<", re.I)


def is_clean(where: str, said: str) -> None:
    clean(where, said, FORBIDDEN)
    assert not INITIALS.search(said), f"{where} shows a reader's initials"


async def test_r50_the_earner_learns_nothing_of_the_reviewers(app, vera, definition):
    author = await make_person("Ana Torres")
    async with an_unmistakable_id("person"):
        readers = [await a_reviewer(vera.desk, definition, name) for name in NAMES]
    assert all(str(one.id).startswith("987654321") for one in readers), "the premise"
    await makes_all(author, definition)
    await opens_a_window(author, definition)
    submission = await has_submitted(author)
    async with served(app) as address, signed_in_client(app, author) as client:
        async with open_page(address, Member(author, client), submission.address) as page:
            await falls_short(vera, definition, submission, readers)
            second = await has_submitted(author)
            for reader in readers:
                await recommends(reader, second, all_at(definition), "To the approver: krummholz")
            await settling.tell(second.id)
            await page.catches_up()
            frames = repr(page.socket.frames)
        (award,) = [one for one in await awards.awards(author) if not one.stack_id]
        await signing.sign({"award": award.number})
        found = await walked(client, "/", ("/submissions", "/work/EL-02", "/inbox", "/awards", "/showcase"), APART)
        here = f"/awards/{award.number}"
        given = ("credential", "credential.jwt", "badge.png", "certificate", "proof-pack", "proof-pack.pdf")
        found |= {f"{here}/{one}": await client.get(f"{here}/{one}") for one in given}
    assert {f"{submission.address}/result", f"{second.address}/result", "/inbox"} <= set(found), "the premise"
    assert "submission" in frames and "show" in frames, "the premise: the socket was heard"
    for where, answer in found.items():
        assert answer.status_code in (200, 303, 405), where
        is_clean(where, told(where, answer))
    payload = found[f"{here}/credential.jwt"].text.split(".")[1]
    is_clean("what is signed", urlsafe_b64decode(payload + "==").decode().lower())
    is_clean("the socket", frames.lower())
    letters = [letter for letter in mail.kept() if letter.to == author.email]
    is_clean("a mail", "".join(f"{one.subject} {one.text} {one.html}" for one in letters).lower())
    data = told_in_zip(await own_data(author)).lower()
    assert "i saw little" in data, "the premise: what was said of it is in there"
    is_clean("her own data", data)


async def falls_short(vera, definition, submission, readers) -> None:
    """Both read it and find one criterion short, the approver says which remark to follow, and she is told."""
    key = all_at(definition)[0].criterion_key
    for reader in readers:
        await recommends(reader, submission, all_at(definition, **{key: "not_yet"}), "To the approver: krummholz")
    here = f"/approvals/{submission.number}"
    await presses(vera, here, f"{here}/sentences", **{f"follow-{key}": "Both remarks name the same thing."})
    await settling.tell(submission.id)


async def own_data(person) -> bytes:
    await exporting.ask(person)
    await exporting.make({"id": (await exports.export(person)).id})
    opened = await files.open((await exports.export(person)).file)
    return b"".join([chunk async for chunk in opened.chunks])
