"""Who follows the log and counts: the lines of whom an event is about are written anew."""

from community.events import Event
from community.insights.counting import queries
from community.insights.counting.rules import ABOUT_ATTEMPTS, ABOUT_AWARDS, ABOUT_MEETINGS, ATTENDED
from community.jobs import Follower


async def count(news: list[Event]) -> None:
    """The follower: in the transaction that moves its mark, so that each is counted once."""
    attempts = sorted({event.about for event in news if event.kind in ABOUT_ATTEMPTS and event.about})
    awards = sorted({event.about for event in news if event.kind in ABOUT_AWARDS and event.about})
    marks = sorted({event.about for event in news if event.kind == ATTENDED and event.about})
    versions = sorted({event.about for event in news if event.kind in ABOUT_MEETINGS and event.about})
    if marks:
        await queries.count_attended_by_id(marks)
    if versions:
        await queries.move_attended_by_id(versions)
    if attempts or awards:
        whose = await queries.whose_by_id(attempts, awards)
        if whose:
            await queries.recount_by_id(whose)


followers = {"insights": Follower(count)}
