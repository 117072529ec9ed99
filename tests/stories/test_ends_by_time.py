"""What ends by time, without anybody's deed, ends on an open socket within five seconds, by the process's own clock."""

from datetime import timedelta

from community import clock, db
from realtime import gates
from tests.board.live import open_page, served
from tests.support.cases import later
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, takes

PROMISE = 5.0  # seconds
FOR_ASKING = 0.5  # of them


async def test_a_sign_in_and_what_was_open_until_a_day_are_over_when_their_time_is(app):
    """No job runs here and nothing is recorded: only the clock goes on."""
    assert gates.EVERY + FOR_ASKING <= PROMISE
    async with served(app) as address, a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        request = await asks(cohort, ana)
        await takes(ben, request)
        three_days, whose = clock.now() + timedelta(days=3), "update session set ends_at = :at where person_id = :id"
        await db.run(whose, at=three_days, id=ana.person.id)
        async with (
            open_page(address, ana, f"/cohorts/{cohort.id}/board") as hers,
            open_page(address, ben, request.address) as his,
        ):
            before = await db.value("select max(id) from event")
            assert hers.socket.closed is None and his.socket.named("gone") == []
            with later(days=8):
                assert await hers.socket.closes() == 4401
                await his.socket.until(lambda: request.topic in {gone["topic"] for gone in his.socket.named("gone")})
            ended = {gone["topic"]: gone["why"] for gone in his.socket.named("gone")}
            assert ended[request.topic] == "ended" and set(ended.values()) == {"ended"}
            assert his.socket.closed is None, "he is signed in as before, and only that request is over"
            assert await db.value("select max(id) from event") == before
