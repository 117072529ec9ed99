"""Which letters of invitations go out, and when; here nobody carries the mail but the test."""

from datetime import timedelta

import pytest

from community import clock, db, limits, mail
from community.cohorts.invitations import actions as inviting
from community.cohorts.invitations import letters
from community.errors import TooMany
from tests.support.cohorts import a_cohort
from tests.support.inviting import leads, letter_to, unique


async def test_a_withdrawn_invitation_is_not_mailed(database):
    async with a_cohort(None) as cohort:
        address = unique("una")
        invitation = await letter_to(cohort, address)
        await inviting.withdraw(await leads(cohort), invitation)
        await letters.deliver({"id": invitation.id, "times": 1})
        assert not [one for one in mail.kept() if one.to == address]


async def test_a51_one_address_gets_few_letters_a_day_and_one_person_sends_few(database):
    address = unique("popular")
    async with a_cohort(None) as cohort:
        for _ in range(letters.MOST_A_DAY + 1):
            async with a_cohort(None) as another:
                last = await letter_to(another, address)
        await letters.deliver({"id": last.id, "times": 1})
        assert not [one for one in mail.kept() if one.to == address]
        waits = await db.value("select at from job where key = :key", key=f"invitation {last.id} 1 1")
        assert waits > clock.now() + timedelta(hours=23), "it goes out a day later"
        await limits.spend("invitation", str(cohort.organizer.id), times=399)
        with pytest.raises(TooMany):
            await limits.spend("invitation", str(cohort.organizer.id), times=2)
        await limits.spend("invitation", str(cohort.organizer.id))
