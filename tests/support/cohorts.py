"""A cohort for tests, made and joined by the ordinary actions: `async with a_cohort(app, "Ana", "Ben") as cohort`."""

from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import httpx2

from community import clock
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.affiliates.queries import Affiliate, Desk
from community.cohorts import actions, queries
from community.cohorts.queries import Cohort, Seat
from community.people.queries import Person
from tests.support.catalogue import a_definition
from tests.support.people import make_person, signed_in_client

ZONE = "America/Los_Angeles"
_numbers = count(1)


class Member:
    """Somebody with a seat: `person`, `seat`, and `client`, a browser that is signed in (None without an app)."""

    def __init__(self, person: Person, seat: Seat, client: httpx2.AsyncClient | None) -> None:
        self.person, self.seat, self.client = person, seat, client

    @property
    def name(self) -> str:
        return self.person.called

    async def opens(self, path: str) -> httpx2.Response:
        return await self.client.get(path)

    async def posts(self, path: str, **fields) -> httpx2.Response:
        """Send a form as a page of ours would."""
        return await self.client.post(path, data={"csrf": await csrf_of(self.client)} | fields)

    async def posts_by_itself(self, path: str, **fields) -> httpx2.Response:
        """The same as htmx sends it, which asks for the changed part alone."""
        fields = {"csrf": await csrf_of(self.client)} | fields
        return await self.client.post(path, data=fields, headers={"hx-request": "true"})


class Made:
    """A cohort of a local affiliate with its organizer, facilitator and members. `cohort` is the row."""

    def __init__(self, app, stack: AsyncExitStack) -> None:
        self.app, self._stack = app, stack
        self.cohort: Cohort
        self.local: Affiliate
        self.organizer: Person
        self.desk: Desk
        self.facilitator: Member
        self.members: dict[str, Member] = {}

    @property
    def id(self) -> int:
        return self.cohort.id

    async def seats(self, *names: str) -> Member | list[Member]:
        """Those who sit here under these first names; who does not sit here yet joins by the code."""
        found = [self.members.get(name) or await self.joins(name) for name in names]
        return found[0] if len(found) == 1 else found

    async def joins(self, name: str, **fields) -> Member:
        """A new person of this name takes a seat by the code."""
        full = name if " " in name else f"{name} {LAST_NAMES[next(_numbers) % len(LAST_NAMES)]}"
        person = await make_person(full, **fields)
        seat = await actions.take_seat(person, self.cohort.join_code)
        self.members[name] = Member(person, seat, await self.browser(person))
        return self.members[name]

    async def browser(self, person: Person) -> httpx2.AsyncClient | None:
        """A client that is signed in as this person."""
        return None if self.app is None else await self._stack.enter_async_context(signed_in_client(self.app, person))

    async def fresh(self) -> Cohort:
        """The cohort's row as it is now."""
        return (await queries.cohorts_by_id([self.id]))[self.id]


@asynccontextmanager
async def a_cohort(
    app=None,
    *names: str,
    code: str = "EL-02",
    capacity: int = 16,
    facilitator: str = "Gloria",
    local: Affiliate | None = None,
    starts_on: date | None = None,
    weeks: int = 9,
    **fields,
):
    """A cohort on this micro-credential, made at its organizer's desk and begun today, with members of these names.

    `fields` go to make_cohort (name, time_zone, publish, …). Without an `app` nobody has a browser.
    """
    async with AsyncExitStack() as stack:
        made = Made(app, stack)
        made.local = local or await a_local()
        made.organizer = await make_person("Olga Ruiz")
        await affiliates.give_desk(made.organizer, "organizer", made.local)
        made.desk = await affiliate_queries.desk(made.organizer, made.local.id)
        guide = await make_person(f"{facilitator} Santos")
        zone = fields.get("time_zone", ZONE)
        begins = starts_on or today(zone)
        made.cohort = await actions.make_cohort(
            made.desk,
            made.organizer,
            await a_definition(code),
            **{
                "name": f"Talk to Learn {next(_numbers)}",
                "starts_on": begins,
                "ends_on": begins + timedelta(weeks=weeks),
                "capacity": capacity,
                "facilitator": guide,
                "time_zone": zone,
            }
            | fields,
        )
        seat = await actions.accept(guide, made.cohort.id)
        made.facilitator = made.members[facilitator] = Member(guide, seat, await made.browser(guide))
        if names:
            await made.seats(*names)
        yield made


def today(zone: str = ZONE) -> date:
    """The day that a cohort has now, which in the evening is not yet UTC's."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


async def a_local(name: str = "Cedar Valley Education Association", under: Affiliate | None = None) -> Affiliate:
    """A local affiliate under its state (a new one, unless given) under the national one."""
    number = next(_numbers)
    if under is None:
        national = await affiliate_queries.public_affiliate("national") or await affiliates.make_affiliate(
            "national", "Union of Educators", "national"
        )
        under = await affiliates.make_affiliate(
            "state", f"Western Union of Educators {number}", f"western-{number}", under=national
        )
    return await affiliates.make_affiliate(
        "local", name, f"local-{number}", under=under, time_zone="America/Los_Angeles", town="Cedar Valley"
    )


async def csrf_of(client: httpx2.AsyncClient) -> str:
    """The form token of this browser's session, as a page would carry it."""
    if not hasattr(client, "csrf"):
        page = (await client.get("/profile")).text
        client.csrf = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    return client.csrf


LAST_NAMES = ("Torres", "Whitfield", "Raman", "Okafor", "Bergström", "Xiong", "Delgado", "Tuiasosopo", "Kim", "Novak")
