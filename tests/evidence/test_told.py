"""One's dates stand in the inbox too, beside the letters that are mailed (R24, R25)."""

from community.evidence import due
from tests.evidence.test_due import AUTUMN, ana_starts, before_the_end
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.people import make_person, signed_in_client


async def inbox(app, person) -> str:
    async with signed_in_client(app, person) as client:
        return (await client.get("/inbox")).text


async def test_r25_a_warning_stands_in_the_inbox_with_its_dates_and_leads_to_the_work(app):
    ana, definition, hers = await ana_starts(AUTUMN)
    with before_the_end(hers, days=30, hours=12):
        await due.warn({})
        await everybody_is_told()
        page = await inbox(app, ana)
    (sentence,) = sentences(page)
    assert sentence.startswith(f"{definition.title}: safe to submit until ")
    assert "closes on Monday, March 1, 2027" in sentence, "where she is, not where the server is"
    assert f'href="/work/{definition.code}"' in page and "Stop these" not in page
    assert sentences(await inbox(app, await make_person("Ben Ode"))) == []


async def test_r24_the_end_stands_there_and_says_that_all_is_kept(app):
    ana, definition, hers = await ana_starts(AUTUMN)
    with before_the_end(hers, minutes=-1):
        await due.expire({})
        await everybody_is_told()
        assert sentences(await inbox(app, ana)) == [
            f"Your window for {definition.title} has ended. Your texts are kept for you."
        ]
