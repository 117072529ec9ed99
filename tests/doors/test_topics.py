"""The same for what is told live: who may follow which topic, and as whom (A12)."""

import json

import pytest
import pytest_asyncio

from community import app as roof
from community import events, signed
from community.showing import Showing
from tests.doors import table
from tests.support.roles import EVERYBODY
from tests.support.world import a_world

TOPICS = table.topics()
ODD = (  # other spellings of a number
    *("{}*", "{} ", " {}", "{}\n", "{}\x00", "{}:", "{}:1", "{}.0", "{}e0"),
    *("x{}", "-{}", "+{}", "0{}", "{},1", "{}' or '1'='1"),
)
NAMES = ("", ":", "*", "*:*", "cohort", "cohort:", "cohort:*", "review:1", "submission:1", "session:1", "person:*")


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        yield made


@pytest.mark.parametrize("role", list(EVERYBODY)[1:])
async def test_everybody_follows_what_the_table_says(world, role):
    asker = world.askers[role]
    names = {what: _name(world, asker, what) for what in TOPICS}
    heard = await _may_follow(asker.person, names.values())
    assert {what: heard.get(names[what], "--")[:2] for what in TOPICS} == {what: TOPICS[what][role] for what in TOPICS}


@pytest.mark.parametrize("role", ["participant", "organizer", "stranger"])
async def test_a_topic_has_one_spelling(world, role):
    asker = world.askers[role]
    kinds = {name.split(":")[0]: name.split(":")[1] for name in (_name(world, asker, what) for what in TOPICS)}
    assert kinds.keys() == roof.merged("topics").keys(), "every kind of topic is asked for"
    odd = [f"{kind}:{spelling.format(number)}" for kind, number in kinds.items() for spelling in ODD]
    odd += [f"{kind.upper()}:{number}" for kind, number in kinds.items()]
    odd += [f"{kind}:{number}" for kind in kinds for number in (0, 2**31, 2**63 - 1, 2**63, 2**64, "٧", "𝟙")]
    assert await _may_follow(asker.person, [*odd, *NAMES]) == {}


@pytest.mark.parametrize("role", list(EVERYBODY)[1:])
async def test_a_mark_alone_opens_nothing(world, role):
    """Rights are asked again each time: even a mark of a page that was let in tells a person only what is theirs."""
    asker = world.askers[role]
    for what in TOPICS:
        name = _name(world, asker, what)
        mark = signed.Mark(name, await events.epoch(), 0)
        ours = (await _missed(asker, signed.write_marks([mark], asker.person.id)[0])).json()["frames"]
        assert ours[0]["following"]["topics"] == [name], "the premise: the mark is good"
        told = [frame for frame in ours[1:] if frame.keys() & {"show", "seen", "reload", "here"}]
        if TOPICS[what][role] == "--":
            assert told == [], f"{what} tells {role}"
        elif what in ("cohort of here", "channel of here"):
            assert told, f"the premise: there is something to tell of {what}"


async def test_somebody_elses_mark_and_one_that_was_altered_are_no_marks(world):
    asker, other = world.askers["participant"], world.askers["facilitator"]
    topic, epoch = world.here.cohort.topic, await events.epoch()
    theirs = signed.write_marks([signed.Mark(topic, epoch, 0)], other.person.id)[0]
    mine = signed.write_marks([signed.Mark(topic, epoch, 0)], asker.person.id)[0]
    altered = mine[:-9] + ("A" if mine[-9] != "A" else "B") + mine[-8:]  # of the last sign some bits count for nothing
    for mark in (theirs, altered, mine.lower(), topic, json.dumps([topic, epoch, 0])):
        frames = (await _missed(asker, mark)).json()["frames"]
        assert frames[0]["following"]["topics"] == [None]
        assert [frame for frame in frames if "show" in frame or "seen" in frame] == []


MALFORMED = ("", "{}", "[[]]", "[[1,2]]", '[["x",-1]]', '[["x",1e99]]', "[" * 3000, "nothing", '[["x",0]]' * 70)


@pytest.mark.parametrize("asked", MALFORMED, ids=lambda asked: asked[:20])
async def test_a_request_that_cannot_be_read_is_told_so(world, asked):
    answer = await world.askers["participant"].client.get("/live/missed", params={"follow": asked})
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")


async def _may_follow(person, names) -> dict[str, str]:
    rights = Showing(roof.merged("live"), roof.merged("topics"))
    return (await rights.may_follow({person.id: set(names)}))[person.id]


async def _missed(asker, mark: str):
    answer = await asker.client.get("/live/missed", params={"follow": json.dumps([[mark, 0]])})
    assert answer.status_code == 200
    return answer


def _name(world, asker, what: str) -> str:
    kind, words = what.split(" ", 1)
    here, there = world.here, world.there
    numbers = {
        "cohort": {"of here": here.id, "of there": there.id},
        "roster": {"of here": here.id, "of there": there.id},
        "line": {"of here": here.id},
        "meeting": {"of here": world.ids["meeting_id"]},
        "checklist": {"of here": here.id},
        "channel": {
            "of here": world.named["said_in"],
            "of there": world.other["channel_id"],
            "of a question": world.ids["asked_id"],
        },
        "seat": {"of oneself here": asker.own.get("own_seat_id", 0), "of Pia here": world.ids["seat_id"]},
        "opened": {"of here": world.ids["opened_id"]},
        "draft": {"of here": world.named["asked_work"]},
        "request": {"of here": world.ids["request_id"], "that is closed": world.named["closed"]},
        "person": {"of oneself": asker.person.id, "of Pia": here.members["Pia"].person.id},
        "inbox": {"of oneself": asker.person.id, "of Pia": here.members["Pia"].person.id},
        "affiliate": {"of here": here.local.id, "above here": here.local.parent_id},
        "submission": {"that is read": world.ids["attempt"]},
        "issuer": {"of the micro-credential": world.definition.issuer_id},
        "news": {"to all": 1},
    }
    return f"{kind}:{numbers[kind][words]}"
