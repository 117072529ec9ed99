"""How much of a channel one is told (F51), and what who joins later reads there (F45, R17)."""

import pytest
import pytest_asyncio

from community import db
from community.cohorts import queries as cohorts
from community.discussion import queries, rules
from community.discussion.queries import Channel
from community.discussion.settings import rules as settings
from community.discussion.settings.rules import Level
from tests.board.live import open_page, served
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, said, says, the_channel, unread, writes_to
from tests.support.questions import questions_counted


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    """Ben writes; Ana reads as she likes."""
    async with a_cohort(app, "Ana", "Ben") as made:
        made.first = await says(made.members["Ben"], "Good morning")
        await made.members["Ana"].posts(
            f"/cohorts/{made.id}/channels/{made.first.channel_id}/read-marker", message_id=made.first.id
        )
        yield made


async def chooses(member, channel, level):
    return await member.posts(f"{channel.address}/involvement", level=level)


async def sets_backlog(member, channel, backlog):
    return await member.posts(f"{channel.address}/backlog", backlog=backlog)


async def called(message):
    return (await queries.called_by_id([message.id])).get(message.id, [])


@pytest.mark.parametrize(
    ("level", "counted", "told"),
    [("everything", 2, True), ("mentions", 1, True), ("nothing", 0, False), ("hidden", 0, False)],
)
async def test_f51_a_channel_counts_and_tells_as_its_reader_chose(cohort, level, counted, told):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert (await chooses(ana, await the_channel(ana), level)).status_code == 303
    await says(ben, "Tried it today")
    mention = await says(ben, f"@{ana.person.name} how was yours?")
    assert (await unread(ana)).get("general", 0) == counted
    assert (ana.person.id in await called(mention)) is told
    assert ana.person.id not in (await queries.read_by_id([mention.id])).get(mention.id, [])
    count = (await ana.opens(f"/cohorts/{cohort.id}/unread")).text
    assert (f">{counted}<" in count) is bool(counted)
    page = (await ana.opens((await the_channel(ana)).address)).text
    assert settings.word(level) in page
    assert ('data-counts="' in page) is (level != "everything")


async def test_nobody_else_sees_the_choice_and_private_threads_are_told_as_ever(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    channel = await the_channel(ana)
    before = await db.value("select count(*) from event")
    await chooses(ana, channel, "hidden")
    assert await db.value("select count(*) from event") == before
    for other in (ben, cohort.facilitator):
        assert "data-counts" not in (await other.opens(channel.address)).text
    thread = await queries.channel(ana.seat, (await writes_to(ben, ana, "A word?")).channel_id)
    assert (await chooses(ana, thread, "nothing")).status_code == 404, "two who talk mute or leave instead"
    assert (await ana.opens(f"{thread.address}/involvement")).status_code == 404


async def test_a_hidden_channel_is_folded_away_and_still_found(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    channel = await the_channel(ana)
    assert "Hidden channels" not in (await ana.opens(f"/cohorts/{cohort.id}/channels")).text
    await says(ben, "Bring the plan", spot="of-talk_plan")
    await chooses(ana, await the_channel(ana, "of-talk_plan"), "hidden")
    page = (await ana.opens(f"/cohorts/{cohort.id}/channels")).text
    folded = page[page.index("Hidden channels") :]
    assert 'id="channel-of-talk_plan"' in folded
    assert page.count('id="channel-of-talk_plan"') == 1
    led = await ana.opens(f"/cohorts/{cohort.id}/discussion")
    assert led.headers["location"] == channel.address, "where somebody spoke last, of what is not hidden"
    assert ["Bring", "the", "plan"][0] in (await ana.opens(f"/cohorts/{cohort.id}/search?q=bring")).text
    await chooses(ana, await the_channel(ana, "of-talk_plan"), "everything")
    assert await db.value("select count(*) from involvement where person_id = :id", id=ana.person.id) == 0
    assert "Hidden channels" not in (await ana.opens(f"/cohorts/{cohort.id}/channels")).text


async def test_announcements_cannot_be_set_to_less_than_mentions(cohort):
    ana = cohort.members["Ana"]
    await says(cohort.facilitator, "Welcome", spot="announcements")
    channel = await the_channel(ana, "announcements")
    for level in ("nothing", "hidden"):
        answer = await chooses(ana, channel, level)
        assert answer.status_code == 409
        assert "mentions only" in answer.text
    assert (await chooses(ana, channel, "mentions")).status_code == 303
    wrong = await chooses(ana, channel, "loud")
    assert wrong.status_code == 422
    assert 'id="level-error"' in wrong.text
    shown = (await ana.opens(f"{channel.address}/involvement")).text
    assert 'value="mentions" checked' in shown
    assert 'value="hidden"' not in shown


async def test_the_database_refuses_what_is_no_level(cohort):
    ana = cohort.members["Ana"]
    with pytest.raises(Exception, match="involvement_level_check"):
        await db.run(
            "insert into involvement (channel_id, person_id, level) values (:channel, :person, 'loud')",
            channel=cohort.first.channel_id,
            person=ana.person.id,
        )


async def test_the_side_list_asks_as_often_however_many_are_hidden(cohort, monkeypatch):
    ana = cohort.members["Ana"]
    with questions_counted(monkeypatch) as few:
        await ana.opens(f"/cohorts/{cohort.id}/channels")
    for number in range(8):
        channel = await queries.add_channel(cohort.facilitator.seat, "topic", None, f"Topic {number}", cohort.first.at)
        await chooses(ana, channel[0], "hidden")
    with questions_counted(monkeypatch) as many:
        await ana.opens(f"/cohorts/{cohort.id}/channels")
    assert many.total() <= few.total()


# --- f45: what who joins later reads ---


@pytest.mark.parametrize("of_cohort", ["all", "from_joining"])
@pytest.mark.parametrize("of_channel", ["cohort", "all", "from_joining"])
async def test_r17_f45_a_channel_has_a_backlog_of_its_own(app, address, of_cohort, of_channel):
    async with a_cohort(app, "Ana", backlog=of_cohort) as made:
        ana, leads = made.members["Ana"], made.facilitator
        early = await says(ana, "Marigolds before Dev")
        other = await says(ana, "Elsewhere before Dev", spot="of-talk_plan")
        dev = await made.joins("Dev")
        channel = await the_channel(dev)
        assert (await sets_backlog(leads, channel, of_channel)).status_code == 303
        late = await says(ana, f"@{dev.person.name} see above", thread=early)
        policy = of_cohort if of_channel == "cohort" else of_channel
        reads = policy == "all"
        page = (await dev.opens(channel.address)).text
        assert ("Marigolds before Dev" in said(page)) is reads
        assert (await dev.opens(early.address)).status_code == (200 if reads else 404)
        assert (await dev.opens(late.address)).status_code == (200 if reads else 404)
        found = (await dev.opens(f"/cohorts/{made.id}/search?q=marigolds")).text
        assert (early.address in found) is reads
        assert (await unread(dev)).get("general", 0) == int(reads), "the answer is new to who reads its thread"
        assert (dev.person.id in await called(late)) is reads, "nobody is told of what they cannot read"
        seat = await cohorts.seat(dev.person, made.id)
        audience = (await queries.audiences_by_id({(dev.person.id, channel.id)}))[(dev.person.id, channel.id)]
        assert (await now(late)).is_for(audience) is reads
        assert rules.can_read(seat, made.cohort, early.at, (await queries.channel(seat, channel.id)).backlog) is reads
        assert ("Marigolds before Dev" in said((await leads.opens(channel.address)).text)), "who leads reads all"
        assert (await dev.opens(other.address)).status_code == (200 if of_cohort == "all" else 404), "another channel"


async def test_who_sits_there_is_asked_anew_when_the_backlog_changes(app, address):
    async with a_cohort(app, "Ana", backlog="all") as made:
        ana = made.members["Ana"]
        early = await says(ana, "Before Dev")
        dev = await made.joins("Dev")
        channel = await the_channel(dev)
        async with open_page(address, dev, channel.address) as page:
            await sets_backlog(made.facilitator, channel, "from_joining")
            await page.socket.until(lambda: {"topic": channel.topic} in page.socket.named("reload"))
            assert "Before Dev" not in said(await page.reloaded())
        assert (await dev.opens(early.address)).status_code == 404


async def test_only_who_leads_sets_it_and_it_is_kept_in_the_log_once(cohort):
    ana, channel = cohort.members["Ana"], await the_channel(cohort.members["Ana"])
    assert (await sets_backlog(ana, channel, "all")).status_code == 403
    assert 'name="backlog"' not in (await ana.opens(f"{channel.address}/involvement")).text
    for _ in range(2):
        assert (await sets_backlog(cohort.facilitator, channel, "from_joining")).status_code == 303
    kept = await db.many(
        dict,
        "select detail from event where kind = 'channel.backlog_set' and topic = :topic order by id limit 9",
        topic=cohort.facilitator.seat.cohort_topic,
    )
    assert kept == [{"detail": {"backlog": "from_joining"}}]
    assert (await sets_backlog(cohort.facilitator, channel, "some")).status_code == 422
    shown = (await cohort.facilitator.opens(f"{channel.address}/involvement")).text
    assert 'value="from_joining" checked' in shown


def test_what_can_be_chosen_is_said_in_words():
    assert settings.levels("private") == []
    assert settings.levels("topic") == list(Level)
    assert len({settings.word(level) for level in Level} | {settings.meaning(level) for level in Level}) == 8


async def test_f51_a_channel_nobody_has_written_in_yet_has_settings_as_others_have(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    for spot in ("announcements", "of-talk_plan"):
        channel = await the_channel(ana, spot)
        assert channel.id is None
        page = (await ana.opens(channel.address)).text
        assert f'href="{channel.address}/involvement"' in page, "the way there stands in the channel"
        assert 'value="everything" checked' in (await ana.opens(f"{channel.address}/involvement")).text
        assert (await chooses(ana, channel, "everything")).status_code == 303
        assert (await the_channel(ana, spot)).id is None, "nothing to keep"
        assert (await chooses(ana, channel, "mentions")).status_code == 303
        assert (await the_channel(ana, spot)).involvement == Level.MENTIONS
        assert (await the_channel(ben, spot)).involvement == Level.EVERYTHING
        assert 'value="mentions" checked' in (await ana.opens(f"{channel.address}/involvement")).text
    await says(ben, "Bring the plan", spot="of-talk_plan")
    assert (await unread(ana)).get("of-talk_plan", 0) == 0
    assert (await ana.opens(f"/cohorts/{cohort.id}/channels/topic/involvement")).status_code == 404
    assert (await chooses(ana, Channel(None, cohort.id, "requirement", "no_such"), "mentions")).status_code == 404


async def test_r17_what_latecomers_read_is_set_before_anybody_has_written(cohort):
    gloria = cohort.facilitator
    channel = await the_channel(gloria, "announcements")
    assert channel.id is None
    assert (await sets_backlog(cohort.members["Ana"], channel, "from_joining")).status_code == 403
    assert (await sets_backlog(gloria, channel, "from_joining")).status_code == 303
    assert (await the_channel(gloria, "announcements")).backlog == "from_joining"
