"""The other side of the wall: of who read her attempts an earner reads, hears, is sent and is given nothing (R50)."""

import re
from base64 import urlsafe_b64decode
from contextlib import contextmanager
from datetime import timedelta

from community import clock, mail
from community.awards import queries as awards
from community.awards.signing import actions as signing
from community.submissions import settling
from tests.board.live import open_page, served
from tests.people.test_exports import taken
from tests.people.test_exports import told as sections_of
from tests.review.test_wall import APART, Member
from tests.support.attempts import has_submitted, makes_all, opens_a_window
from tests.support.people import make_person, signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, an_attempt, comes_back, recommends, state_of
from tests.support.walls import an_unmistakable_id, clean, own_data, told, walked

WORD = "To the approver: krummholz"
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
            await comes_back(vera, definition, submission, readers, WORD)
            second = await has_submitted(author)
            for reader in readers:
                await recommends(reader, second, all_at(definition), WORD)
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
    data = await own_data(author)
    assert "i saw little" in data, "the premise: what was said of it is in there"
    is_clean("her own data", data)


async def test_r50_ones_own_data_tells_no_result_before_one_is_told_and_never_when_others_worked(vera, definition):
    author = await make_person("Ana Torres")
    submission = await an_attempt(definition, author)
    readers = [await a_reviewer(vera.desk, definition, name) for name in NAMES]
    with at_night():
        for reader in readers:
            await recommends(reader, submission, all_at(definition))
        assert await state_of(submission) == "earned", "the premise: it is decided, and she sleeps"
        (row,) = sections_of(await taken(author))["application.submission"]
    assert (row["number"], row["state"], row["told_at"]) == (submission.number, "submitted", None)
    assert not {"claimed_at", "held_since", "ended_at"} & row.keys()


@contextmanager
def at_night():
    """Inside it is three o'clock in London, tomorrow."""
    now = clock.now()
    step = (now + timedelta(days=1)).replace(hour=3, minute=0) - now
    clock.move(step)
    try:
        yield
    finally:
        clock.move(-step)
