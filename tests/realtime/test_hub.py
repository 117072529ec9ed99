"""What telling costs: one encoding a frame, one write a reader and turn, no task; a slow reader slows nobody."""

import asyncio
import json

from realtime.hub import Hub
from realtime.topic import KEEP
from tests.realtime.memory import FACILITATOR, PEER, Deed, reader, show


def following(hub, key=PEER, name="channel:1", count=1, **options):
    """Readers that follow the topic."""
    topic = hub.topic(name)
    if topic.seq is None:
        topic.start(0)
    readers = [reader(hub, person, **options) for person in range(1, count + 1)]
    for each in readers:
        hub.join(each, topic, key)
    return topic, readers


def numbers(reading):
    return [said["seq"] for text in reading.wire.texts() for said in json.loads(text).values() if "seq" in said]


async def turn():
    """The rest of this turn of the loop."""
    await asyncio.sleep(0)


async def test_ten_events_of_one_turn_are_one_write_to_each_reader_and_the_same_bytes_to_all():
    hub = Hub()
    topic, readers = following(hub, count=50)
    before = len(asyncio.all_tasks())
    for seq in range(1, 11):
        hub.publish(topic, show(Deed("channel:1", seq, about=seq)))
    assert [r.wire.writes for r in readers] == [[]] * 50, "nothing leaves before the turn ends"
    await turn()
    assert {len(r.wire.writes) for r in readers} == {1}, "one write a reader"
    assert len({id(r.wire.writes[0]) for r in readers}) == 1, "one piece of bytes for all"
    assert numbers(readers[0]) == list(range(1, 11))
    assert len(asyncio.all_tasks()) == before, "no task"


async def test_two_audiences_are_each_told_their_own_and_neither_sees_a_gap():
    hub = Hub()
    topic, (peer,) = following(hub)
    _, (facilitator,) = following(hub, FACILITATOR)
    hub.publish(topic, show(Deed("channel:1", 1, about=1)))
    quiet = show(Deed("channel:1", 2, about=2))
    quiet.frames[PEER] = quiet.seen
    hub.publish(topic, quiet)
    await turn()
    assert numbers(peer) == numbers(facilitator) == [1, 2]
    assert [next(iter(json.loads(text))) for text in peer.wire.texts()] == ["show", "seen"]
    assert "thing-2" not in "".join(peer.wire.texts())


async def test_a_bare_seen_is_not_worth_a_write_of_its_own():
    hub = Hub()
    topic, (peer,) = following(hub)
    quiet = show(Deed("channel:1", 1, about=1))
    quiet.frames[PEER] = quiet.seen
    hub.publish(topic, quiet)
    await turn()
    assert peer.wire.writes == []
    hub.flush()
    assert numbers(peer) == [1]


async def test_who_joins_is_not_told_again_what_waits_for_the_others():
    hub = Hub()
    topic, (early,) = following(hub)
    hub.publish(topic, show(Deed("channel:1", 1, about=1)))
    late = reader(hub, 2)
    hub.join(late, topic, PEER)
    hub.publish(topic, show(Deed("channel:1", 2, about=2)))
    await turn()
    assert (numbers(early), numbers(late)) == ([1, 2], [2])


async def test_a_reader_that_cannot_keep_up_is_away_and_costs_nothing_more():
    hub, woken = Hub(), []
    topic, (quick,) = following(hub)
    slow = reader(hub, 2, wake=woken.append, pauses_after=100)
    hub.join(slow, topic, PEER)
    for seq in range(1, 1001):
        hub.publish(topic, show(Deed("channel:1", seq, about=seq)))
        await turn()
    assert numbers(quick) == list(range(1, 1001)), "nobody waits for the slow one"
    assert slow.away_since is not None
    assert len(slow.wire.writes) < 4, "and nothing is stored for it"
    assert slow.follows["channel:1"].seen == numbers(slow)[-1], "it is known what it has"
    slow.resume()
    assert woken == [slow]


async def test_memory_holds_the_last_two_hundred():
    hub = Hub()
    topic, _ = following(hub)
    for seq in range(1, 501):
        hub.publish(topic, show(Deed("channel:1", seq, about=seq)))
    assert len(topic.kept) == KEEP == 200
    assert [kept.event.seq for kept in topic.after(300)] == list(range(301, 501))
    assert topic.after(299) is None, "memory does not reach so far"
    assert topic.after(500) == []
    assert topic.after(501) is None, "that number was never given"


async def test_what_was_shown_anew_or_hidden_is_not_replayed_as_it_was():
    hub = Hub()
    topic, _ = following(hub)
    hub.publish(topic, show(Deed("channel:1", 1, about=7), text="a secret"))
    hub.publish(topic, show(Deed("channel:1", 2, about=8), text="a name"))
    hub.publish(topic, show(Deed("channel:1", 3, about=7), text="no secret"))  # the same element
    gone = show(Deed("channel:1", 4, about=8), keys=())  # nothing is shown of 8 any more
    gone.element = ""
    gone.frames[PEER] = gone.seen
    hub.publish(topic, gone)
    first, second, third, fourth = topic.after(0)
    assert first.frame(PEER) == first.seen, "the later frame stands for it"
    assert second.frame(PEER) is None, "it must be rendered anew, from what it is now"
    assert b"no secret" in third.frame(PEER) and fourth.frame(PEER) == fourth.seen


async def test_a_group_that_cannot_be_shown_an_event_is_told_to_reload_and_follows_no_more():
    hub = Hub()
    topic, (peer,) = following(hub)
    _, (facilitator,) = following(hub, FACILITATOR)
    hub.publish(topic, show(Deed("channel:1", 1, about=1)))
    hub.publish(topic, show(Deed("channel:1", 2, about=2), keys=(PEER,)))
    hub.publish(topic, show(Deed("channel:1", 3, about=3)))
    await turn()
    assert numbers(peer) == [1, 2, 3], "the others notice nothing"
    assert [json.loads(text) for text in facilitator.wire.texts()][1:] == [{"reload": {"topic": "channel:1"}}]
    assert facilitator.follows == {}


async def test_nothing_is_written_behind_a_close_frame_and_a_lost_socket_leaves_nothing_behind():
    hub = Hub()
    topic, (ann, ben) = following(hub, count=2)
    hub.publish(topic, show(Deed("channel:1", 1, about=1)))
    ann.hang_up(1013)
    await turn()
    hub.publish(topic, show(Deed("channel:1", 2, about=2)))
    await turn()
    assert (ann.wire.writes, numbers(ben)) == ([], [1, 2])
    hub.remove(ben)
    assert (hub.readers, hub.by_person, topic.groups) == ({}, {}, {})


async def test_a_topic_that_nobody_follows_is_forgotten_after_a_while():
    hub = Hub()
    topic, (peer,) = following(hub)
    hub.remove(peer)
    hub.forget()
    assert "channel:1" in hub.topics, "its reader may just be reloading"
    topic.idle_since -= 61
    hub.forget()
    assert hub.topics == {}
