"""One frame to many sockets, ten at once, and what an idle socket weighs: ours beside the peers, rounds interleaved."""

import contextlib
import resource
import statistics
from collections.abc import Iterator

from benchmarks import servers
from benchmarks.crowd import Crowd

PEERS = {
    "floor": "C, one send() after the other",
    "hub": "Roundtable's hub",
    "plain": "plain websockets, its broadcast()",
    "loop": "Starlette, await send_text in a loop",
    "tasks": "Starlette, a queue and a task for each",
    "socketio": "python-socketio",
    "channels": "Django Channels, its layer in memory",
    "node": "ws on Node",
}
SOCKETIO = {"path": "/socket.io/?EIO=4&transport=websocket", "hello": "40", "counted": b"42"}
OTHERS = {"path": "/live"}


def fan_out(rounds: int = 3) -> None:
    """CPU of the server for each delivery of one message to 1,000 sockets; then how that stands at 100 and at 5,000."""
    _compare("one message to 1000 sockets", 1000, rounds, messages=20)
    _compare("one message to 100 sockets", 100, rounds, messages=100, names=("floor", "hub", "node"))
    _compare("one message to 5000 sockets", 5000, rounds, messages=4, names=("floor", "hub", "socketio", "node"))


def ten_at_once(rounds: int = 3) -> None:
    """CPU of the server for each delivery, when ten messages happen in one turn of its loop."""
    _compare("ten messages at once to 500 sockets", 500, rounds, messages=10, at_once=10)


def memory(size: int = 1000, many: int = 5000) -> None:
    """Bytes that the server grows by for each idle socket; ours follows three topics. Then ours with many of them."""
    _memory(size, _present(tuple(PEERS)[1:]))
    if _descriptors() > many + 200:
        _memory(many, ["hub"])
    else:
        print(f"{many} idle sockets: this account may open {_descriptors()} files only (ulimit -n)")


def _memory(size: int, names: list[str]) -> None:
    print(f"memory of an idle socket, {size} of them", flush=True)
    grown = {}
    for name in names:
        with servers.running(name) as server:
            before = server.memory()
            crowd = _crowd(server, size)
            crowd.tell()
            crowd.wait(1)
            grown[name] = (server.memory() - before) / size
            crowd.close()
    for name, bytes_ in grown.items():
        print(f"  {PEERS[name]:<42}{bytes_ / 1024:8.1f} KB{bytes_ / grown['hub']:8.2f} × ours")


def _compare(
    title: str, size: int, rounds: int, messages: int, at_once: int = 1, names: tuple[str, ...] = tuple(PEERS)
) -> None:
    print(title, flush=True)
    with contextlib.ExitStack() as stack:
        crowds = {name: stack.enter_context(gathered(name, size)) for name in _present(names)}
        spent: dict[str, list[float]] = {name: [] for name in crowds}
        last: dict[str, list[float]] = {name: [] for name in crowds}
        for _ in range(rounds):
            for name, (server, crowd) in crowds.items():
                crowd.tell(at_once)
                crowd.wait(at_once)  # warm
                spent[name].append(
                    cost_of(server, crowd, messages, at_once, last[name]) / (messages * at_once * size) * 1e6
                )
    medians = {name: statistics.median(times) for name, times in spent.items()}
    for name, cpu in medians.items():
        floor = f"{cpu / medians['floor']:8.2f} × C" if "floor" in medians else ""
        late = f"   last reader {statistics.median(last[name]):7.1f} ms"
        print(f"  {PEERS[name]:<42}{cpu:8.2f} µs a delivery{cpu / medians['hub']:8.2f} × ours{floor}{late}", flush=True)


def cost_of(
    server: servers.Server, crowd: Crowd, messages: int, at_once: int = 1, late: list[float] | None = None
) -> float:
    """Seconds of CPU for so many messages, without what being asked to tell costs; `late` gets when the last heard."""
    before = server.cpu()
    for _ in range(messages):
        crowd.tell(0)
    asked, seconds = server.cpu() - before, []
    for _ in range(messages):
        crowd.tell(at_once)
        seconds.append(crowd.wait(at_once) * 1000)
    if late is not None:
        late += seconds
    return server.cpu() - before - 2 * asked


def _present(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if servers.can_run(name)]


@contextlib.contextmanager
def gathered(name: str, size: int) -> Iterator[tuple[servers.Server, Crowd]]:
    with servers.running(name) as server:
        crowd = _crowd(server, size)
        yield server, crowd
        crowd.close()


def _crowd(server: servers.Server, size: int) -> Crowd:
    _descriptors()
    crowd = Crowd(server.port, size, **(SOCKETIO if server.name == "socketio" else OTHERS))
    return crowd


def _descriptors() -> int:
    """As many files and sockets as this process may open at most, which it may from now on, and what it starts too."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
