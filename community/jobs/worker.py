"""A worker does several jobs at once and lets the log be followed; it begins again whenever the database went away."""

import asyncio
import contextlib
import logging
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial

import asyncpg

from community import chance, db, errors, logs
from community.jobs import following, queue
from community.jobs.following import Follower
from community.jobs.queue import Job, Taken

log = logging.getLogger("roundtable.jobs")

AT_ONCE = 4  # jobs of one process
LOOK = 1.0  # seconds between two looks for what is due, when nobody calls
TIME_TO_FINISH = 10.0  # seconds that a clean stop leaves to jobs under way; then others repeat them


class Worker:
    """Carries out the jobs of one process and reads the log for its followers."""

    def __init__(self, url: str, jobs: Mapping[str, Job], followers: Mapping[str, Follower]) -> None:
        self.url, self.jobs, self.followers = url, jobs, followers
        self._under_way: dict[asyncio.Task, str] = {}
        self._woken = asyncio.Event()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Worker"]:
        """Work in the background while inside; at the end what is under way may finish, then others have it."""
        task = asyncio.create_task(self.run(), name="jobs")
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def run_alone(self, begun: Callable[[], None]) -> None:
        """Work until SIGTERM or Ctrl-C; `begun()` is called once both are heard, so that neither ends us midway."""
        told = asyncio.Event()
        for ended in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(ended, told.set)
        async with self.running():
            begun()
            await told.wait()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(_for_ever("jobs", self._work))
            for name, follower in self.followers.items():
                group.create_task(_for_ever(f"follower {name}", partial(following.follow, name, follower)))

    async def _work(self) -> None:
        connection = await asyncpg.connect(self.url, timeout=5, command_timeout=5, server_settings=SERVER_SETTINGS)
        try:
            connection.add_termination_listener(lambda _: self._woken.set())
            await connection.add_listener("jobs", lambda *_: self._woken.set())
            await queue.begin(connection)
            await self._plan()
            while not connection.is_closed():
                self._woken.clear()
                await self._begin_what_is_due(connection)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK):  # not wait_for(): Python 3.11's loses a cancellation in a race
                        await self._woken.wait()
                self._look_at_the_ended()
            raise ConnectionError("the worker's connection was lost")
        finally:
            await self._leave(0 if connection.is_closed() else TIME_TO_FINISH)
            connection.terminate()

    async def _plan(self) -> None:
        """What comes by itself waits under its own name."""
        for name, job in self.jobs.items():
            if job.every:
                await queue.later(name, {}, key=f"every {name}")

    async def _begin_what_is_due(self, connection: asyncpg.Connection) -> None:
        while len(self._under_way) < AT_ONCE:
            busy = Counter(self._under_way.values())
            taken = await queue.take(connection, [name for name, job in self.jobs.items() if busy[name] < job.at_once])
            if taken is None:
                break
            task = asyncio.create_task(_carry_out(taken, self.jobs[taken.name]), name=f"job {taken.id}")
            self._under_way[task] = taken.name
            task.add_done_callback(lambda _: self._woken.set())

    def _look_at_the_ended(self) -> None:
        """Raises what kept a job's end from being written down: then this worker begins anew, and the job with it."""
        for task in [task for task in self._under_way if task.done()]:
            del self._under_way[task]
            task.result()

    async def _leave(self, patience: float) -> None:
        if self._under_way and patience:
            log.info("stopping; %d jobs under way may finish", len(self._under_way))
            await asyncio.wait(self._under_way, timeout=patience)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        self._under_way.clear()


async def _carry_out(taken: Taken, job: Job) -> None:
    logs.request_id.set(f"job {taken.id}")
    try:
        async with asyncio.timeout(job.within):
            await job.do(taken.payload)
    except queue.NotYet as early:
        await queue.put_off(taken, early.at)
    except errors.Refused as problem:
        log.warning("%s is given up: %s", taken.name, problem)
        await queue.give_up(taken, problem)
    except Exception as problem:
        if taken.tries >= queue.MOST_TRIES and not job.every:
            log.exception("%s is given up after %d tries", taken.name, taken.tries)
            await queue.give_up(taken, problem)
        else:
            wait = await queue.again(taken, problem)
            seconds = wait.total_seconds()
            log.warning("%s failed at try %d: %r; again in %.0f s", taken.name, taken.tries, problem, seconds)
    else:
        await queue.done(taken, job.every)


async def _for_ever(what: str, work: Callable[[], Awaitable[None]]) -> None:
    wait = 0.5
    while True:
        try:
            await work()
        except Exception as problem:  # a database that is away must not end the worker
            log.warning("%s stopped: %r; again in %.1f s", what, problem, wait)
        await asyncio.sleep(chance.around(wait))
        wait = min(wait * 2, 15)


SERVER_SETTINGS = db.SERVER_SETTINGS | {"application_name": "roundtable-jobs"}
