"""The pages of one's own work over HTTP, as a browser without and with htmx sends them."""

import re
from datetime import timedelta

import pytest_asyncio

from community import clock, db
from community.catalogue import queries as catalogue
from community.evidence import actions, queries
from tests.support.catalogue import a_definition
from tests.support.evidence import Workspace, clock_at, hidden_fields, joins_a_local, writes
from tests.support.people import make_person, signed_in_client

PLAN = "/work/EL-02/talk_plan"
ADVISED = "TI-02"  # a definition with advisory ranges


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def ana(app, definition):
    return await make_person("Ana Torres", time_zone="America/Chicago")


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


@pytest_asyncio.fixture
async def on_the_phone(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


async def workspace(client) -> Workspace:
    return await Workspace(client, "EL-02", "talk_plan").opened()


async def test_prompt_and_rubric_stand_beside_the_text(at_home):
    page = (await workspace(at_home)).html
    assert "Give one page on five lessons in a row" in page, "the prompt"
    assert "Questions need two voices" in page and "each partner holds something that the other needs" in page, (
        "the rubric"
    )
    assert re.search(r"<textarea[^>]*name=\"text\"", page)


async def test_what_is_asked_is_shown_with_its_lists_as_in_the_catalogue(at_home):
    await a_definition("PAR-06")
    page = (await at_home.get("/work/PAR-06/situations")).text
    assert "<strong>A.</strong> At the supermarket" in page and "**" not in page


async def test_get_changes_nothing(at_home, ana):
    for address in ("/work", "/work/EL-02", PLAN, f"{PLAN}/revisions", "/work/EL-02/applications/new"):
        assert (await at_home.get(address)).status_code == 200, address
    assert await db.value("select count(*) from work where person_id = :id", id=ana.id) == 0


async def test_what_is_not_there_is_not_found(at_home, client):
    for address in (
        "/work/ZZ-99",
        "/work/EL-02/nothing",
        f"{PLAN}/revisions/3",
        f"{PLAN}/choices/3",
        "/work/ZZ-99/talk_plan",
    ):
        assert (await at_home.get(address)).status_code == 404, address
    assert (await client.get(PLAN)).status_code == 303, "a visitor signs in first"


async def test_r28_a_pause_saves_and_says_when_and_where(at_home, ana):
    page = await workspace(at_home)
    assert "delay:2s" in page.html, "well within five seconds"
    answer = await page.saves("Five lessons on rivers.")
    assert answer.status_code == 200 and "<html" not in answer.text, "only what changed comes back"
    assert "Saved" in answer.text and "on this device and on Roundtable" in answer.text and "4 words" in answer.text
    assert 'data-state="drafting"' in answer.text
    assert (await workspace(at_home)).text == "Five lessons on rivers."


async def test_r28_each_save_goes_on_from_the_one_before(at_home, ana):
    page = await workspace(at_home)
    for number in range(1, 6):
        await page.saves("word " * number)
    assert page.fields["based_on"] == "5"
    work = await queries.work(ana, "EL-02", "talk_plan")
    assert (work.revision, await queries.conflicts(ana, work)) == (5, [])


async def test_r28_without_javascript_a_button_saves(at_home):
    page = await workspace(at_home)
    answer = await page.saves("By the button.", htmx=False)
    assert answer.status_code == 200 and answer.request.method == "GET", "a plain post leads back to the page"
    assert page.text == "By the button."


async def test_r28_two_devices_both_texts_are_kept_and_shown_and_one_chooses(at_home, on_the_phone, ana):
    """X12"""
    laptop = await workspace(at_home)
    await laptop.saves("What both saw.")
    phone = await workspace(on_the_phone)
    await laptop.saves("What both saw. From the laptop.")
    answer = await phone.saves("What both saw. From the phone.")
    assert "Two devices wrote here. Both texts are kept." in answer.text
    address = re.search(r'href="([^"]*/choices/\d+)"', answer.text)[1]
    choice = (await on_the_phone.get(address)).text
    assert "What both saw. From the laptop." in choice and "What both saw. From the phone." in choice
    assert choice.count("You, on a test,") == 2 and choice.count("<time") >= 2, "each with its device and time"
    fields = hidden_fields(choice)
    chosen = await on_the_phone.post(address, data=fields | {"keep": "beside", "merged": "x"}, follow_redirects=True)
    assert chosen.status_code == 200
    assert (await workspace(at_home)).text == "What both saw. From the phone."
    texts = [revision.text for revision in await queries.revisions(ana, await queries.work(ana, "EL-02", "talk_plan"))]
    assert "What both saw. From the laptop." in texts, "what was not chosen stays among the versions"


async def test_r28_one_makes_one_text_of_both(at_home, on_the_phone, ana):
    laptop = await workspace(at_home)
    phone = await workspace(on_the_phone)
    await laptop.saves("Laptop.")
    address = (await phone.saves("Phone.", htmx=False)).url.path
    assert address.endswith("/choices/2"), "without JavaScript the choice comes at once"
    fields = hidden_fields((await on_the_phone.get(address)).text)
    empty = await on_the_phone.post(address, data=fields | {"keep": "merged", "merged": "  "})
    assert empty.status_code == 422 and "Write here what you made of both." in empty.text
    await on_the_phone.post(address, data=fields | {"keep": "merged", "merged": "Laptop and phone."})
    assert (await workspace(at_home)).text == "Laptop and phone."
    assert "Two devices" not in (await workspace(at_home)).html


async def test_r28_a_choice_is_asked_again_when_the_draft_has_changed_since(at_home, on_the_phone, ana):
    laptop, phone = await workspace(at_home), await workspace(on_the_phone)
    await laptop.saves("Laptop.")
    address = (await phone.saves("Phone.", htmx=False)).url.path
    fields = hidden_fields((await on_the_phone.get(address)).text)
    await laptop.saves("Laptop, more.")
    answer = await on_the_phone.post(address, data=fields | {"keep": "beside", "merged": "Mine."})
    assert answer.status_code == 422 and "Laptop, more." in answer.text and "Mine." in answer.text, (
        "nothing typed is lost"
    )
    assert (await queries.work(ana, "EL-02", "talk_plan")).text == "Laptop, more."


async def test_ready_takes_along_what_stands_on_the_page(at_home, ana):
    page = await workspace(at_home)
    await page.saves("Typed, and not yet saved.", to="readiness", htmx=False, ready="yes")
    work = await queries.work(ana, "EL-02", "talk_plan")
    assert (work.state, work.text) == ("ready", "Typed, and not yet saved.")
    assert "Go on writing" in page.html
    await page.saves(work.text, to="readiness", htmx=False, ready="no")
    assert (await queries.work(ana, "EL-02", "talk_plan")).state == "drafting"


async def test_nothing_written_cannot_be_ready_and_the_page_says_what_to_do(at_home, ana):
    page = await workspace(at_home)
    answer = await page.saves("", to="readiness", htmx=False, ready="yes")
    assert answer.status_code == 422 and "Write something first" in answer.text
    assert (await queries.work(ana, "EL-02", "talk_plan")).id == 0


async def test_an_older_version_comes_back_and_nothing_is_lost(at_home, ana):
    page = await workspace(at_home)
    for text in ("First.", "Second."):
        await page.saves(text)
    listed = (await at_home.get(f"{PLAN}/revisions")).text
    assert listed.count("/revisions/") >= 2
    old = (await at_home.get(f"{PLAN}/revisions/1")).text
    assert "First." in old
    answer = await at_home.post(f"{PLAN}/restorations", data=hidden_fields(old), follow_redirects=True)
    assert answer.status_code == 200 and (await workspace(at_home)).text == "First."
    texts = [r.text for r in await queries.revisions(ana, await queries.work(ana, "EL-02", "talk_plan"))]
    assert texts == ["First.", "Second.", "First."]


async def test_r28_two_versions_stand_side_by_side_with_words_for_what_changed(at_home, ana):
    page = await workspace(at_home)
    for text in ("Talk in pairs.", "Talk in groups."):
        await page.saves(text)
    shown = (await at_home.get(f"{PLAN}/comparisons/2/1")).text
    assert re.search(r"<del><span[^>]*>\[removed: </span>pairs\.<span[^>]*> end of removed\]</span></del>", shown)
    assert re.search(r"<ins><span[^>]*>\[added: </span>groups\.<span[^>]*> end of added\]</span></ins>", shown)
    assert shown.index("<del>") < shown.index("<ins>"), "the older one first, in whatever order they are asked for"
    answer = await at_home.post(f"{PLAN}/restorations", data=hidden_fields(shown), follow_redirects=True)
    assert answer.status_code == 200 and (await workspace(at_home)).text == "Talk in pairs."
    assert len(await queries.revisions(ana, await queries.work(ana, "EL-02", "talk_plan"))) == 3, "nothing is lost"
    assert (await at_home.get(f"{PLAN}/comparisons/1/99")).status_code == 404


async def test_r29_an_advisory_range_shows_a_hint_and_never_blocks(app, ana, at_home):
    code, requirement = await a_requirement_with("advisory")
    page = await Workspace(at_home, code, requirement.key).opened()
    long = "word " * (requirement.max_words + 20)
    answer = await page.saves(long)
    assert answer.status_code == 200 and 'data-where="above">Longer than advised; that blocks nothing.' in answer.text
    await page.saves(long, to="readiness", htmx=False, ready="yes")
    assert (await queries.work(ana, code, requirement.key)).state == "ready"


async def test_r29_a_hard_limit_says_what_is_left_and_saves_all_the_same(app, ana, at_home):
    code, requirement = await a_requirement_with("hard")
    page = await Workspace(at_home, code, requirement.key).opened()
    answer = await page.saves("word " * (requirement.max_words + 1))
    assert "shorten it before you submit" in answer.text
    answer = await page.saves("word " * (requirement.min_words - 2))
    assert 'data-where="below">Shorter than its limit' in answer.text
    assert (await queries.work(ana, code, requirement.key)).words == requirement.min_words - 2


async def a_requirement_with(kind):
    """A code and one of its requirements with this kind of limit and both ends."""
    for code in ("EL-02", ADVISED):
        for requirement in await catalogue.public_requirements((await a_definition(code)).id):
            if requirement.limit_kind == kind and requirement.min_words and requirement.max_words:
                return code, requirement
    raise AssertionError(f"no example has a limit that is {kind}")


async def test_r64_nobody_elses_address_leads_to_a_draft(app, definition, ana, at_home):
    secret = "Only its author reads this sentence."
    page = await workspace(at_home)
    await page.saves("Before. " + secret)
    await page.saves(secret)
    fay = await make_person("Fay Lund")
    async with signed_in_client(app, fay) as other:
        for address in ("/work", "/work/EL-02", PLAN, f"{PLAN}/revisions"):
            answer = await other.get(address)
            assert answer.status_code == 200 and secret not in answer.text, address
        for address in (f"{PLAN}/revisions/1", f"{PLAN}/choices/1"):
            assert (await other.get(address)).status_code == 404, address
        theirs = await Workspace(other, "EL-02", "talk_plan").opened()
        await theirs.saves("Fay's own.")
        answer = await other.post(f"{PLAN}/restorations", data=theirs.fields | {"number": "2", "based_on": "1"})
        assert answer.status_code == 404, "a version of somebody else's cannot be restored either"
    assert (await workspace(at_home)).text == secret


# --- Start ---


async def test_r8_r23_a_member_sees_the_dates_and_starts_for_free(at_home, ana):
    await joins_a_local(ana)
    with clock_at("2026-11-10T18:00:00+00:00"):
        page = (await at_home.get("/work/EL-02/applications/new")).text
        assert page.index("Monday, March 29, 2027") < page.index("Monday, May 10, 2027"), "the safe date comes first"
        assert "Free for members." in page
        answer = await at_home.post("/work/EL-02/applications", data=hidden_fields(page), follow_redirects=True)
    assert (
        answer.status_code == 200
        and "Monday, March 29, 2027" in answer.text
        and "Window closes Monday, May 10, 2027" in answer.text
    )


async def test_r8_without_membership_the_page_says_what_is_due_and_what_is_possible(at_home, ana):
    page = (await at_home.get("/work/EL-02/applications/new")).text
    assert "A fee of $75 is due before Start." in page and "Join your local" in page
    assert "Start today" not in page
    answer = await at_home.post(
        "/work/EL-02/applications", data=hidden_fields(page) | {"post_key": "7f1b1f7e-7d9c-4cd5-8b36-0b6a2e0a4a11"}
    )
    assert answer.status_code in (403, 409)
    assert await queries.applications(ana) == []


async def test_r27_a_second_press_finds_the_window_open_and_opens_no_other(at_home, ana):
    await joins_a_local(ana)
    fields = hidden_fields((await at_home.get("/work/EL-02/applications/new")).text)
    for _ in range(2):  # the same form twice, as a double click sends it
        assert (await at_home.post("/work/EL-02/applications", data=fields)).status_code == 303
    other = fields | {"post_key": "7f1b1f7e-7d9c-4cd5-8b36-0b6a2e0a4a10"}
    answer = await at_home.post("/work/EL-02/applications", data=other)
    assert answer.status_code == 409 and "Your window is open" in answer.text
    assert len(await queries.applications(ana)) == 1


async def test_r25_overview_and_workspace_show_the_safe_date_once_the_clock_runs(at_home, ana, definition):
    assert "Clock not running" in (await at_home.get("/work/EL-02")).text
    await joins_a_local(ana)
    application = await actions.start(ana, definition)
    shown = f"{application.safe_day:%A, %B %-d, %Y}"
    for address in ("/work", "/work/EL-02", PLAN):
        assert shown in (await at_home.get(address)).text, address


async def test_the_next_step_is_one_sentence(at_home, ana, definition):
    assert "Begin with Question 1: Your newcomers." in (await at_home.get("/work/EL-02")).text
    await writes(ana, definition, "Artifact 1", "A week of talk.")
    assert "Go on with Artifact 1: A week of talk." in (await at_home.get("/work/EL-02")).text


async def test_ones_work_is_listed_by_itself_also_without_a_cohort(at_home, ana, definition):
    assert "You work on nothing yet" in (await at_home.get("/work")).text
    await writes(ana, definition, "Question 1", "My newcomers.")
    assert "Talk structures for newcomers" in (await at_home.get("/work")).text


async def test_saves_are_rated(at_home, ana):
    page = await workspace(at_home)
    codes = [(await page.saves(f"word {number}")).status_code for number in range(122)]
    assert codes[:120] == [200] * 120 and codes[-1] == 429
    clock.move(timedelta(seconds=61))
    assert (await page.saves("a minute later")).status_code == 200
    clock.move(-timedelta(seconds=61))


async def test_what_cannot_be_saved_by_itself_is_told_and_no_page_comes_into_the_page(at_home):
    told = await (await workspace(at_home)).saves("x" * (actions.LONGEST + 1))
    assert told.status_code == 422 and "longer than one text may be" in told.text
    assert "<hx-partial" in told.text and "<html" not in told.text
