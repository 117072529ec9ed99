"""A letter that nobody waits for this minute comes when it is not quiet where its reader is."""

from datetime import datetime, timedelta

import pytest

from community import clock, db, mail
from community.cohorts.seats import actions as seats
from community.cohorts.waiting.actions import stand_in_line
from community.jobs import NotYet
from community.people import letters
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.people import make_person

NIGHT, MORNING = "2026-11-27T23:10+00:00", "2026-11-28T07:00+00:00"


async def waiting(key: str) -> dict:
    """The one letter that waits under a key that begins so."""
    sql = "select payload from job where key like :key order by id limit 2"
    (row,) = await db.many(dict, sql, key=f"mail {key}%")
    return row["payload"]


def mails_to(address: str) -> list[mail.Kept]:
    return [one for one in mail.kept() if one.to == address]


@pytest.mark.parametrize("by_address", [False, True])
async def test_x17_a_letter_waits_for_its_readers_morning(app, by_address):
    ana = await make_person("Ana Torres", time_zone="UTC")
    async with db.transaction():
        if by_address:
            await letters.write("mail_again", ana.email, "en", f"night {ana.id}", called="Ana")
        else:
            await letters.write_to_person("password_changed", ana.id, f"night {ana.id}")
    letter = await waiting(f"night {ana.id}")
    with clock_at(NIGHT), pytest.raises(NotYet) as put_off:
        await letters.deliver(letter)
    assert put_off.value.at == datetime.fromisoformat(MORNING)
    assert mails_to(ana.email) == []
    with clock_at(MORNING):
        await letters.deliver(letter)
    assert len(mails_to(ana.email)) == 1


async def test_what_was_asked_for_this_minute_and_what_goes_to_no_account_comes_at_once(app):
    ana = await make_person("Ana Torres", time_zone="UTC")
    async with db.transaction():
        await letters.write_to_person("password_changed", ana.id, f"asked {ana.id}", at_once=True)
        await letters.write("mail_again", f"new.{ana.email}", "en", f"asked new {ana.id}", called="Ana")
    with clock_at(NIGHT):
        await letters.deliver(await waiting(f"asked {ana.id}"))
        await letters.deliver(await waiting(f"asked new {ana.id}"))
    assert len(mails_to(ana.email)) == len(mails_to(f"new.{ana.email}")) == 1


@pytest.mark.parametrize(("days_to_the_first", "waits"), [(30, True), (2, False)])
async def test_r15_a_seat_kept_for_hours_only_is_told_also_at_night(app, days_to_the_first, waits):
    with clock_at("2026-11-27T22:00+00:00"):
        first = clock.now().date() + timedelta(days=days_to_the_first)
        async with a_cohort(app, "Ana", capacity=1, starts_on=first) as cohort:
            wes = await make_person("Wes Waiter", time_zone="UTC")
            await stand_in_line(wes, cohort.cohort.join_code)
            ana = await cohort.seats("Ana")
            await seats.leave(ana.person, ana.seat, cohort.cohort)
            letter = await waiting(f"seat_offered {(await seat_of(wes, cohort.id))}")
            if waits:
                with pytest.raises(NotYet):
                    await letters.deliver(letter)
            else:
                await letters.deliver(letter)
            assert len(mails_to(wes.email)) == (0 if waits else 1)


async def seat_of(person, cohort_id: int) -> int:
    sql = "select id from seat where person_id = :id and cohort_id = :cohort_id"
    return await db.value(sql, id=person.id, cohort_id=cohort_id)
