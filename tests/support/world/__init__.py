"""Two cohorts with one person, and a browser, for each way of standing to one of them; and what there is to ask for."""

from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from community import assets, clock, db, mail
from community.affiliates import queries as affiliate_queries
from community.catalogue import queries as catalogue
from community.notifications.announcing import actions as announcing
from community.people.accounts import actions as accounts
from community.people.codes import actions as codes
from community.people.exports import queries as exports
from community.people.queries import Person
from tests.support.cohorts import a_cohort, a_local
from tests.support.factors import has_a_factor
from tests.support.people import PASSWORD, make_person
from tests.support.roles import EVERYBODY, ISSUER, KEY
from tests.support.world import attempts, desks, feedback, own, persons, talk
from tests.support.world.ground import World
from tests.support.world.ground import undone as undone


@asynccontextmanager
async def a_world(app):
    """All roles at the doors of `app`."""
    async with AsyncExitStack() as stack:
        local = await a_local("Cedar Valley Education Association")
        state = (await affiliate_queries.affiliates_by_id([local.parent_id]))[local.parent_id]
        beside = await a_local("Elk Ridge Teachers", under=state)
        here = await stack.enter_async_context(a_cohort(app, "Pia", "Ana", local=local))
        there = await stack.enter_async_context(a_cohort(app, "Tess", local=beside))
        world = World(here, there, await catalogue.public_definition(here.cohort.code))
        people = await persons.everybody(here, there, state)
        await talk.say_something(world, people)
        await talk.meet(world)
        await persons.invite_by_mail(world, people["stranger"])
        for role in EVERYBODY:
            world.askers[role] = await persons.at_the_door(app, stack, role, people.get(role))
        world.ids |= await desks.ids_at_the_desk(here)  # before anybody claims anything: a roster answers claims
        await own.give_everybody(world)
        await talk.quote(world)
        await desks.give_a_voucher(world)
        await _make_the_rest(world, people)
        await feedback.ask_for_feedback(world)
        await feedback.practise(world)
        yield world


async def _make_the_rest(world: World, people: dict[str, Person]) -> None:
    """What the former stand beside or come to; and the numbers of all of it."""
    here, there = world.here, world.there
    pia, tess = await here.seats("Pia"), await there.seats("Tess")
    letter = mail.Mail(to="somebody@example.org", subject="Hello", text="Hello", html="<p>Hello</p>", key="doors")
    await mail.send(letter)
    mark = assets.asset("roundtable.css").split("/")[2]
    state = (await affiliate_queries.affiliates_by_id([here.local.parent_id]))[here.local.parent_id]
    world.ids |= {
        "person_id": pia.person.id,
        "cohort_id": here.id, "seat_id": pia.seat.id, "kind": "general", "key": KEY, "code": world.definition.code,
        "join_code": here.cohort.spoken_code,
        "stack": "EL", "group": here.cohort.slug, "affiliate": here.local.slug, "state": state.slug,
        "item": "read_it_all",
        "issuer": ISSUER,
        "language": "es",
        "number": 1, "other": 2, "name": mail.kept()[0].name, "mark": mark, "path": "roundtable.css",
    }
    world.ids |= await desks.ask_support(world)
    world.ids |= await desks.gather(world) | await desks.ask(world) | await desks.keep_a_template(world)
    world.ids |= await attempts.ask_for_time(world)
    world.ids |= await feedback.ask_to_be_let_in(world) | await attempts.submit(world) | await attempts.review(world)
    world.ids |= await attempts.earn(world) | await attempts.calibrate(world)
    world.ids |= await attempts.contest(world)
    ana = world.askers["participant"].own
    factored = await make_person("Fay Factor")
    await has_a_factor(factored)
    world.named["factored"] = factored.email
    held = await affiliate_queries.desks(world.askers["administrator"].person)
    told = await announcing.announce(held[0], "news", "A word to all", None, clock.now() + timedelta(days=3))
    world.ids |= {"note_id": told, "kept": "invitations"}
    await own.their_data(pia.person)
    world.ids |= {"fee_number": ana["fee"]}
    world.other |= {"cohort_id": there.id, "seat_id": tess.seat.id}
    former = "select id from seat where cohort_id = :cohort_id and person_id = :person_id"
    world.named |= {
        "reflection": "reflection",
        "former": await db.value(former, cohort_id=here.id, person_id=people["left"].id),
        "leader": here.facilitator.seat.id,
        "asked": here.members["Rita"].seat.id,
        "by_data": "publish",
        "theirs": (await exports.export(pia.person)).id,
    }
    for purpose in ("sign_in", "password"):
        world.codes[purpose] = await codes.ask(purpose, people["stranger"].email, "en")
    world.codes["sign_up"] = await accounts.sign_up(
        "New Comer", "new.comer@example.org", PASSWORD, "UTC", "en", "/", "another visit"
    )
