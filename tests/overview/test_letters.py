"""F57, F120: one letter to all in one state: named before it goes, planned, changed, cancelled, and once to each."""

import asyncio
import re
from datetime import timedelta
from html import unescape
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from community import clock, db
from community.discussion.private import actions as private
from community.overview.letters import actions
from tests.support.cohorts import ZONE, a_cohort
from tests.support.discussion import said
from tests.support.evidence import brings
from tests.support.feedback import definition_of


@pytest_asyncio.fixture
async def cohort(app):
    """Ana and Ben have not begun, Cy drafts."""
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        await brings(made.members["Cy"].person, await definition_of(made), "Artifact 1")
        yield made


async def writes(cohort, *to, key: str = "", text: str = "How does it go?", **fields):
    boxes = {f"to_{one.seat.id}": "yes" for one in to}
    usual = {"text": text, "post_key": key or str(uuid4())}
    return await cohort.facilitator.posts(f"/cohorts/{cohort.id}/letters", **usual | boxes | fields)


def at(moment) -> dict[str, str]:
    """As the form says that moment, by the cohort's clocks."""
    local = moment.astimezone(ZoneInfo(ZONE))
    return {"when": "then", "on": str(local.date()), "at": f"{local:%H:%M}"}


async def newest(cohort) -> int:
    return await db.value("select max(id) from letter where cohort_id = :id", id=cohort.id)


async def state_of(letter_id: int) -> str:
    return await db.value("select state from letter where id = :id", id=letter_id)


async def heard(cohort, member) -> list[str]:
    """What this member reads in the thread with who facilitates; nothing where there is none."""
    member.client = await cohort.browser(member.person)
    page = await member.opens(f"/cohorts/{cohort.id}/private-threads/new?to={cohort.facilitator.seat.id}")
    return said((await member.opens(page.headers["location"])).text) if page.status_code == 303 else []


def checked(html: str) -> list[str]:
    rows = re.findall(r'<input type="checkbox" name="to_\d+" value="yes"( checked)?> <span>(.*?)</span>', html)
    return [unescape(name) for on, name in rows if on]


async def test_f120_all_in_one_state_are_chosen_by_name_before_anything_goes(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    page = await cohort.facilitator.opens(f"/cohorts/{cohort.id}/letters/new?state=not_started")
    assert sorted(checked(page.text)) == sorted([ana.person.name, ben.person.name])
    assert "The first step is small" in page.text
    page = await cohort.facilitator.opens(f"/cohorts/{cohort.id}/letters/new?state=drafting")
    assert checked(page.text) == [cy.person.name]
    page = await cohort.facilitator.opens(f"/cohorts/{cohort.id}/letters/new?state=nonsense")
    assert checked(page.text) == [] and page.status_code == 200


async def test_it_goes_to_each_in_the_thread_of_the_two_once_whoever_works_and_however_often(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    key = str(uuid4())
    for _ in range(2):
        assert (await writes(cohort, ana, ben, key=key)).status_code == 303
    letter_id = await newest(cohort)
    assert await db.value("select count(*) from letter where cohort_id = :id", id=cohort.id) == 1
    await asyncio.gather(*(actions.send({"id": letter_id}) for _ in range(3)))
    await actions.send({"id": letter_id})
    assert await heard(cohort, ana) == await heard(cohort, ben) == ["How does it go?"]
    assert await heard(cohort, cy) == [] and await state_of(letter_id) == "sent"
    threads = "select count(*) from channel where cohort_id = :id and kind = 'private'"
    assert await db.value(threads, id=cohort.id) == 2, "each alone with her"


async def test_f57_what_is_planned_is_changed_until_it_goes_and_goes_at_its_time(cohort, later):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await writes(cohort, ana, ben, **at(clock.now() + timedelta(hours=5)))
    letter_id = await newest(cohort)
    address = f"/cohorts/{cohort.id}/letters/{letter_id}"
    await actions.send({"id": letter_id})
    assert await state_of(letter_id) == "planned" and await heard(cohort, ana) == [], "not before its time"
    shown = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/letters")).text
    assert "How does it go?" in shown and ana.person.name in unescape(shown)
    new = {"text": "On Thursday then.", f"to_{cy.seat.id}": "yes", **at(clock.now() + timedelta(hours=9))}
    assert (await cohort.facilitator.posts(f"{address}/versions", version="1", **new)).status_code == 303
    stale = await cohort.facilitator.posts(f"{address}/versions", version="1", **new)
    assert stale.status_code == 409 and "On Thursday then." in stale.text
    later(timedelta(hours=6))
    await actions.send({"id": letter_id})
    assert await state_of(letter_id) == "planned", "the former time counts no more"
    later(timedelta(hours=3, minutes=1))
    await actions.send({"id": letter_id})
    assert await heard(cohort, cy) == ["On Thursday then."] and await heard(cohort, ana) == []
    cohort.facilitator.client = await cohort.browser(cohort.facilitator.person)
    late = await cohort.facilitator.posts(f"{address}/versions", version="2", **new)
    assert late.status_code in (409, 422) and await state_of(letter_id) == "sent"


async def test_what_is_cancelled_never_goes_and_what_went_is_not_cancelled(cohort, later):
    ana = await cohort.seats("Ana")
    await writes(cohort, ana, **at(clock.now() + timedelta(hours=5)))
    letter_id = await newest(cohort)
    cancellation = f"/cohorts/{cohort.id}/letters/{letter_id}/cancellation"
    assert (await cohort.facilitator.posts(cancellation)).status_code == 303
    assert (await cohort.facilitator.posts(cancellation)).status_code == 409
    later(timedelta(hours=6))
    await actions.send({"id": letter_id})
    assert await state_of(letter_id) == "cancelled" and await heard(cohort, ana) == []


async def test_one_that_broke_off_midway_goes_on_with_the_others(cohort, monkeypatch):
    ana, ben = await cohort.seats("Ana", "Ben")
    await writes(cohort, ana, ben)
    letter_id, write, tries = await newest(cohort), private.write, []

    async def breaks(*given):
        tries.append(given)
        if len(tries) == 2:
            raise RuntimeError("something broke")
        return await write(*given)

    monkeypatch.setattr(private, "write", breaks)
    with pytest.raises(RuntimeError):
        await actions.send({"id": letter_id})
    assert await state_of(letter_id) == "going"
    await actions.send({"id": letter_id})
    assert await heard(cohort, ana) == await heard(cohort, ben) == ["How does it go?"]
    assert len(tries) == 3 and await state_of(letter_id) == "sent"


async def test_what_is_missing_is_said_and_what_was_typed_and_chosen_stays(cohort):
    ana = await cohort.seats("Ana")
    nobody = await writes(cohort, text="A word to you")
    assert nobody.status_code == 422 and "Choose at least one person" in nobody.text and "A word to you" in nobody.text
    past = await writes(cohort, ana, **at(clock.now() - timedelta(days=1)))
    assert past.status_code == 422 and checked(past.text) == [ana.person.name]
    assert (await writes(cohort, ana, when="then")).status_code == 422
    assert (await writes(cohort, ana, text=" ")).status_code == 422
    stranger = type("Stranger", (), {"seat": type("Seat", (), {"id": 987654})})
    assert (await writes(cohort, stranger)).status_code == 422


async def test_who_facilitates_no_more_sends_nothing(cohort):
    ana = await cohort.seats("Ana")
    await writes(cohort, ana)
    letter_id = await newest(cohort)
    await db.run("update seat set role = 'participant' where id = :id", id=cohort.facilitator.seat.id)
    await actions.send({"id": letter_id})
    assert await state_of(letter_id) == "cancelled" and await heard(cohort, ana) == []
