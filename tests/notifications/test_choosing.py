"""What reaches a person: chosen on a page, stopped by a press or by the link of a mail."""

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from community import app as roof
from community import db, words
from community.config import settings
from community.notifications import telling
from community.notifications.choosing import actions, queries, rules
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.pages import ByMail, Notice
from tests.notifications.test_notices import everybody_is_told, heard, newest
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.people import make_person, signed_in_client
from tests.support.servers import browser_like

MENTION = "message.posted"
STOPPABLE = Notice(None, "", None, None, mail=ByMail())
ALWAYS = Notice(None, "", None, None, mail=ByMail(), can_switch_off=False)
PLAIN = Notice(None, "", None, None)
CALM = Notice(None, "", None, None, mail=ByMail(at_once=False))
QUIETLY_ALWAYS = Notice(None, "", None, None, can_switch_off=False)


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        await everybody_is_told()
        yield made


class TestRules:
    @pytest.mark.parametrize(
        ("here", "until"),
        [
            ("2026-11-26 20:59", None),
            ("2026-11-26 21:00", "2026-11-27 07:00"),
            ("2026-11-26 23:30", "2026-11-27 07:00"),
            ("2026-11-27 06:59", "2026-11-27 07:00"),
            ("2026-11-27 07:00", None),
        ],
    )
    @pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Guam", "UTC"])
    def test_it_is_quiet_from_nine_to_seven_where_the_reader_is(self, here, until, zone):
        def there(text):
            return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

        assert rules.quiet_until(Choice(), zone, there(here)) == (until and there(until))

    def test_the_morning_is_the_clocks_also_when_summer_time_ends(self):
        zone = "America/New_York"  # on 1 November 2026 the hour after one o'clock comes twice
        evening = datetime(2026, 10, 31, 22, tzinfo=ZoneInfo(zone))
        until = rules.quiet_until(Choice(), zone, evening)
        assert until.astimezone(ZoneInfo(zone)).isoformat() == "2026-11-01T07:00:00-05:00"
        assert (until - evening).total_seconds() == 10 * 3600

    def test_quiet_hours_of_one_day_and_none_at_all(self):
        school = Choice(quiet_from=time(8), quiet_until=time(15))
        assert rules.quiet_until(school, "UTC", datetime(2026, 11, 26, 9, tzinfo=UTC)).hour == 15
        assert rules.quiet_until(school, "UTC", datetime(2026, 11, 26, 15, tzinfo=UTC)) is None
        never = Choice(quiet_from=time(7), quiet_until=time(7))
        assert not any(
            rules.quiet_until(never, "UTC", datetime(2026, 11, 26, hour, tzinfo=UTC)) for hour in range(24)
        )

    def test_what_concerns_my_account_comes_whatever_was_chosen(self):
        choice = Choice(by_mail=False, ways={"k": Way.NOTHING})
        assert rules.way(choice, "k", ALWAYS) is Way.MAIL
        assert rules.way(choice, "k", STOPPABLE) is Way.NOTHING

    @pytest.mark.parametrize(
        ("notice", "chosen", "others", "reaches"),
        [
            (STOPPABLE, None, {}, Way.MAIL),
            (STOPPABLE, Way.DIGEST, {}, Way.DIGEST),
            (STOPPABLE, Way.INBOX, {}, Way.INBOX),
            (STOPPABLE, Way.NOTHING, {}, Way.NOTHING),
            (STOPPABLE, None, {"by_mail": False}, Way.INBOX),
            (STOPPABLE, Way.DIGEST, {"by_mail": False}, Way.INBOX),
            (STOPPABLE, Way.NOTHING, {"by_mail": False}, Way.NOTHING),
            (STOPPABLE, None, {"rhythm": Rhythm.NEVER}, Way.MAIL),
            (STOPPABLE, Way.DIGEST, {"rhythm": Rhythm.NEVER}, Way.INBOX),
            (PLAIN, None, {}, Way.DIGEST),
            (PLAIN, Way.MAIL, {}, Way.MAIL),
            (PLAIN, Way.NOTHING, {}, Way.NOTHING),
            (CALM, None, {}, Way.DIGEST),
            (CALM, Way.MAIL, {}, Way.MAIL),
            (PLAIN, None, {"by_mail": False}, Way.INBOX),
            (PLAIN, None, {"rhythm": Rhythm.NEVER}, Way.INBOX),
            (ALWAYS, Way.DIGEST, {"by_mail": False}, Way.MAIL),
            (QUIETLY_ALWAYS, Way.DIGEST, {}, Way.INBOX),
        ],
    )
    def test_each_kind_comes_as_it_was_chosen_or_by_its_own_way(self, notice, chosen, others, reaches):
        choice = Choice(ways={"k": chosen} if chosen else {}, **others)
        assert rules.way(choice, "k", notice) is reaches


def test_each_kind_of_notice_has_a_name_and_a_mail_if_it_is_mailed():
    for kind, notice in roof.merged("notices").items():
        assert notice.called or not notice.mail, f"{kind}: how is it called where one chooses?"
        if notice.called:
            with words.speaking(words.PSEUDO):
                assert notice.called().startswith("["), f"{kind}: through gettext"


class TestThePage:
    async def test_what_was_chosen_is_kept_and_shown(self, cohort):
        ben = cohort.members["Ben"]
        page = (await ben.opens("/inbox/settings")).text
        assert 'value="21:00"' in page and 'value="07:00"' in page and 'name="by_mail" value="yes" checked' in page
        answer = await ben.posts(
            "/inbox/settings", quiet_from="22:30", quiet_until="06:00", **{f"way {MENTION}": "inbox"}
        )
        assert answer.headers["location"] == "/inbox/settings?done=saved"
        assert await queries.choice(ben.person) == Choice(False, time(22, 30), time(6), {MENTION: Way.INBOX})
        page = (await ben.opens("/inbox/settings?done=saved")).text
        assert 'value="22:30"' in page and 'name="by_mail" value="yes" checked' not in page
        assert re.search(rf'name="way {MENTION}" value="inbox" checked', page)

    async def test_when_the_digest_comes_is_kept_and_shown_and_not_in_quiet_hours(self, cohort):
        ben = cohort.members["Ben"]
        page = (await ben.opens("/inbox/settings")).text
        assert 'name="rhythm" value="weekdays" checked' in page and 'name="digest_at" type="time" value="17:00"' in page
        typed = {"quiet_from": "21:00", "quiet_until": "07:00", "by_mail": "yes", "rhythm": "weekly", "digest_day": "6"}
        await ben.posts("/inbox/settings", **typed, digest_at="07:00")
        chosen = await queries.choice(ben.person)
        assert (chosen.rhythm, chosen.digest_at, chosen.digest_day) == (Rhythm.WEEKLY, time(7), 6)
        page = (await ben.opens("/inbox/settings")).text
        assert 'value="weekly" checked' in page and '<option value="6" selected>Sunday' in page
        refused = await ben.posts("/inbox/settings", **typed, digest_at="06:59")
        assert refused.status_code == 422 and "in your quiet hours" in refused.text and 'value="06:59"' in refused.text
        assert (await ben.posts("/inbox/settings", **typed | {"digest_day": "7"}, digest_at="08:00")).status_code == 422
        assert await queries.choice(ben.person) == chosen

    async def test_a_time_that_is_none_keeps_what_was_typed_and_says_where(self, cohort):
        ben = cohort.members["Ben"]
        answer = await ben.posts("/inbox/settings", quiet_from="late", quiet_until="06:00", by_mail="yes")
        assert answer.status_code == 422
        assert 'id="quiet_from-error"' in answer.text and 'value="late"' in answer.text
        assert await queries.choice(ben.person) == Choice()

    @pytest.mark.parametrize("way", ["seat.removed", MENTION])
    async def test_no_way_can_be_forced_that_is_not_offered(self, cohort, way):
        ben = cohort.members["Ben"]
        fields = {"quiet_from": "21:00", "quiet_until": "07:00", "by_mail": "yes", f"way {way}": "nothing"}
        await ben.posts("/inbox/settings", **fields, **{"way no.such": "inbox"})
        assert (await queries.choice(ben.person)).ways == ({MENTION: Way.NOTHING} if way == MENTION else {})
        fields[f"way {way}"] = "by pigeon"
        assert (await ben.posts("/inbox/settings", **fields)).status_code == 422

    async def test_a_choice_is_ones_own(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        await actions.stop(ana.person, MENTION)
        assert await queries.choice(ben.person) == Choice()


class TestStopThese:
    async def test_one_press_in_the_inbox_and_it_comes_no_more(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, f"@{ben.person.name} look")
        await everybody_is_told()
        page = (await ben.opens("/inbox")).text
        assert f'hx-post="/inbox/{await newest(ben.person)}/stop"' in page and "#kind-message-posted" in page
        answer = await ben.posts(f"/inbox/{await newest(ben.person)}/stop")
        assert answer.headers["location"] == f"/inbox/settings?stopped={MENTION}"
        said = "You hear no more of this: Somebody mentions me, or writes to me alone."
        assert said in (await ben.opens(answer.headers["location"])).text
        await says(ana, f"@{ben.person.name} and @{ana.person.name}, look again")
        await everybody_is_told()
        assert await heard(ben.person) == [MENTION], "the one from before"

    async def test_what_always_comes_offers_no_such_press_and_refuses_it(self, cohort):
        ines = await make_person("Ines Ortiz")
        await db.run(
            """
            insert into notice (person_id, kind, subject_id, at) values (:person_id, 'seat.invited', :seat_id, :at)
            """,
            person_id=ines.id, seat_id=cohort.facilitator.seat.id, at=datetime(2026, 11, 26, tzinfo=UTC),
        )
        client = await cohort.browser(ines)
        page = (await client.get("/inbox")).text
        assert "invited" in page or "kept for you" in page
        assert "/stop" not in page
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        assert (await client.post(f"/inbox/{await newest(ines)}/stop", data={"csrf": csrf})).status_code == 403

    async def test_anothers_notice_is_not_there(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, f"@{ben.person.name} look")
        await everybody_is_told()
        assert (await ana.posts(f"/inbox/{await newest(ben.person)}/stop")).status_code == 404
        assert await queries.choice(ben.person) == Choice()


class TestTheLinkOfAMail:
    """RFC 8058: one POST of a mail program, without cookie or sign-in; looking changes nothing."""

    async def link(self, person) -> str:
        address = actions.stop_link(person.id, MENTION)
        assert address.startswith(settings().base_url + "/inbox/stops/link/"), "the host is the configured one"
        return address.removeprefix(settings().base_url)

    async def test_looking_changes_nothing(self, app, client):
        ana = await make_person("Ana Torres")
        for _ in range(2):
            page = await client.get(await self.link(ana))
            assert page.status_code == 200 and "Stop these mails?" in page.text and ana.name not in page.text
            assert page.headers["referrer-policy"] == "strict-origin", "the address is a key"
        assert await queries.choice(ana) == Choice()

    async def test_one_click_stops_the_mails_of_this_kind_and_no_other(self, app):
        ana = await make_person("Ana Torres")
        async with browser_like(app) as program:
            del program.headers["sec-fetch-site"]
            for _ in range(2):  # idempotent
                answer = await program.post(await self.link(ana), data={"List-Unsubscribe": "One-Click"})
                assert answer.status_code == 200 and "These mails have stopped" in answer.text
        assert (await queries.choice(ana)).ways == {MENTION: Way.INBOX}

    async def test_the_button_does_the_same(self, app, client):
        ana = await make_person("Ana Torres")
        page = await client.get(await self.link(ana))
        form = re.search(r"<form method=\"post\">(.*?)</form>", page.text, re.S)[1]
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
        assert (await client.post(await self.link(ana), data=fields)).status_code == 200
        assert (await queries.choice(ana)).ways == {MENTION: Way.INBOX}

    async def test_who_wants_nothing_of_it_does_not_get_it_into_the_inbox_again(self, app, client):
        ana = await make_person("Ana Torres")
        await actions.stop(ana, MENTION)
        await client.post(await self.link(ana), data={"List-Unsubscribe": "One-Click"})
        assert (await queries.choice(ana)).ways == {MENTION: Way.NOTHING}

    async def test_signed_in_as_somebody_else_it_is_about_who_the_mail_went_to(self, app):
        ana, ben = await make_person("Ana Torres"), await make_person("Ben Okoro")
        async with signed_in_client(app, ben) as client:
            assert (await client.post(await self.link(ana))).status_code == 200
        assert (await queries.choice(ben)) == Choice()
        assert (await queries.choice(ana)).ways == {MENTION: Way.INBOX}

    @pytest.mark.parametrize("spoil", [str.swapcase, lambda t: "x", lambda t: t + ".x"])
    async def test_a_token_that_is_not_ours_is_nowhere(self, app, client, spoil):
        ana = await make_person("Ana Torres")
        head, token = (await self.link(ana)).rsplit("/", 1)
        for answer in (await client.get(f"{head}/{spoil(token)}"), await client.post(f"{head}/{spoil(token)}")):
            assert answer.status_code == 404
        assert await queries.choice(ana) == Choice()

    async def test_no_link_stops_what_always_comes(self, app, client):
        ana = await make_person("Ana Torres")
        path = actions.stop_link(ana.id, "seat.removed").removeprefix(settings().base_url)
        assert not telling.NOTICES["seat.removed"].can_switch_off
        assert (await client.post(path)).status_code == 404
        assert await queries.choice(ana) == Choice()
