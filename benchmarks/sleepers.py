"""Readers that read nothing any more: what the others notice of them, and what the server keeps for each."""

import contextlib
import socket
import statistics

from benchmarks import servers
from benchmarks.crowd import Crowd
from benchmarks.log import crowd_of, database

AT_ONCE = 200  # messages that are asked for together


def sleepers(size: int = 100, most: int = 12_000, measured: int = 200) -> None:
    """The lag of `size` who read, before and while as many others sleep; and the memory of a sleeper."""
    print(f"{size} readers, and {size} who sleep until their connection takes nothing more", flush=True)
    with database() as url, servers.running("returning", DATABASE_URL=url) as server:
        awake, asleep = crowd_of(server, size, 0), crowd_of(server, size, 0)
        for one in asleep.clients:
            one.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)  # so that it is full soon
        _told(awake, AT_ONCE)
        asleep.wait_for_all(awake.heard())
        before, memory = _lag(awake, measured), server.memory()
        asleep.wait_for_all(awake.heard())
        for _ in range(0, most, AT_ONCE):  # from here on nobody reads what they are sent
            _told(awake, AT_ONCE)
        grown = (server.memory() - memory) / size
        after = _lag(awake, measured)
        with contextlib.suppress(TimeoutError):
            asleep.wait_for_all(awake.heard(), limit=10)
        let_go = sum(one.frames < awake.heard() for one in asleep.clients)
        for crowd in (awake, asleep):
            crowd.close()
    print(f"  {'p95 of the last reader, nobody asleep':<42}{before * 1000:8.1f} ms")
    print(f"  {'p95 of the last reader, half asleep':<42}{after * 1000:8.1f} ms{after / before:8.2f} × the former")
    print(f"  {'memory for each sleeper':<42}{grown / 1024 / 1024:8.2f} MB after {most} messages")
    print(f"  {'sleepers that wake to an order to reload':<42}{let_go:8} of {size}")


def _told(crowd: Crowd, count: int) -> None:
    crowd.tell(count)
    crowd.wait(count)


def _lag(crowd: Crowd, messages: int) -> float:
    """Seconds until the last reader had a message: of twenty such waits the second longest."""
    waits = []
    for _ in range(messages):
        crowd.tell(1)
        waits.append(crowd.wait(1))
    return statistics.quantiles(waits, n=20)[-1]
