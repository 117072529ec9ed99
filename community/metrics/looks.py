"""What is read anew each time somebody asks: sockets, the log, jobs, the pool, the process."""

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

from community import clock, db, errors
from community.metrics import requests
from community.metrics.text import Family, count, gauge, gauges
from realtime import Realtime

_begun = time.time()


async def families(realtime: Realtime | None) -> list[Family]:
    """All numbers of this process; without `realtime` it serves nobody."""
    found = [*_process(), *_pool()]
    if realtime is not None:
        found += [requests.answered.family(), requests.lasted.family(), *_live(realtime)]
    try:
        found += [*await _waiting(), gauge("roundtable_database_up", "Whether the database answers.", 1)]
    except errors.Unavailable:
        found.append(gauge("roundtable_database_up", "Whether the database answers.", 0))
    return found


def _live(realtime: Realtime) -> Iterator[Family]:
    hub = realtime.hub
    yield gauge("roundtable_sockets", "Sockets that are open.", len(hub.readers))
    yield gauge("roundtable_topics", "Topics that somebody follows here, or has just now.", len(hub.topics))
    yield count("roundtable_frames_total", "Frames that were told, each once for all its readers.", hub.frames)
    yield count("roundtable_deliveries_total", "Frames that left for one reader.", hub.deliveries)
    behind = sum(max(0, topic.heard - topic.seq) for topic in hub.topics.values() if topic.seq is not None)
    yield gauge("roundtable_feed_behind", "Events that were called out and are not told yet.", behind)
    yield gauge("roundtable_feed_lag_seconds", "Seconds from the last call until all was told.", realtime.feed.lag)
    yield gauge("roundtable_bus_hears", "Whether calls between processes are heard.", int(realtime.hears()))


async def _waiting() -> list[Family]:
    now = clock.now()
    jobs = await db.one(
        dict,
        """
        select count(*) filter (where given_up_at is null) as waiting,
               count(*) filter (where given_up_at is null and coalesce(at, queued_at) < :now) as due,
               count(*) filter (where given_up_at is null and problem <> '') as again,
               count(*) filter (where given_up_at is not null) as given_up,
               count(*) filter (where given_up_at is null and name = 'mail') as mails
        from job
        """,
        now=now,
    ) or {}  # fmt: skip
    unread = await db.many(
        dict,
        """
        select log_mark.name, (
            select min(next.at) from (
                select event.at from event where (event.xact, event.id) > (log_mark.xact, log_mark.id)
                order by event.xact, event.id limit 1
            ) as next
        ) as since from log_mark order by log_mark.name limit 20
        """,
    )
    mails = jobs.pop("mails")
    lag = {row["name"]: max(0.0, (now - row["since"]).total_seconds()) if row["since"] else 0.0 for row in unread}
    return [
        gauges("roundtable_jobs", "Jobs: all that wait, of them due or to be tried again; given up.", "state", jobs),
        gauge("roundtable_mails_waiting", "Mails that were not handed over yet.", mails),
        gauges("roundtable_log_lag_seconds", "Age of the first event that a follower has not read.", "follower", lag),
    ]


def _pool() -> Iterator[Family]:
    size, idle, most = db.pool()
    says = "Connections to the database that this process has."
    yield gauges("roundtable_pool_connections", says, "state", {"used": size - idle, "idle": idle})
    yield gauge("roundtable_pool_connections_most", "Connections that it may have.", most)


def _process() -> Iterator[Family]:
    """By the names that Prometheus gives them everywhere."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield count("process_cpu_seconds_total", "Seconds of processor time.", used.ru_utime + used.ru_stime)
    yield gauge("process_start_time_seconds", "When it began, in seconds since 1970.", _begun)
    if Path("/proc/self/statm").exists():
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        yield gauge("process_resident_memory_bytes", "Bytes of memory.", pages * os.sysconf("SC_PAGE_SIZE"))
        yield gauge("process_open_fds", "Open files and sockets.", len(list(Path("/proc/self/fd").iterdir())))
