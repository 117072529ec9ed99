"""Reading a colleague's draft: notes pinned to a place, kept while they are begun, sent by the form's rules (R45)."""

import pytest

from community.evidence import queries as works
from community.feedback import content
from community.feedback.notes import actions
from community.feedback.notes import queries as notes
from community.feedback.notes import rules as places
from community.feedback.readings import actions as readings
from community.feedback.readings import queries as given
from community.feedback.readings import rules
from tests.feedback.test_asking import moved
from tests.support.artifacts import a_pdf, attaches
from tests.support.cohorts import a_cohort
from tests.support.feedback import DRAFT, KEY, asks, definition_of, drafts, gives, pins, sends, takes, words_of


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


@pytest.fixture
async def request_of_ana(cohort):
    return await asks(cohort, await cohort.seats("Ana"))


@pytest.mark.parametrize(
    ("form", "kinds", "missing"),
    [
        ("tag", [], {"warm": 1, "question": 1, "cool": 1}),
        ("tag", ["warm", "cool", "other"], {"question": 1}),
        ("tag", ["warm", "question", "cool"], {}),
        ("warm_cool", ["warm", "cool", "cool"], {"warm": 1}),
        ("free", [], {"": 1}),
        ("free", ["other"], {}),
        ("one_good_question", ["warm"], {"question": 1}),
        ("one_good_question", ["question"], {}),
    ],
)
def test_r45_the_forms_minimum_is_counted_over_the_whole_draft(form, kinds, missing):
    assert rules.missing(content.protocols()[form], kinds) == missing


async def test_r45_what_is_still_missing_is_said_until_it_is_there(cohort, request_of_ana):
    ben = await cohort.seats("Ben")
    await takes(ben, request_of_ana)
    await pins(ben, request_of_ana, "warm")
    await pins(ben, request_of_ana, "question")
    page = await ben.opens(request_of_ana.address)
    assert "Still missing: 1 cool" in words_of(page)
    answer = await sends(ben, request_of_ana)
    assert answer.status_code == 422 and "needs a little more" in answer.text
    ana = await cohort.seats("Ana")
    assert "This line let me see it" not in (await ana.opens(request_of_ana.ledger)).text, "nothing went out"
    await pins(ben, request_of_ana, "cool")
    assert (await sends(ben, request_of_ana)).status_code == 303
    assert "This line let me see it" in (await ana.opens(request_of_ana.ledger)).text


async def test_r45_one_good_question_counts_half_a_reader(cohort, request_of_ana):
    ben, ana = await cohort.seats("Ben", "Ana")
    await takes(ben, request_of_ana, form="one_question")
    await pins(ben, request_of_ana, "question", "What happened next?")
    assert (await sends(ben, request_of_ana)).status_code == 303
    assert "0.5 of 2 readers" in words_of(await ana.opens(request_of_ana.ledger))


async def test_r41_no_level_stands_in_anything_that_is_given(cohort, request_of_ana):
    """There is no field for one: what is posted beside the note is not kept."""
    ben, ana = await cohort.seats("Ben", "Ana")
    await takes(ben, request_of_ana)
    for kind in ("warm", "question", "cool"):
        await pins(ben, request_of_ana, kind, level="exemplary", score="9")
    await sends(ben, request_of_ana)
    seen = words_of(await ana.opens(request_of_ana.ledger))
    assert "This line let me see it" in seen and "exemplary" not in seen.lower()


async def test_the_first_feedback_turns_asking_into_answered_for_everyone(cohort, request_of_ana):
    ben, ana = await cohort.seats("Ben", "Ana")
    await gives(ben, request_of_ana)
    assert (await works.work(ana.person, cohort.cohort.code, KEY)).state == "answered"


async def test_a_note_is_pinned_to_selected_words_a_paragraph_a_criterion_or_the_whole(cohort, request_of_ana):
    ben, ana = await cohort.seats("Ben", "Ana")
    await takes(ben, request_of_ana)
    start = DRAFT.index("last frame")
    criterion = request_of_ana.requirement.prompt["criteria"][0]
    await pins(ben, request_of_ana, "warm", "Words", "words", start=str(start), end=str(start + 10))
    await pins(ben, request_of_ana, "question", "Paragraph", "paragraph:3")
    await pins(ben, request_of_ana, "cool", "Criterion", f"criterion:{criterion['key']}")
    await pins(ben, request_of_ana, "other", "Whole")
    await sends(ben, request_of_ana)
    seen = (await ana.opens(request_of_ana.ledger)).text
    assert '<blockquote class="quoted">last frame</blockquote>' in seen
    assert '<blockquote class="quoted">I listen for revision, not for answers.</blockquote>' in seen
    assert criterion["title"] in words_of(await ana.opens(request_of_ana.ledger))
    assert ">last frame</a>" in seen, "the words are marked in the draft"


async def test_a_note_whose_passage_is_gone_says_so_and_shows_it_as_it_was(cohort, request_of_ana):
    ben, ana = await cohort.seats("Ben", "Ana")
    await takes(ben, request_of_ana)
    await pins(ben, request_of_ana, "warm", "Keep this", "paragraph:1")
    await pins(ben, request_of_ana, "question", "Why larger?", "paragraph:2")
    await pins(ben, request_of_ana, "cool", "One idea")
    await sends(ben, request_of_ana)
    await drafts(cohort, ana, "A new beginning.\n\n" + DRAFT.replace("The last frame is printed larger.", "Gone."))
    seen = words_of(await ana.opens(request_of_ana.ledger))
    assert seen.count("no longer in your draft") == 1
    assert "The last frame is printed larger." in seen


async def test_r43_what_is_begun_is_kept_for_its_writer_only(cohort, request_of_ana):
    ben, ana, cy = await cohort.seats("Ben", "Ana", "Cy")
    await takes(ben, request_of_ana)
    await takes(cy, request_of_ana)
    where = f"{request_of_ana.address}/begun"
    assert (await ben.posts(where, kind="cool", text="Half a though", place="paragraph:2")).status_code == 303
    mine = (await ben.opens(request_of_ana.address)).text
    assert "Half a though" in mine and 'value="paragraph:2" selected' in mine
    for other, page in ((ana, request_of_ana.ledger), (cy, request_of_ana.address)):
        assert "Half a though" not in (await other.opens(page)).text
    await pins(ben, request_of_ana, "cool", "A whole thought")
    assert "Half a though" not in (await ben.opens(request_of_ana.address)).text, "the next note begins empty"


async def test_what_is_begun_stays_as_it_is_while_a_pinned_note_is_changed(cohort, request_of_ana):
    ben = await cohort.seats("Ben")
    await takes(ben, request_of_ana)
    await pins(ben, request_of_ana)
    await ben.posts(f"{request_of_ana.address}/begun", kind="cool", text="Half a thought", place="whole")
    before = await given.given(ben.person, request_of_ana)
    (note,) = await notes.own_notes(ben.person, before)
    await ben.posts(f"{request_of_ana.address}/begun", kind="cool", text="Half a thought more", place="whole")
    at = f'data-saved-at="{(await given.given(ben.person, request_of_ana)).begun["at"]}"'
    assert at in (await ben.opens(request_of_ana.address)).text
    await actions.change(ben.person, before, note.id, "warm", "Other words")
    after = await given.given(ben.person, request_of_ana)
    assert after.begun["text"] == "Half a thought more" and after.active_at > before.active_at
    assert at in (await ben.opens(request_of_ana.address)).text, "it was not saved later by that"


async def test_r45_a_note_says_something_and_a_line_has_one_end(cohort, request_of_ana):
    ben = await cohort.seats("Ben")
    await takes(ben, request_of_ana)
    assert (await pins(ben, request_of_ana, "warm", " \r\n ")).status_code == 422
    lines = "x\r\n" * (rules.MOST_TEXT // 2 - 1) + "yz"
    assert (await pins(ben, request_of_ana, "warm", lines)).status_code == 303
    assert (await pins(ben, request_of_ana, "warm", lines + "!")).status_code == 422


async def test_readers_do_not_see_each_others_notes(cohort, request_of_ana):
    ben, cy = await cohort.seats("Ben", "Cy")
    await gives(ben, request_of_ana, warm="Only for Ana")
    await takes(cy, request_of_ana)
    assert "Only for Ana" not in (await cy.opens(request_of_ana.address)).text


async def test_a_note_is_changed_and_removed_until_it_is_sent(cohort, request_of_ana):
    ben, ana = await cohort.seats("Ben", "Ana")
    await takes(ben, request_of_ana)
    for kind in ("warm", "question", "cool", "other"):
        await pins(ben, request_of_ana, kind, f"First {kind}")
    page = (await ben.opens(request_of_ana.address)).text
    first, *_rest, last = note_ids(page)
    where = f"{request_of_ana.address}/notes"
    assert (await ben.posts(f"{where}/{first}", kind="warm", text="Better words")).status_code == 303
    cy = await cohort.seats("Cy")
    await takes(cy, request_of_ana)
    assert (await cy.posts(f"{where}/{first}", kind="warm", text="Not mine")).status_code == 409
    assert (await ben.posts(f"{where}/{last}", kind="warm", text="")).status_code == 422
    await ben.posts(f"{where}/{last}/removal")
    assert len(note_ids((await ben.opens(request_of_ana.address)).text)) == 3
    for kind in ("warm", "question", "cool", "other"):
        await pins(ben, request_of_ana, kind, f"Second {kind}")
    await sends(ben, request_of_ana)
    late = await ben.posts(f"{where}/{first}", kind="warm", text="Too late")
    assert late.status_code == 409 and "Too late" in late.text
    assert (await ben.posts(f"{where}/{first}/removal")).status_code == 403
    assert (await pins(ben, request_of_ana)).status_code == 403
    assert "Better words" in (await ana.opens(request_of_ana.ledger)).text


async def test_r43_an_autosave_that_comes_after_the_sending_is_answered_kindly_and_its_words_are_kept(
    cohort, request_of_ana
):
    ben, ana = await cohort.seats("Ben", "Ana")
    await gives(ben, request_of_ana, warm="I can picture it.")
    begun, sent = f"{request_of_ana.address}/begun", (await ben.opens(request_of_ana.address)).text
    for equal in ("I can picture it.", " I can picture it.\n"):
        late = await ben.posts_by_itself(begun, kind="warm", text=equal, place="whole")
        assert (late.status_code, late.text) == (204, ""), "all of it is among what was sent"
    late = await ben.posts_by_itself(begun, kind="cool", text="And one more <b>thought</b>", place="whole")
    assert late.status_code == 409 and 'id="kept"' in late.text and "sent already" in late.text
    assert "And one more &lt;b&gt;thought&lt;/b&gt;" in late.text and "<h1" not in late.text
    page = await ben.posts(begun, kind="cool", text="And one more thought", place="whole")
    assert page.status_code == 409 and "And one more thought" in page.text
    (note, *_others) = [one for one in await notes_of(ben, request_of_ana) if one.kind == "warm"]
    where = f"{request_of_ana.address}/notes/{note.id}"
    assert (await ben.posts_by_itself(where, kind="warm", text=note.text)).status_code == 204
    late = await ben.posts_by_itself(where, kind="warm", text="I can picture it all.")
    assert late.status_code == 409 and "I can picture it all." in late.text
    assert "I can picture it all." not in (await ana.opens(request_of_ana.ledger)).text
    assert (await ben.opens(request_of_ana.address)).text.count("one more") == sent.count("one more") == 0


async def notes_of(member, request):
    return await notes.own_notes(member.person, await given.given(member.person, request))


def note_ids(html: str) -> list[str]:
    import re

    return re.findall(r'class="feedback-note"[^>]*id="note-(\d+)"', html)


async def test_two_who_take_the_last_place_at_one_moment_are_one_reader(cohort, app):
    import asyncio

    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, wanted="1")
    answers = await asyncio.gather(takes(ben, request), takes(cy, request))
    assert sorted(answer.status_code for answer in answers) == [303, 409]


async def test_a_pin_that_is_sent_twice_is_one_note(cohort, request_of_ana):
    ben = await cohort.seats("Ben")
    await takes(ben, request_of_ana)
    key = "6f1c1d1e-0000-4000-8000-000000000001"
    for _ in range(2):
        await ben.posts(f"{request_of_ana.address}/notes", kind="warm", text="Once", place="whole", post_key=key)
    assert len(note_ids((await ben.opens(request_of_ana.address)).text)) == 1


async def test_words_that_are_not_in_the_draft_are_refused_and_the_note_is_kept_in_its_field(cohort, request_of_ana):
    ben = await cohort.seats("Ben")
    await takes(ben, request_of_ana)
    for place in ("words", "paragraph:99", "criterion:none", "file:000000000000", "nowhere"):
        answer = await pins(ben, request_of_ana, "warm", "Typed with care", place, start="9000", end="9100")
        assert answer.status_code == 422 and "Typed with care" in answer.text, place
        assert 'id="place-error"' in answer.text


def test_a_place_is_one_of_five():
    def place(typed, draft="a", spot=""):
        return places.place(places.Typed(typed, spot=spot), draft, ["x"], {"7K3": "plan.pdf"})

    assert place("whole") == places.WHOLE
    assert place("criterion:x").criterion == "x"
    assert place("criterion:y") is None and place("file:999") is None
    assert place("paragraph:2", "a\n\nbc") == places.Place(start=3, end=5)
    assert place("file:7K3") == places.Place(spot="plan.pdf")
    assert place("file:7K3", spot=" page 3 ") == places.Place(spot="plan.pdf, page 3")


async def test_a_note_names_a_page_or_a_minute_of_a_file(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await drafts(cohort, ana)
    plan = await attaches(ana.person, await definition_of(cohort), KEY, "plan.pdf", a_pdf(pages=3))
    request = await asks(cohort, ana)
    await takes(ben, request)
    page = (await ben.opens(request.address)).text
    assert f'value="file:{plan.number}"' in page and 'name="spot"' in page
    pinned = await pins(ben, request, "question", "Who speaks here?", f"file:{plan.number}", spot="page 3")
    assert pinned.status_code == 303
    assert "plan.pdf, page 3" in (await ben.opens(request.address)).text
    await gives(ben, request)
    assert "plan.pdf, page 3" in (await ana.opens(request.ledger)).text


async def test_who_was_asked_by_name_can_say_not_this_time(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana, asks="named", **{f"reader_{ben.seat.id}": "yes"})
    assert "asked by name" in words_of(await ben.opens(f"/cohorts/{cohort.id}/feedback"))
    assert (await ben.posts(f"{request.address}/declining")).status_code == 303
    assert ben.person.name not in words_of(await ana.opens(request.ledger))
    await gives(ben, request)
    assert (await ben.posts(f"{request.address}/declining")).status_code == 409, "what is sent is sent"
    assert ben.person.name in words_of(await ana.opens(request.ledger))


async def test_the_board_leads_to_who_asks(cohort, request_of_ana):
    ana, ben = await cohort.seats("Ana", "Ben")
    cell = f"/cohorts/{cohort.id}/feedback/{ana.seat.id}/{KEY}"
    assert cell in (await ben.opens(f"/cohorts/{cohort.id}/board")).text
    assert (await ben.opens(cell)).headers["location"] == request_of_ana.address
    assert (await ben.opens(cell.replace(KEY, "no_such"))).status_code == 404


async def test_r43_after_72_quiet_hours_it_goes_back_and_what_was_begun_is_there_again(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, wanted="1")
    await takes(ben, request)
    await pins(ben, request, "warm", "A pinned note")
    await ben.posts(f"{request.address}/begun", kind="cool", text="Half a thought", place="whole")
    with moved(hours=71):
        await readings.give_back({})
        assert (await takes(cy, request)).status_code == 409, "it is still Ben's"
    with moved(hours=73):
        await readings.give_back({})
        assert DRAFT.split(".")[0] not in (await ben.opens(request.address)).text, "it is not his any more"
        assert (await takes(ben, request)).status_code == 303, "but he may take it again"
        again = (await ben.opens(request.address)).text
        assert "A pinned note" in again and "Half a thought" in again
        await readings.give_back({})
        assert (await takes(cy, request)).status_code == 409, "and his time begins anew"
    with moved(hours=150):
        await readings.give_back({})
        assert (await takes(cy, request)).status_code == 303
