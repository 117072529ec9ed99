"""Numbers for Prometheus: of each process, in a form that another's parser reads, and of nobody."""

import asyncio
import contextlib
import re
import socket
from uuid import uuid4

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as some
from prometheus_client.parser import text_string_to_metric_families as parsed

from community import config, db, events, jobs
from community.config.table import SETTINGS
from community.metrics import looks, text
from tests.board.live import open_page, served
from tests.support.cohorts import a_cohort
from tests.support.discussion import says, the_channel
from tests.support.servers import serve, start_command

WORDS = some.text(some.characters(exclude_categories=("Cs",)))


@given(WORDS, some.dictionaries(WORDS, some.floats(allow_nan=False), max_size=5))
def test_whatever_a_label_says_another_parser_reads_the_same(sentence, values):
    family = text.gauges("some_thing", "A sentence.", "label", values)
    (read,) = parsed(text.written([family]))
    assert {each.labels["label"]: each.value for each in read.samples} == values


@given(some.lists(some.floats(0, 20), min_size=1))
def test_durations_are_counted_in_buckets_that_hold_those_before(seconds):
    durations = text.Durations("some_seconds", "A sentence.", "method", (0.1, 1.0, 5.0))
    for each in seconds:
        durations.add("GET", each)
    (read,) = parsed(text.written([durations.family()]))
    found = {(each.name, each.labels.get("le")): each.value for each in read.samples}
    for bound in ("0.1", "1.0", "5.0", "+Inf"):
        assert found["some_seconds_bucket", bound] == sum(each <= float(bound) for each in seconds)
    assert found["some_seconds_count", None] == len(seconds)
    assert found["some_seconds_sum", None] == pytest.approx(sum(seconds))


async def numbers(port: int) -> dict[str, dict]:
    """What stands at this port now: {name: {labels: value}}."""
    async with httpx2.AsyncClient() as prometheus:
        answer = await prometheus.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"] == text.KIND
    assert "\n# EOF" not in answer.text and answer.text.endswith("\n")
    return _by_name(answer.text)


def _by_name(said: str) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for family in parsed(said):
        assert family.documentation and family.type in ("counter", "gauge", "histogram"), family
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def free_ports(many: int) -> int:
    """The first of so many ports that nobody has."""
    for first in range(20_000, 30_000, 10):
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for port in range(first, first + many):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise AssertionError("no port is free")


async def test_each_process_has_a_port_of_its_own_and_tells_patterns_only(database_url):
    first = free_ports(3)
    async with serve("--workers", "2", ROUNDTABLE_METRICS=str(first)) as server, httpx2.AsyncClient() as visitor:
        for _ in range(20):
            for path in ("/healthz", "/cohorts/7", "/catalogue/EL-02", "/nowhere/12345", "/metrics"):
                await visitor.get(server.url + path)
        await visitor.request("PUT", f"{server.url}/healthz")
        assert (await visitor.get(f"{server.url}/metrics")).status_code == 404, "it is none of the app's doors"
        both = [await numbers(port) for port in (first, first + 1)]
        async with httpx2.AsyncClient() as other:
            assert (await other.get(f"http://127.0.0.1:{first}/")).status_code == 404
    told: dict[tuple, float] = {}
    for one in both:
        assert one["process_resident_memory_bytes"][()] > 10_000_000 and one["process_cpu_seconds_total"][()] > 0
        assert one["roundtable_database_up"] == {(): 1.0}
        for labels, value in one.get("roundtable_requests_total", {}).items():
            told[labels] = told.get(labels, 0) + value
    assert told["GET", "/healthz", "200"] == 20
    assert told["GET", "/cohorts/{cohort_id:int}", "303"] == 20 and told["GET", "/catalogue/{code}", "404"] == 20
    assert told["GET", "none", "404"] == 41 and told["other", "none", "405"] == 1
    assert not [route for _, route, _ in told if re.search(r"\d", route)]
    lasted = sum(one.get("roundtable_request_seconds_count", {}).get(("GET",), 0) for one in both)
    assert lasted == sum(value for (method, _, _), value in told.items() if method == "GET")


async def test_it_is_off_when_nothing_is_set_and_for_this_machine_alone_when_no_host_is():
    (setting,) = [each for each in SETTINGS if each.name == "ROUNDTABLE_METRICS"]
    assert config.load({"ROUNDTABLE_METRICS": ""}).metrics == ""
    assert setting.read("9600") == ("127.0.0.1", 9600)
    assert setting.read("0.0.0.0:9600") == ("0.0.0.0", 9600) and setting.read("[::1]:9600") == ("::1", 9600)
    for wrong in ("port", "host:", "1.2.3.4:0", ":99999"):
        with pytest.raises(ValueError):
            setting.read(wrong)


async def test_where_all_ports_are_taken_people_are_served_all_the_same(database_url):
    first = free_ports(2)
    with socket.socket() as one, socket.socket() as two:
        for taken, port in ((one, first), (two, first + 1)):
            taken.bind(("127.0.0.1", port))
            taken.listen()
        async with serve(ROUNDTABLE_METRICS=str(first)) as server, httpx2.AsyncClient() as visitor:
            assert (await visitor.get(f"{server.url}/healthz")).status_code == 200


async def test_a_process_that_only_works_tells_of_jobs(database):
    await jobs.later("nobody does this", {})
    tomorrow = await db.value("select clock_timestamp() + interval '1 day'")
    await jobs.later("mail", {"to": "somebody@example.org"}, at=tomorrow)
    first = free_ports(2)
    process = await start_command("work", ROUNDTABLE_METRICS=str(first))
    try:
        async with asyncio.timeout(60):
            while (await process.stdout.readline()) != b"working\n":
                assert process.returncode is None
        found = await numbers(first)
    finally:
        process.terminate()
        await process.communicate()
        await db.run("delete from job")
    assert found["roundtable_jobs"]["due",] >= 1 and found["roundtable_mails_waiting"][()] == 1
    assert "roundtable_sockets" not in found


async def looked(app) -> dict[str, dict]:
    return _by_name(text.written(await looks.families(app.state["realtime"])))


async def test_sockets_frames_deliveries_and_the_feed(app):
    async with served(app) as address, a_cohort(app, "Ana", "Ben") as cohort, contextlib.AsyncExitStack() as stack:
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, "The first word makes the channel.")
        channel = await the_channel(ben)
        opened = [await stack.enter_async_context(open_page(address, ben, channel.address)) for _ in range(3)]
        before = await looked(app)
        assert before["roundtable_sockets"] == {(): 3.0}
        seq = (await events.newest([channel.topic]))[channel.topic]
        await ana.posts(f"{channel.address}/messages", text="Hello", post_key=str(uuid4()))
        for page in opened:
            await page.socket.hears(channel.topic, seq + 1)
        after = await looked(app)
    assert after["roundtable_frames_total"][()] > before["roundtable_frames_total"][()]
    assert after["roundtable_deliveries_total"][()] - before["roundtable_deliveries_total"][()] >= 3
    assert after["roundtable_feed_behind"] == {(): 0.0} and 0 < after["roundtable_feed_lag_seconds"][()] < 60


async def test_who_has_not_read_the_log_and_what_the_pool_has(app):
    at = await db.value("select clock_timestamp() - interval '90 seconds'")
    await db.run("insert into log_mark (name, xact, id) values ('slow', '0', 0) on conflict do nothing")
    await db.run("insert into event (topic, seq, kind, at) values ('cohort:77', 1, 'work.moved', :at)", at=at)
    await db.run("update log_mark set xact = (select min(xact) from event where topic = 'cohort:77'), id = 0")
    found = await looked(app)
    await db.run("delete from log_mark where name = 'slow'")
    assert 80 < found["roundtable_log_lag_seconds"]["slow",] < 400
    pool = found["roundtable_pool_connections"]
    assert pool["used",] + pool["idle",] >= 1 and found["roundtable_pool_connections_most"][()] == 10


async def test_without_the_database_it_still_says_what_it_knows(app, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(db, "_database", None)
        found = await looked(app)
    assert found["roundtable_database_up"] == {(): 0.0} and "roundtable_jobs" not in found
    assert found["roundtable_sockets"][()] == 0
