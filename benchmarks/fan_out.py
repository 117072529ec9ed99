"""One frame to many sockets, ten at once, and what an idle socket weighs: ours beside the peers, rounds interleaved."""

import contextlib
import resource
import statistics
from collections.abc import Iterator

from benchmarks import servers
from benchmarks.crowd import Crowd

PEERS = {
    "hub": "Roundtable's hub",
    "plain": "plain websockets, its broadcast()",
    "loop": "Starlette, await send_text in a loop",
    "socketio": "python-socketio",
}
SOCKETIO = {"path": "/socket.io/?EIO=4&transport=websocket", "hello": "40", "counted": b"42"}
OTHERS = {"path": "/live"}


def fan_out(size: int = 1000, rounds: int = 3, messages: int = 20) -> None:
    """CPU of the server for each delivery of one message to `size` sockets."""
    _compare(f"one message to {size} sockets", size, rounds, messages, at_once=1)


def ten_at_once(size: int = 500, rounds: int = 3, messages: int = 10) -> None:
    """CPU of the server for each delivery, when ten messages happen in one turn of its loop."""
    _compare(f"ten messages at once to {size} sockets", size, rounds, messages, at_once=10)


def memory(size: int = 1000) -> None:
    """Bytes that the server grows by for each idle socket; ours follows three topics."""
    print(f"memory of an idle socket, {size} of them")
    grown = {}
    for name in PEERS:
        with servers.running(name) as server:
            before = server.memory()
            crowd = _crowd(server, size)
            crowd.tell()
            crowd.wait(1)
            grown[name] = (server.memory() - before) / size
            crowd.close()
    for name, bytes_ in grown.items():
        print(f"  {PEERS[name]:<42}{bytes_ / 1024:8.1f} KB{bytes_ / grown['hub']:8.2f} × ours")


def _compare(title: str, size: int, rounds: int, messages: int, at_once: int) -> None:
    print(title)
    with contextlib.ExitStack() as stack:
        crowds = {name: stack.enter_context(_gathered(name, size)) for name in PEERS}
        spent: dict[str, list[float]] = {name: [] for name in PEERS}
        last: dict[str, list[float]] = {name: [] for name in PEERS}
        for _ in range(rounds):
            for name, (server, crowd) in crowds.items():
                crowd.tell(at_once)
                crowd.wait(at_once)  # warm
                before = server.cpu()
                for _ in range(messages):
                    crowd.tell(at_once)
                    last[name].append(crowd.wait(at_once) * 1000)
                spent[name].append((server.cpu() - before) / (messages * at_once * size) * 1e6)
    ours = statistics.median(spent["hub"])
    for name in PEERS:
        cpu = statistics.median(spent[name])
        print(f"  {PEERS[name]:<42}{cpu:8.2f} µs a delivery{cpu / ours:8.2f} × ours   last reader {statistics.median(last[name]):7.1f} ms")


@contextlib.contextmanager
def _gathered(name: str, size: int) -> Iterator[tuple[servers.Server, Crowd]]:
    with servers.running(name) as server:
        crowd = _crowd(server, size)
        yield server, crowd
        crowd.close()


def _crowd(server: servers.Server, size: int) -> Crowd:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    crowd = Crowd(server.port, size, **(SOCKETIO if server.name == "socketio" else OTHERS))
    return crowd
