"""What is said, quoted, planned and asked from outside in the two cohorts."""

from datetime import timedelta
from uuid import uuid4

from community import clock
from community.cohorts import queries as cohorts
from community.discussion import actions as discussion
from community.discussion.asked import actions as outside
from community.discussion.attachments import actions as attachments
from community.discussion.quoting import actions as quoting
from community.discussion.quoting import rules as quotation_rules
from community.evidence import queries as evidence
from community.meetings import actions as meetings
from community.meetings.calendars import actions as calendars
from community.meetings.calendars import queries as calendar_rows
from community.meetings.coming import actions as rsvps
from community.meetings.coming import links
from community.meetings.coming.rules import Answer
from community.meetings.pairs import actions as pairs
from community.moderation import actions as moderation
from community.moderation import queries as reports
from community.moderation.rules import Reason
from community.overview.letters import actions as several
from community.people.queries import Person
from tests.support.artifacts import a_pdf
from tests.support.discussion import brought, files_looked_at, says, the_channel, writes_to
from tests.support.meetings import meets
from tests.support.roles import KEY, SECRETS
from tests.support.world.ground import World


async def say_something(world: World, people: dict[str, Person]) -> None:
    author = await world.here.seats("Ada")
    plan = await brought("A plan of glass.pdf", a_pdf())
    message = await says(author, "What I say, under a roof of glass", files=[plan])
    await files_looked_at()
    deleted = await says(author, "What I took back")
    await says(world.here.facilitator, "An answer", thread=message)
    await says(world.here.facilitator, "Read this first", spot="announcements")
    await says(author, "About the plan", spot=f"of-{KEY}")
    seat = world.here.facilitator.seat
    await discussion.delete(author.seat, world.here.cohort, deleted)
    topic = await discussion.make_channel(seat, world.here.cohort, "Questions of all kinds")
    tess = await world.there.seats("Tess")
    theirs = await says(tess, "Said over there")
    world.ids |= {"message_id": message.id, "channel_id": topic.id}
    world.other |= {"message_id": theirs.id, "channel_id": theirs.channel_id}
    told = await writes_to(author, await world.here.seats("Ana"), "Only for you")
    ana = await world.here.seats("Ana")
    await moderation.report(ana.seat, message, Reason.OTHER, "It is too long")
    (report,) = await reports.reports(seat)
    world.ids["report_id"] = report.id
    (file,) = message.attachments
    world.ids["attachment"] = file.number
    coming = await attachments.create(author.seat, "On its way.pdf", 9_000_000, uuid4())
    world.ids["coming"] = coming.number
    await _ask_from_outside(world, people["invited"])
    world.named |= {"two": told.channel_id, "told": told.id}
    world.named |= {"deleted": deleted.id, "said_in": message.channel_id, "announcements": "announcements"}


async def _ask_from_outside(world: World, person: Person) -> None:
    """Who has no seat yet asks from the public page, and is answered with a file."""
    thread = await outside.ask(person, world.here.cohort, "Is there room for a beginner?", uuid4())
    words = await brought("What to expect.pdf", a_pdf())
    answer = await says(world.here.facilitator, "There is.", spot=str(thread), files=[words])
    await files_looked_at()
    world.ids["asked_id"] = thread
    world.named |= {"answered": answer.id, "expect": answer.attachments[0].number}


async def quote(world: World) -> None:
    """The author asks about a passage of her draft."""
    ada, cohort = await world.here.seats("Ada"), world.here.cohort
    passage = quotation_rules.passage(f"Another plan, {SECRETS['author']}", "Another plan")
    work = await evidence.work(ada.person, world.definition.code, KEY)
    number = await quoting.mark(ada.person, ada.seat, cohort, work, KEY, passage)
    channel = await the_channel(ada, f"of-{KEY}")
    message = await discussion.post(ada.seat, cohort, channel, "Clear?", uuid4(), quotation=number)
    world.named["quoting"] = message.id


async def meet(world: World) -> None:
    """In each cohort a meeting that is still to come, here with a pair; here also one that was cancelled."""
    facilitator, ada = world.here.facilitator, await world.here.seats("Ada")
    swap = await meets(facilitator, "Artifact swap", days=10)
    await rsvps.answer(ada.seat, world.here.cohort, swap, Answer.COMES)
    link = links.link(ada.person.id, swap.id).rsplit("/", 1)[1]
    await calendars.renew(ada.person)
    world.ids["calendar_secret"] = (await calendar_rows.address(ada.person)).secret
    world.ids |= {"meeting_id": swap.id, "meeting_link": link}
    world.other["meeting_id"] = (await meets(world.there.facilitator, "Over there", days=10)).id
    cancelled = await meets(facilitator, "Put off", days=12)
    await meetings.cancel(await cohorts.place(facilitator.person, world.here.id), cancelled)
    world.named["cancelled"] = cancelled.id
    for made, ids in ((world.here, world.ids), (world.there, world.other)):
        goes_at = clock.now() + timedelta(days=20)
        ids["letter_id"] = await several.plan(made.facilitator.seat, "How does it go?", goes_at, (), uuid4())
    here = await cohorts.place(facilitator.person, world.here.id)
    two = frozenset(one.seat.id for one in await world.here.seats("Ana", "Pia"))
    await pairs.agree(here, facilitator.seat, swap, [two], 0)
