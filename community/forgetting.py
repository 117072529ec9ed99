"""Every hour the ground takes away what nobody needs any more: attempts, post keys, jobs that were given up."""

from datetime import timedelta

from community import limits, once
from community.jobs import Job, queue


async def forget(payload: dict) -> None:
    """The job `forget`."""
    await limits.forget()
    await once.forget()
    await queue.forget()


jobs = {"forget": Job(forget, every=timedelta(hours=1))}
