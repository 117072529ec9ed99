"""Who asks whom to read what, and who is let in."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from community import clock, db
from community.evidence import queries as evidence
from community.evidence.scrub import actions as scrub
from community.feedback.flags import actions as flags
from community.feedback.notes import actions as notes
from community.feedback.notes.rules import WHOLE
from community.feedback.practice import actions as practice
from community.feedback.practice.drafts import drafts as practice_drafts
from community.feedback.readings import actions as readings
from community.feedback.readings import queries as given
from community.feedback.requests import actions as requesting
from community.feedback.requests import queries as requests
from community.feedback.requests.actions import Asking
from community.feedback.requests.rules import Asks
from community.feedback.willing import queries as willing
from community.overview.letting import actions as letting
from community.overview.letting import queries as askings
from tests.support.artifacts import a_pdf, attaches
from tests.support.catalogue import a_definition
from tests.support.evidence import writes
from tests.support.roles import KEY
from tests.support.world.ground import World


async def ask_for_feedback(world: World) -> None:
    """Ada asks the cohort, and Ana reads; Ada has asked before, and Ana has read; of a third one she asks Hana only."""
    ada, ana, hana = await world.here.seats("Ada", "Ana", "Hana")
    code, until, numbers = world.definition.code, clock.now().date() + timedelta(days=7), {}
    asked = {"open": ("talk_record", Asks.COHORT), "closed": ("demand", Asks.COHORT)}
    asked["named"] = ("structures", Asks.NAMED)
    for name, (key, asks) in asked.items():
        await writes(ada.person, world.definition, key, "Who speaks, and with whom.\nWhy so.")
        by_name = (hana.person.id,) if asks is Asks.NAMED else ()
        form = Asking("Is it clear?", "", "free", 3, until, asks, by_name, asks_outlook=name == "open")
        numbers[name] = await requesting.ask(ada.person, ada.seat, code, key, form)
    for name in ("open", "closed"):
        request = await requests.request(ana.person, numbers[name])
        await readings.take(ana.person, ana.seat, request)
        mine = await given.given(ana.person, request)
        numbers[f"note of {name}"] = await notes.pin(ana.person, mine, "Who speaks", "warm", "I see it", WHOLE)
    file = await attaches(ada.person, world.definition, "talk_record", "Two talks.pdf", a_pdf())
    await db.run("update upload set state = 'ready' where id = :id", id=file.id)
    request = await requests.request(hana.person, numbers["open"])
    await readings.take(hana.person, hana.seat, request)
    hers = await given.given(hana.person, request)
    sent = await notes.pin(hana.person, hers, "Who speaks", "question", "And why?", WHOLE)
    await readings.send(hana.person, request, hers)
    guide = world.here.facilitator.seat
    await willing.add_pair(guide, guide.id, hana.seat.id, clock.now())
    pair = (await willing.own_pairs(guide))[0]
    flag_id = await flags.raise_flag(ada.person, request, hers, sent, "It is about me, not my draft")
    world.ids |= {"flag_id": flag_id}
    world.ids |= {"given_id": hers.id, "shared": file.number, "pair_id": pair.id}
    world.named |= {"sent_note": sent, "asked_work": request.work_id}
    await db.run(
        "update feedback_request set opened_at = :then, until_at = :at where id = :id",
        id=numbers["closed"], at=clock.now(), then=clock.now() - timedelta(days=7),
    )
    world.ids |= {"request_id": numbers["open"], "note_id": numbers["note of open"]}
    world.named |= {"closed": numbers["closed"], "named": numbers["named"]}


async def practise(world: World) -> None:
    """Everybody has pinned notes to an invented draft; the author has compared another one."""
    await a_definition("FA-01")
    await a_definition("PS-01")
    begun, compared = practice_drafts()["exit-tickets"], practice_drafts()["primary-sources"]
    ada = world.askers["author"].person
    for kind in ("warm", "question", "cool"):
        for asker in filter(lambda one: one.person, world.askers.values()):
            await practice.pin(asker.person, begun, kind, "My remark here", WHOLE)
        await practice.pin(ada, compared, kind, "My remark there", WHOLE)
    await practice.compare(ada, compared, {"comparison": {"view": "nearly", "missing": "A second moment"}})
    world.ids |= {"draft": begun.key, "help_page": "take_back"}
    world.named |= {"compared": compared.key}


async def ask_to_be_let_in(world: World) -> dict[str, Any]:
    """The facilitator has asked the author, who lets her in; Pia has begun, and is asked at the doors."""
    leader, key = world.here.facilitator.seat, KEY
    ada, pia = await world.here.seats("Ada", "Pia")
    await writes(pia.person, world.definition, key, "A plan of Pia")
    await letting.ask(leader, world.here.cohort, ada.seat.id, key, "May I read it?", uuid4())
    (asking,) = await askings.askings(ada.person)
    for finding in await letting.to_answer(ada.person, asking):
        await scrub.answer(ada.person, await evidence.work(ada.person, asking.code, key), finding.key)
    await letting.let_in(ada.person, asking, asking.today + timedelta(days=3))
    world.named["lets"] = ada.seat.id
    return {"asking_id": asking.id}
