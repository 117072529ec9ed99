"""People of a cohort talk: what one says, the others read."""

from tests.support.cohorts import a_cohort
from tests.support.discussion import posts, said, the_channel


async def test_what_one_says_the_others_read(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        assert (await ana.opens(f"/cohorts/{cohort.id}/discussion")).headers["location"].endswith("/channels/general")
        answer = await posts(ana, "Hello **all**")
        assert answer.status_code == 200, answer.text
        assert 'data-into="messages-general"' in answer.text
        page = await ben.opens((await the_channel(ben)).address)
        assert said(page.text) == ["Hello all"]
        assert "<strong>all</strong>" in page.text
