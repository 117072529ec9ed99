"""A facilitator asks somebody to read along for some days, with a reason; who, whom and when is recorded."""

from datetime import timedelta
from uuid import uuid4

from community import clock, db
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.people import submits


async def posts(member, cohort, path="channels/general/messages", text="Once more"):
    return await member.posts(f"/cohorts/{cohort.id}/{path}", text=text, post_key=str(uuid4()))


async def test_who_is_muted_writes_in_no_channel_is_told_why_and_writes_again_when_it_is_over(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben, guide = *await cohort.seats("Ana", "Ben"), cohort.facilitator
        first, hers = await says(ben, "A word"), await says(ana, "Mine")
        muting = f"/cohorts/{cohort.id}/members/{ana.seat.id}/muting"
        assert muting in (await guide.opens(f"/cohorts/{cohort.id}/members")).text
        refused = await submits(guide.client, muting, muting, days="3", reason="")
        assert refused.status_code == 422
        done = await submits(guide.client, muting, muting, days="3", reason="A calm day for all")
        assert done.status_code == 303
        assert (await posts(ana, cohort)).status_code == 403
        assert (await posts(ana, cohort, f"messages/{first.id}/replies")).status_code == 403
        edited = await ana.posts(f"/cohorts/{cohort.id}/messages/{hers.id}/versions", text="Once more", version="1")
        assert edited.status_code == 403, "nor by changing what she said before"
        page = (await ana.opens(f"/cohorts/{cohort.id}/channels/general")).text
        assert "A word" in page and "A calm day for all" in page, "she reads, and reads why"
        assert "A calm day for all" not in (await ben.opens(f"/cohorts/{cohort.id}/channels/general")).text
        assert (await posts(ben, cohort)).status_code in (200, 303), "nobody else is muted"
        told = "select person_id, subject_id from event where kind = 'seat.muted' order by id limit 1"
        event = await db.one(dict, told)
        assert (event["person_id"], event["subject_id"]) == (guide.person.id, ana.seat.id)
        await submits(guide.client, muting, f"{muting}/ending")
        assert (await posts(ana, cohort)).status_code in (200, 303)

        await submits(guide.client, muting, muting, days="1", reason="Again a calm day")
        assert (await posts(ana, cohort)).status_code == 403
        past = "update seat set muted_until = :at where id = :id"
        await db.run(past, at=clock.now() - timedelta(seconds=1), id=ana.seat.id)
        assert (await posts(ana, cohort)).status_code in (200, 303), "it ends by itself"


async def test_nobody_mutes_who_leads_and_no_member_mutes_another(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben, guide = *await cohort.seats("Ana", "Ben"), cohort.facilitator
        for asker, of in ((ana, ben), (guide, guide), (ana, guide)):
            address = f"/cohorts/{cohort.id}/members/{of.seat.id}/muting"
            assert (await asker.opens(address)).status_code == 403
            assert (await asker.posts(address, days="1", reason="Why not")).status_code == 403
