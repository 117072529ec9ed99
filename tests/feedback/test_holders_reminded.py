"""Holders elsewhere who were asked are reminded like colleagues: three times at most, 48 hours apart (R44, R48)."""

import pytest

from community import clock, db
from community.feedback.reminding import actions as reminding
from tests.feedback.test_asking import moved
from tests.feedback.test_holders import a_holder, after_four_days, allows, asks_holders
from tests.feedback.test_holders import cohort as cohort
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.feedback import gives, in_days


async def told_of(holder) -> list[str]:
    await everybody_is_told()
    return [one for one in sentences((await holder.opens("/inbox")).text) if "still hopes" in one]


async def test_r48_a_holder_who_was_asked_is_reminded_three_times_48_hours_apart(cohort):
    async with a_holder(cohort) as hana:
        ana = await cohort.seats("Ana")
        await asks_holders(cohort, until=in_days(30))
        await after_four_days(cohort)
        counts = []
        for hours in (97 + 47, 97 + 49, 97 + 90, 97 + 98, 97 + 147, 97 + 200, 97 + 300):
            with moved(hours=hours):
                await reminding.remind({})
            counts.append(len(await told_of(hana)))
        assert counts == [0, 1, 1, 2, 3, 3, 3]
        assert {*await told_of(hana)} == {f"{ana.person.name} still hopes that you read Artifact 1."}


@pytest.mark.parametrize("over", ["the cohort wishes it no more", "not now", "no badge", "colleagues answered"])
async def test_r48_a_holder_is_reminded_of_nothing_that_is_over_or_not_theirs(cohort, over):
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort, until=in_days(30))
        await after_four_days(cohort)
        if over == "the cohort wishes it no more":
            await allows(cohort, "no")
        elif over == "not now":
            await hana.posts(f"/feedback/{request.id}/declining")
        elif over == "no badge":
            await db.run(
                "update award set revoked_at = :at, state = 'revoked', reason = 'in_error' where person_id = :id",
                id=hana.person.id, at=clock.now(),
            )  # fmt: skip
        else:
            for name in ("Ben", "Cy"):
                await gives(await cohort.seats(name), request)
        with moved(hours=97 + 49):
            await reminding.remind({})
        assert await told_of(hana) == []
