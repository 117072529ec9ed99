"""The sample world: three states, fourteen definitions, six cohorts in different weeks, an account for each role."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from community import clock
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.affiliates.queries import Desk
from community.catalogue import actions as definition_actions
from community.catalogue import commands as catalogue
from community.catalogue.credit import actions as credit
from community.catalogue.credit import reading as credit_rules
from community.catalogue.importing import reading
from community.catalogue.importing.titles import read_state_stacks
from community.cohorts import actions as cohorts
from community.cohorts import queries as cohort_queries
from community.cohorts.queries import Cohort
from community.cohorts.seats import actions as seats
from community.config import settings
from community.demo import (
    addresses,
    attempts,
    belonging,
    cases,
    ending,
    gathering,
    helping,
    paying,
    reviewing,
    running,
    saying,
    talk,
    working,
    worth,
)
from community.demo.places import PASSWORD, Cast, Places, make_places
from community.demo.script import Script, moment
from community.fees import queries as fees
from community.people.factors import actions as factors
from community.people.queries import Person


@dataclass(frozen=True)
class Group:
    """A cohort of the sample: where, on what, since how many days, how many sit in it."""

    name: str
    code: str
    state: str
    local: int
    days_ago: int
    size: int
    messages: int = 0


GROUPS = (
    Group("Exit Tickets, Fall", "FA-01", "illinois", 0, 34, 14, 320),
    Group("Primary Sources, Fall", "PS-01", "washington", 0, 45, 9),
    Group("Talk to Learn", "EL-02", "new_mexico", 0, 27, 8),
    Group("Number Talks at Noon", "MA-01", "illinois", 1, 13, 7),
    Group("Predictable Days", "TI-02", "washington", 1, 6, 6),
    Group("The Front Office Table", "ESP-06", "new_mexico", 1, -5, 5),
)
PLAN = "eight_weeks"  # of meetings, whose agendas come with it
REVIEWERS = ("reviewer", "reviewer, second", "reviewer, third")
COMMITTEE = ("committee member", "committee member who has voted", "committee member, third")
RESULTS = ("participant who earned it", "participant with a Not Yet", "participant whose attempt came back incomplete")
ATTEMPTS = 6  # members of a cohort who have submitted already
ON_TICKETS = slice(7, 11)  # and of the largest
FARTHEST_WEST = ZoneInfo("America/Los_Angeles")  # of the sample states: what was yesterday there is over in all of them


async def make() -> dict:
    """Fill the database at hand. Who can sign in and what was made.

    {"sample", "address", "accounts", "voucher", "cohorts"}; a cohort with the addresses of what is to be seen there.
    """
    now, script, cast = clock.now(), Script(), Cast()
    today = now.astimezone(FARTHEST_WEST).date()
    begun = today - timedelta(days=60)
    world: dict = {"made": []}
    script.at(moment(begun, 0, "08:00", "UTC"), partial(_found, world))
    for group in GROUPS:
        script.at(moment(begun, 1, "09:00", "UTC"), partial(_gather, world, group, cast, today, script))
    script.at(moment(begun, 1, "10:00", "UTC"), partial(_offices, world, cast, begun, script, now))
    await script.play()
    everybody = {person.email: person for person in cast.all}
    printed = {account["role"]: everybody[account["email"]] for account in world["accounts"]}
    return {
        "sample": True,
        "address": settings().base_url,
        "accounts": world["accounts"],
        "voucher": world["voucher"],
        "cohorts": [
            {
                "name": cohort.name,
                "code": cohort.code,
                "id": cohort.id,
                "address": f"{settings().base_url}/cohorts/{cohort.id}",
                "join_code": cohort.join_code,
                "requirements": await addresses.requirements(cohort),
                "submissions": await addresses.submissions(cohort, printed),
            }
            for cohort in world["made"]
        ],
    }


async def _found(world: dict) -> None:
    world["places"] = await make_places()
    for slug, name in catalogue.sample_issuers().items():
        await affiliates.make_issuer(slug, name)
    await definition_actions.take_in(
        [reading.read(file) for file in sorted(catalogue.EXAMPLES.glob("*.yaml"))], publish=True
    )
    await definition_actions.list_titles(catalogue.read_titles([catalogue.TITLES]))
    await definition_actions.put_in_state_stacks(read_state_stacks(catalogue.STATE_STACKS))
    await _note_credit(world["places"])
    world["accounts"] = []


async def _note_credit(places: Places) -> None:
    """Invented rules: a state's for all its locals, each district's for one local after the other."""
    turns = {state: iter(locals_) for state, locals_ in places.locals.items()}
    for given in credit_rules.read():
        state = given.state.lower().replace(" ", "_")
        where = places.states[state] if given.values["place_kind"] == "state" else next(turns[state])
        await credit.note(where, [given])


async def _gather(world: dict, group: Group, cast: Cast, today: date, script: Script) -> None:
    """A cohort with organizer and facilitator; its members join in the days before, what they do is written down."""
    places: Places = world["places"]
    local = places.locals[group.state][group.local]
    joined = today - timedelta(days=400)
    organizer = await cast.draw(local, joined)
    await affiliates.give_desk(organizer, "organizer", local)
    facilitator, helper = await cast.draw(local, joined), await cast.draw(local, joined)
    people = [await cast.draw(local, joined) for _ in range(group.size)]
    first_day = today - timedelta(days=group.days_ago)
    cohort = await cohorts.make_cohort(
        await affiliate_queries.desk(organizer, local.id),
        organizer,
        await working.the_definition(group.code),
        group.name,
        first_day,
        first_day + timedelta(weeks=9),
        capacity=16,
        facilitator=facilitator,
        time_zone=local.time_zone,
        template=PLAN,
    )
    world["made"].append(cohort)
    opened = moment(first_day, -14, "16:00", local.time_zone)
    script.at(opened, partial(seats.accept, facilitator, cohort.id))
    script.at(opened + timedelta(hours=1), partial(_seat, cohort, facilitator, helper, "helper"))
    for number, person in enumerate(people):
        script.at(
            opened + timedelta(days=number % 6 + 1, hours=number % 4, minutes=number * 7),
            partial(seats.take_seat, person, cohort.join_code),
        )
    gathering.write(script, cohort, facilitator, first_day)
    gathering.write_attendance(script, cohort, facilitator, first_day, group.days_ago)
    if group.days_ago > 0:
        script.at(moment(first_day, 0, "16:30", local.time_zone), partial(_begin, cohort, facilitator))
    chance = random.Random(group.code)  # noqa: S311 - the same world each time
    done = []
    if group.code == reviewing.TOGETHER:
        done = people[:ATTEMPTS]
        world["together"] = attempts.Together(cohort, done, people[ATTEMPTS], first_day)
    elif group.code == reviewing.TICKETS:
        done = people[ON_TICKETS]
        world["on tickets"] = attempts.Members(done, first_day)
    working.write(script, group.code, people, first_day, local.time_zone, group.days_ago, chance, done)
    troupe = {f"p{n}": person for n, person in enumerate(people, 1)} | {"facilitator": facilitator, "helper": helper}
    saying.write(
        script, cohort, talk.threads(group.code, group.days_ago, group.messages), troupe, first_day, local.time_zone
    )
    helping.write(script, cohort, people, first_day, local.time_zone, group.days_ago)
    if group is GROUPS[0]:
        asks = partial(ending.ask_for_time, people[0], group.code)
        script.at(moment(first_day, group.days_ago - 1, "21:40", local.time_zone), asks)
        running.write(script, cohort, facilitator, people, first_day, group.days_ago)
        world["asking"] = running.Asking(people[1], people[2], cohort, first_day, group.days_ago)
        observer = await cast.draw(local, joined)
        script.at(opened + timedelta(hours=2), partial(_seat, cohort, facilitator, observer, "observer"))
        world["accounts"] += [
            _account("facilitator", facilitator),
            _account("participant", people[0]),
            _account("participant, second", people[1]),
            _account("helper", helper),
            _account("observer", observer),
            _account("organizer", organizer),
        ]


async def _offices(world: dict, cast: Cast, begun: date, script: Script, now: datetime) -> None:
    """An account for each role that has none yet: who works alone, who is no member, who oversees a state."""
    places: Places = world["places"]
    local = places.locals["illinois"][2]
    alone = await cast.draw(local, begun)
    stranger = await cast.draw(local, begun, member=False)
    state = await cast.draw(local, begun)
    await affiliates.give_desk(state, "organizer", places.states["illinois"])
    support = await cast.draw(local, begun)
    await affiliates.give_desk(support, "support")
    running.ask(script, support, world["asking"])
    waits, represents = await belonging.belong(cast, places.locals["illinois"][0], begun)
    editor = await cast.draw(local, begun)
    issuer = await affiliate_queries.public_issuer("commonwealth-educators")
    if issuer is None:
        raise LookupError("the examples come with their issuers")
    await affiliates.give_desk(editor, "catalogue_editor", issuer)
    desk = await fees.issuer_desk(editor, "commonwealth-educators")
    others = [await cast.draw(local, begun, member=False) for _ in range(2)]
    paying.write(script, desk, [stranger, *others], begun)
    script.at(moment(begun, 40, "15:00", "UTC"), partial(_make_voucher, world, desk))
    approver, readers = await reviewing.sit_down(cast, places.locals["new_mexico"][2], begun)
    earners = [await cast.draw(places.locals["washington"][2], begun) for _ in range(attempts.ALONE_ARE)]
    committee = await cases.seat_committee(cast, places.locals["new_mexico"][3], begun)
    review, together = attempts.Desk(readers, approver, cases.Board(approver, committee)), world["together"]
    attempts.write_together(script, review, together, begun)
    attempts.write_on_tickets(script, review, world["on tickets"], begun)
    attempts.write_alone(script, review, earners, begun, now)
    late = await cast.draw(places.locals["washington"][3], begun)
    ending.write(script, late, begun)
    concerned = [await cast.draw(places.locals["washington"][2], begun) for _ in range(3)]
    attempts.write_cases(script, review, concerned, begun)
    ending.write_answers(script, desk, [await cast.draw(local, begun) for _ in range(2)], begun)
    national = await cast.draw(local, begun)
    await affiliates.give_desk(national, "organizer", places.national)
    administrates = await cast.draw(local, begun)
    await affiliates.give_desk(administrates, "administrator")
    await factors.set_up(administrates)
    worth.write(script, national, together.cohort, earners[11], begun)
    world["accounts"] += [
        *(_account(role, reader) for role, reader in zip(REVIEWERS, readers, strict=True)),
        _account("approver", approver),
        *(_account(role, member) for role, member in zip(COMMITTEE, committee, strict=True)),
        _account("earner who has submitted", earners[3]),
        _account("earner who submitted again", earners[6]),
        _account("earner with a showcase", earners[11]),
        _account("earner who appealed", earners[12]),
        _account("earner whose time is over", late),
        *(_account(role, person) for role, person in zip(RESULTS, together.members, strict=False)),
        _account("member without a cohort", alone),
        _account("not a member", stranger),
        _account("organizer of the state", state),
        _account("organizer of the whole union", national),
        _account("support desk", support),
        _account("administrator", administrates),
        _account("waiting for an affiliate", waits),
        _account("building representative", represents),
        _account("catalogue editor", editor),
    ]


async def _make_voucher(world: dict, desk: Desk) -> None:
    world["voucher"] = await paying.to_try(desk, clock.now().date())


async def _seat(cohort: Cohort, facilitator: Person, person: Person, role: str) -> None:
    await seats.invite(await cohort_queries.place(facilitator, cohort.id), person, role)
    await seats.accept(person, cohort.id)


async def _begin(cohort: Cohort, facilitator: Person) -> None:
    await cohorts.move(await cohort_queries.place(facilitator, cohort.id), "begin")


def _account(role: str, person: Person) -> dict:
    return {"role": role, "name": person.name, "email": person.email, "password": PASSWORD}
