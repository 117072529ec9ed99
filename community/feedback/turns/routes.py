"""Whom a request asks by turn has no door of its own: the job goes on with what nobody answered."""

from datetime import timedelta

from community.feedback.turns import actions
from community.jobs import Job

jobs = {"feedback.ask_by_turn": Job(actions.ask_by_turn, every=timedelta(minutes=10), within=300, at_once=1)}
