"""Work for later, and those who follow the whole log."""

from community.jobs.following import Follower as Follower
from community.jobs.following import read_on as read_on
from community.jobs.queue import WORKERS as WORKERS
from community.jobs.queue import Job as Job
from community.jobs.queue import NotYet as NotYet
from community.jobs.queue import later as later
from community.jobs.queue import later_all as later_all
from community.jobs.worker import Worker as Worker
