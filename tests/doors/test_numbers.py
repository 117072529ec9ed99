"""Numbers that somebody makes up: what is not theirs is not there, however it is written (A1)."""

from collections.abc import Iterator

import pytest
import pytest_asyncio

from community import db
from tests.doors import table
from tests.doors.asking import address, ask, filled, word
from tests.support.world import a_world

ABSENT = (0, 987_654_321, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 2**64, "-1", "1e3", "07x", "%31%00", "1;2", "*")
NUMBERS = {"cohort_id", "seat_id", "channel_id", "message_id", "session_id", "notice_id", "number", "invitation_id"}
NUMBERS |= {"affiliate_id", "claim_id", "offer_id", "desk_id", "row_id", "address_id"}
NUMBERS |= {"voucher_id"}


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        yield made


@pytest.mark.parametrize("role", ["visitor", "stranger", "participant", "facilitator", "organizer"])
async def test_numbers_that_nothing_has_open_nothing(world, role):
    asker, wrong = world.askers[role], []
    for row in (row for row in table.rows() if row.method != "WS"):
        for place in NUMBERS & set(table.places(row.pattern)):
            for number in ABSENT:
                where = address(world, asker, row.pattern, **{place: number})
                answer = await ask(asker, row.method, where, filled(world, asker, row.pattern))
                shut = {"--"} if place == "cohort_id" and role != "visitor" else {"--", "no", "in"}
                if word(answer) not in shut:
                    wrong.append(f"{row.method} {where}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ["stranger", "elsewhere", "removed", "participant", "organizer", "sibling"])
async def test_the_numbers_around_ours_open_only_what_is_ours(world, role):
    """±20 around each number that somebody may have seen (G9)."""
    asker = world.askers[role]
    opened = []
    for noun, path, number in _seen(world):
        if noun == "seat" and role == "participant":
            continue  # she does not lead: every number, also one that nothing has, is told 403
        for near in range(max(number - 20, 0), number + 21):
            answer = await ask(asker, "GET", path.format(near))
            if answer.status_code != 404:
                opened.append((noun, near, answer.status_code))
    assert {(noun, near) for noun, near, _ in opened} <= await _may_know(world, role)
    assert all(status in (200, 403) for _, _, status in opened)
    if role in ("participant", "organizer"):
        assert opened, "the premise: what is theirs opens"


async def test_nobody_ends_anybody_elses_sign_in_or_opens_their_notices(world):
    mine = world.askers["participant"].own
    for role, asker in world.askers.items():
        if asker.person is not None and role != "participant":
            for path in (f"/sessions/{mine['session_id']}/end", f"/inbox/{mine['notice_id']}/opening"):
                assert word(await ask(asker, "POST", path)) == "--", role


WORDS = ("code", "stack", "issuer", "key", "kind", "name", "mark", "path", "fee", "paid", "fee_number")


@pytest.mark.parametrize("place", WORDS)
async def test_words_that_nothing_is_called_open_nothing(world, place):
    asker, wrong = world.askers["facilitator"], []
    for row in (row for row in table.rows() if place in table.places(row.pattern)):
        for other in ("nothing", "..%2f..%2fetc%2fpasswd", "%00", "EL-99", "a" * 3000, "%F0%9F%92%A9", "{{7*7}}"):
            where = address(world, asker, row.pattern, **{place: other})
            answer = await ask(asker, row.method, where, filled(world, asker, row.pattern))
            elsewhere = answer.status_code == 405 and row.method in ("PATCH", "DELETE")  # a path that takes no such
            if word(answer) not in ("--", "no") and not elsewhere:
                wrong.append(f"{row.method} {where[:100]}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("token", ["guessed", "a" * 43, "x" * 2000])
async def test_a56_a_link_that_was_never_mailed_is_dead_in_the_same_words_everywhere(world, token):
    asker = world.askers["stranger"]
    for start in ("/sign-in", "/sign-up", "/password", "/profile/address"):
        for method in ("GET", "POST"):
            answer = await ask(asker, method, f"{start}/link/{token}", {"password": "x", "new_password": "x"})
            assert answer.status_code == 410, f"{method} {start}"


def _seen(world) -> Iterator[tuple[str, str, int]]:
    here = f"/cohorts/{world.here.id}"
    yield "cohort", "/cohorts/{}/members", world.here.id
    yield "cohort", "/cohorts/{}/members", world.there.id
    for ids in (world.ids, world.other):
        yield "message", here + "/messages/{}", ids["message_id"]
        yield "channel", here + "/channels/{}", ids["channel_id"]
        yield "seat", here + "/members/{}/removal", ids["seat_id"]


async def _may_know(world, role) -> set[tuple[str, int]]:
    """What this role may be told that it is there."""
    known = {"elsewhere": {("cohort", world.there.id)}, "sibling": {("cohort", world.there.id)}}.get(role, set())
    if role in ("participant", "organizer"):
        known = {("cohort", world.here.id)}
        nouns = {"seat": "select id from seat where cohort_id = :id order by id limit 1000"}
        if role == "participant":
            nouns["channel"] = "select id from channel where cohort_id = :id order by id limit 1000"
            nouns["message"] = """
                select message.id from message join channel on channel.id = channel_id where cohort_id = :id
                order by message.id limit 1000
            """
        for noun, sql in nouns.items():
            known |= {(noun, row["id"]) for row in await db.many(dict, sql, id=world.here.id)}
    return known
