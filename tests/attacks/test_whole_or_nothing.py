"""Each action whose n-th call to the database fails, for every n: all of it happened, or nothing (G8, fault X1).

Accounts, passwords and addresses: tests/people/test_whole.py. Taking a seat, leaving, removing, moving a cohort on:
tests/cohorts/test_seats.py. From a claim to an award: test_whole_decisions.py.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock, db
from community.affiliates import actions as affiliates
from community.catalogue import actions as catalogue
from community.catalogue import queries as definitions
from community.catalogue.importing import reading
from community.cohorts import actions as cohorts
from community.cohorts import queries as cohort_queries
from community.cohorts.seats import actions as seats
from community.discussion import actions as discussion
from community.discussion.queries import Channel
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.people.profile import actions as profile
from community.people.queries import Person
from community.people.sessions import actions as sessions
from tests.support.catalogue import file_of, the_issuers
from tests.support.cohorts import Made, Member, a_cohort
from tests.support.discussion import says
from tests.support.evidence import requirement_of, writes
from tests.support.failing import whole_or_nothing
from tests.support.people import make_person

pytestmark = pytest.mark.usefixtures("database")
KEY = "talk_plan"


@dataclass
class Subject:
    """A cohort and Ana in it, with what the deed needs prepared."""

    cohort: Made
    ana: Member
    more: object = None

    @property
    def person(self) -> Person:
        return self.ana.person


# --- deeds: what is prepared, and what is done ---


async def nothing(one: Subject) -> None:
    """There is nothing to prepare."""


async def a_message(one: Subject):
    return await says(one.ana, "Said first")


async def a_text(one: Subject):
    definition = await definitions.public_definition(one.cohort.cohort.code)
    await writes(one.person, definition, KEY, "What I have")
    return definition


async def a_ready_text(one: Subject):
    definition = await a_text(one)
    await evidence.ready(one.person, await works.work(one.person, definition.code, KEY))
    return definition


async def two_texts(one: Subject):
    definition = await a_text(one)
    await writes(one.person, definition, KEY, "What I have now")
    await _writes(one, definition, "From the phone", 1, "phone")
    return definition


async def a_membership(one: Subject):
    today = clock.now().date()
    await affiliates.enrol(one.person, one.cohort.local, today - timedelta(days=400))
    return await definitions.public_definition(one.cohort.cohort.code)


async def an_invitation(one: Subject):
    guest = await make_person("Gus Guest")
    await seats.invite(await _place(one), guest, "facilitator")
    return guest


async def a_sign_in(one: Subject):
    await sessions.begin(one.person, "password")
    return await db.value("select max(id) from session where person_id = :id", id=one.person.id)


async def a_desk(one: Subject):
    return await affiliates.give_desk(one.person, "organizer", one.cohort.local)


async def _writes(one: Subject, definition, text: str, based_on: int, writer: str = ""):
    requirement = await requirement_of(definition, KEY)
    return await evidence.draft(one.person, definition, requirement, text, based_on, "a test", writer)


async def _place(one: Subject):
    return await cohort_queries.place(one.cohort.organizer, one.cohort.id)


async def _post(one: Subject):
    await discussion.post(one.ana.seat, one.cohort.cohort, _general(one), "Hello @Ana", uuid4())


async def _reply(one: Subject):
    channel = Channel(one.more.channel_id, one.cohort.id, "general")
    await discussion.post(one.ana.seat, one.cohort.cohort, channel, "An answer", uuid4(), one.more)


async def _choose(one: Subject):
    work = await works.work(one.person, one.more.code, KEY)
    await evidence.choose(one.person, work, 3, "Both of it")


async def _show(one: Subject):
    requirements = await definitions.public_requirements(one.cohort.cohort.definition_version_id)
    await evidence.show(one.ana.seat, requirements, "nothing")


async def _make_cohort(one: Subject):
    today, definition = clock.now().date(), await definitions.public_definition(one.cohort.cohort.code)
    await cohorts.make_cohort(
        one.cohort.desk, one.cohort.organizer, definition, f"Another one {uuid4()}", today, today, 9, one.person, "UTC"
    )


async def _profile(one: Subject):
    same = {"pronouns": "", "about": "", "role": "teacher", "time_zone": "UTC", "language": "en", "theme": "dark"}
    await profile.change(one.person, name="Ana Other", called="Other", **same)


def _general(one: Subject) -> Channel:
    return Channel(None, one.cohort.id, "general")


async def _ready(one: Subject):
    await evidence.ready(one.person, await works.work(one.person, one.more.code, KEY))


DEEDS = {
    "say the first word in a channel": (nothing, _post),
    "answer in a thread": (a_message, _reply),
    "edit": (a_message, lambda one: discussion.edit(one.ana.seat, one.cohort.cohort, one.more, "Said better @Ana")),
    "delete": (a_message, lambda one: discussion.delete(one.ana.seat, one.cohort.cohort, one.more)),
    "react": (a_message, lambda one: discussion.react(one.ana.seat, one.cohort.cohort, one.more, "thanks", True)),
    "make a channel": (
        nothing, lambda one: discussion.make_channel(one.cohort.facilitator.seat, one.cohort.cohort, "A channel"),
    ),
    "write the first text": (
        a_membership, lambda one: _writes(one, one.more, "My first words", 0),
    ),
    "write on what was ready": (a_ready_text, lambda one: _writes(one, one.more, "Not so ready", 1)),
    "write beside another page": (a_text, lambda one: _writes(one, one.more, "Elsewhere", 0, "phone")),
    "choose of two texts": (two_texts, _choose),
    "say ready": (a_text, _ready),
    "start": (a_membership, lambda one: evidence.start(one.person, one.more)),
    "show nothing": (nothing, _show),
    "make a cohort": (nothing, _make_cohort),
    "draw a new code": (nothing, lambda one: _renew(one)),
    "invite": (nothing, lambda one: _invite(one)),
    "accept": (an_invitation, lambda one: seats.accept(one.more, one.cohort.id)),
    "decline": (an_invitation, lambda one: seats.decline(one.more, one.cohort.id)),
    "sign in": (nothing, lambda one: sessions.begin(one.person, "password")),
    "sign out": (a_sign_in, lambda one: sessions.sign_out(one.person, one.more)),
    "end a sign-in": (a_sign_in, lambda one: sessions.end(one.person, one.more)),
    "change the profile": (nothing, _profile),
    "become a member": (nothing, lambda one: affiliates.enrol(one.person, one.cohort.local, clock.now().date())),
    "be given a desk": (nothing, lambda one: affiliates.give_desk(one.person, "organizer", one.cohort.local)),
    "give a desk back": (a_desk, lambda one: affiliates.end_desk(one.person, one.more)),
}


async def _renew(one: Subject):
    await cohorts.reset_code(await _place(one), 3)


async def _invite(one: Subject):
    await seats.invite(await _place(one), one.cohort.organizer, "facilitator")


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_deed_is_whole_or_nothing(deed):
    prepares, does = DEEDS[deed]

    async def prepare() -> Subject:
        async with a_cohort(None, "Ana") as cohort:
            one = Subject(cohort, await cohort.seats("Ana"))
            one.more = await prepares(one)
            return one

    assert await whole_or_nothing(prepare, does, kept) >= 2


async def test_an_import_is_whole_or_nothing(tmp_path):
    await the_issuers()
    numbers = iter(range(100, 1000))

    async def prepare():
        """Two definitions with codes of their own, as files."""
        codes = [f"{letters}-{next(numbers)}" for letters in ("ZA", "ZB")]
        for code in codes:
            text = file_of("FA-01").read_text("utf-8").replace("code: FA-01", f"code: {code}", 1)
            (tmp_path / f"{code}.yaml").write_text(text, "utf-8")
        return codes

    async def act(codes):
        await catalogue.take_in([reading.read(tmp_path / f"{code}.yaml") for code in codes], publish=True)

    async def state(codes):
        return await db.many(
            dict,
            """
            select definition_version.title, published_at is null as hidden, count(requirement.id) as requirements,
                   (select count(*) from event
                    where subject_id = definition_version.id and kind like 'definition.%') as told
            from micro_credential join definition_version on micro_credential_id = micro_credential.id
            left join requirement on definition_version_id = definition_version.id
            where code = any(:codes) group by micro_credential.id, definition_version.id order by code limit 9
            """,
            codes=codes,
        )

    assert await whole_or_nothing(prepare, act, state) >= 10


# --- what is kept of it all, the same words for each new cohort ---


async def kept(one: Subject) -> list:
    cohort, person = one.cohort.id, one.person.id
    rows = []
    for sql in KEPT:
        values = {name: value for name, value in {"cohort": cohort, "person": person}.items() if f":{name}" in sql}
        rows.append([tuple(row.values()) for row in await db.many(dict, sql, **values)])
    return [*rows, (await one.cohort.fresh()).join_code == one.cohort.cohort.join_code]


THREADS = "from message join channel on channel.id = channel_id where cohort_id = :cohort"
KEPT = (
    "select role, state, shows from seat where cohort_id = :cohort order by id limit 99",
    "select kind, requirement_key, name from channel where cohort_id = :cohort order by id limit 99",
    f"""
    select text, version, deleted_at is null as stands, thread_id is null as begins {THREADS}
    order by message.id limit 99
    """,
    f"select count(*) from message_version where message_id in (select message.id {THREADS})",
    f"select count(*) from mention where message_id in (select message.id {THREADS})",
    f"select count(*) from reaction where message_id in (select message.id {THREADS})",
    "select state, revision, text from work where person_id = :person order by id limit 99",
    """
    select number, revision.text, beside, waits, kept from revision join work on work.id = work_id
    where person_id = :person order by revision.id limit 99
    """,
    "select state from application where person_id = :person order by id limit 99",
    "select count(*) from post_key where person_id = :person",
    "select called, theme, holds_office from person where id = :person",
    "select ended_at is null as open from session where person_id = :person order by id limit 99",
    "select ended_at is null as held from desk where person_id = :person order by id limit 99",
    "select status from membership where person_id = :person order by id limit 99",
    """
    select state, join_uses_left from cohort
    where affiliate_id = (select affiliate_id from cohort where id = :cohort) order by id limit 9
    """,
    """
    select kind, event.topic not like 'channel:%' as outside from event
    where topic = 'cohort:' || cast(cast(:cohort as bigint) as text) or event.person_id = :person
       or topic = 'person:' || cast(cast(:person as bigint) as text)
       or topic in (select 'channel:' || id from channel where cohort_id = :cohort)
       or topic in (select 'affiliate:' || affiliate_id from cohort where id = :cohort)
    order by event.xact, kind, outside limit 99
    """,
)
