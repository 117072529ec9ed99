"""A reader says whether this would meet it: nobody is told before the notes are sent."""

from community import clock
from community.errors import Conflict, Invalid
from community.feedback import reasons
from community.feedback.outlooks import queries, rules
from community.feedback.outlooks.rules import Outlooks
from community.feedback.readings.queries import Feedback
from community.people.queries import Person


async def keep(person: Person, given: Feedback, said: Outlooks) -> None:
    """Keep it for its writer, also half said; Invalid where it is longer than is kept, Conflict once it is sent."""
    if rules.too_long(said):
        raise Invalid(reasons.too_long(said))
    if not await queries.set_outlooks(person, given, said, clock.now()):
        raise Conflict(reasons.sent_already())


async def say(person: Person, given: Feedback, said: Outlooks) -> None:
    """The same with the notes, as they are sent; Invalid with a sentence for each criterion that is half said."""
    wrong = reasons.of_outlooks(said)
    if wrong:
        raise Invalid(wrong)
    await keep(person, given, said)
