"""The proof pack: what was found, when, by which definition, what districts say; checked by others' software (R62)."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pypdf
import pypdfium2
import pytest
import pytest_asyncio
import segno

from community import clock, db, squares
from community.awards import queries, standing
from community.awards.packs import saying
from community.awards.packs.queries import Held, Run
from community.awards.packs.saying import Facts, Wished
from community.awards.rules import Reason
from community.catalogue import rules as catalogue
from community.evidence.hours import queries as hours
from community.evidence.hours.queries import Effort
from community.papers import Fact, Paper, Section, Table, writing
from community.words import day
from tests.catalogue.test_credit import GRANTED, a_member
from tests.support import attempts
from tests.support.attempts import CODE
from tests.support.awards import earns
from tests.support.catalogue import a_definition, a_stack
from tests.support.feedback import words_of
from tests.support.people import make_person, signed_in_client

HERE = "/proof-pack"


@pytest_asyncio.fixture
async def talk(app):
    return await a_definition(CODE)


@pytest_asyncio.fixture
async def rosa(app, talk):
    """Earned at the second attempt, in a local of which the sample rule is known; she noted two evenings."""
    person, _local = await a_member("Rosa", "sample_il_cedar_bend")
    await attempts.makes_all(person, talk)
    await attempts.opens_a_window(person, talk)
    await attempts.falls_short(await attempts.has_submitted(person), talk, "talk_plan")
    await attempts.earns(await attempts.has_submitted(person), talk)
    for ago, minutes in ((3, 90), (9, 60)):
        on = clock.now().date() - timedelta(days=ago)
        await hours.note(person, Effort(talk.micro_credential_id, on, minutes, ""))
    return person


@pytest_asyncio.fixture
async def hers(app, rosa):
    async with signed_in_client(app, rosa) as client:
        yield client


async def award_of(person):
    return next(one for one in await queries.awards(person) if not one.stack_id)


async def pack(client, award, **chosen):
    """Its PDF, read by somebody else's software."""
    answer = await client.get(f"{award.address}{HERE}.pdf", params=chosen)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="proof-pack-{award.code}.pdf"'
    return pypdf.PdfReader(io.BytesIO(answer.content), strict=True)


def text_of(reader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def tags(reader) -> list[tuple[str, str]]:
    """(kind, alternative text) of all that is tagged, in the order in which it is read."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"][1:], str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


async def test_r62_the_pack_names_rule_source_date_and_both_deadlines_and_grants_nothing(hers, rosa):
    award = await award_of(rosa)
    page = words_of(await hers.get(award.address + HERE))
    began = await db.value("select started_at from application where person_id = :id", id=rosa.id)
    for said in (page, text_of(await pack(hers, award))):
        for words in (
            "Cedar Bend Unit District (sample)",
            "SAMPLE, invented",
            "1 board credit for each micro-credential of at least 15 listed hours",
            "read on Monday, October 5, 2026",
            "at least 14 days before",
            f"by {day(began.date() - timedelta(days=14), 'en')}",
            "Check with your district.",
            "Roundtable grants no credit.",
        ):
            assert words in said, words
        assert not GRANTED.search(said)
    assert "https://example.org/sample/cedar-bend/agreement-section-12" in text_of(await pack(hers, award))


async def test_r62_where_nothing_is_known_it_says_so(at_home, ana, talk):
    award = await earns(ana, talk)
    for said in (words_of(await at_home.get(award.address + HERE)), text_of(await pack(at_home, award))):
        assert "Nothing is known of it here." in said and "Check with your district." in said
        assert not GRANTED.search(said)


async def test_it_says_what_was_found_when_and_by_which_definition(hers, rosa, talk):
    award = await award_of(rosa)
    page, paper = words_of(await hers.get(award.address + HERE)), text_of(await pack(hers, award))
    for said in (page, paper):
        assert f"Earned by {rosa.name} on {day(award.awarded_at.date(), 'en')}" in said
        for words in (
            award.title, award.spoken, award.issuer, talk.competency, f"{talk.code}, version {talk.version}",
            "3 written answers, 2 artifacts, 1 reflection", "in force on", "Earned when all 8 criteria are met.",
        ):  # fmt: skip
            assert words in said, words
        for one in catalogue.criteria(talk.content):
            assert f"{one.number} {one.title}" in said and one.texts[0][:40] in said, one.title


@pytest.mark.parametrize("lives_in", ["America/Denver", "Asia/Tokyo"])
async def test_its_days_are_those_where_the_work_was_done(talk, lives_in):
    """Awarded at one in the morning in London, the evening before in Denver; who moves away changes nothing."""
    person = await make_person("Ana Torres", time_zone=lives_in)
    at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    award = replace(await earns(person, talk), awarded_at=at)
    run = None if lives_in == "America/Denver" else Run("America/Denver", at, None, at, at, 1)
    rule = SimpleNamespace(
        place="A district", gives="Credit", applies_to=[], approval_needed=None, proof="The badge", proof_days=30,
        deadline="", note="", checked_on=None, sample=False,
    )  # fmt: skip
    known = SimpleNamespace(known=[SimpleNamespace(rule=rule)], unknown=[])
    facts = Facts(award, person, at, "en", "https://127.0.0.1", False, Wished(), run=run, credit=known,
                  parts=[Held("K7QM2XWD93HF", "Talk", CODE, at)])  # fmt: skip
    said = str(saying.paper(facts))
    assert "on Thursday, November 19, 2026" in said and "'Thursday, November 19, 2026'" in said
    assert "by Saturday, December 19, 2026" in said and "November 20" not in said


async def test_hours_and_attempt_stand_in_it_only_if_the_earner_likes(hers, rosa):
    award = await award_of(rosa)
    plain = text_of(await pack(hers, award))
    assert "2 hours 30 minutes" not in plain and "Attempt" not in plain
    assert "2 hours 30 minutes" in words_of(await hers.get(award.address + HERE)), "what she may choose"
    told = text_of(await pack(hers, award, hours="yes", attempt="yes"))
    assert "Time, as its earner noted it: 2 hours 30 minutes" in told and "Attempt: 2" in told
    page = (await hers.get(award.address + HERE, params={"hours": "yes"})).text
    assert f'href="{award.address}{HERE}.pdf?hours=yes"' in page


async def test_the_pdf_is_tagged_in_the_order_of_reading(hers, rosa, talk):
    reader = await pack(hers, await award_of(rosa))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == talk.title
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    kinds = [kind for kind, _alt in tags(reader)]
    assert kinds.count("H1") == 1 and kinds.index("H1") < kinds.index("H2") < kinds.index("Table")
    assert kinds.count("Table") == 6 and kinds.count("TH") == 18, "one for each requirement, each with its heads"
    figures = [alt for kind, alt in tags(reader) if kind == "Figure"]
    assert len(figures) == 1 and "A square to scan" in figures[0]
    text = text_of(reader)
    places = [text.index(words) for words in ("The award", "Criteria and levels found", "What the rule of", "To check")]
    assert places == sorted(places)


async def test_its_square_leads_to_the_verification_and_its_link_too(hers, rosa, client):
    """The picture is compared with what segno draws of the address; the answer comes without an account (R60)."""
    award = await award_of(rosa)
    reader = await pack(hers, award)
    where = f"/verify?award={award.paper_number}"
    (address, *_same), places = zip(*[one for one in links(reader) if where in one[0]], strict=True)
    square = max(places, key=lambda place: place[3] - place[1])
    assert drawn(reader, square) == modules_of(address), "the square says what the link says"
    for asked in (where, f"/verify?award={saying.spoken(award.paper_number)}"):
        answer = words_of(await client.get(asked))
        assert "This badge is real and in force." in answer and "ask the holder to show you the name" in answer
        assert rosa.name not in answer


def links(reader) -> list[tuple[str, list[float]]]:
    """Each link of the last page: its address and its place."""
    notes = [note.get_object() for note in reader.pages[-1]["/Annots"]]
    return [(note["/A"]["/URI"], [float(one) for one in note["/Rect"]]) for note in notes if "/A" in note]


def modules_of(address: str) -> list[list[bool]]:
    return [[bool(one) for one in row] for row in segno.make(address, error="m", micro=False).matrix_iter(border=4)]


def drawn(reader, place) -> list[list[bool]]:
    """The square at this place of the last page, module for module with its quiet zone, as pdfium paints it."""
    file, scale = io.BytesIO(), 8
    pypdf.PdfWriter(clone_from=reader).write(file)
    page = pypdfium2.PdfDocument(file.getvalue())[len(reader.pages) - 1]
    picture = page.render(scale=scale).to_pil().convert("L")
    left, _below, right, above = place
    number = len(modules_of("https://127.0.0.1/verify?award=" + "0" * 24))
    step, top = (right - left) * scale / number, picture.height - above * scale
    across = [int(left * scale + (x + 0.5) * step) for x in range(number)]
    return [[picture.getpixel((x, int(top + (y + 0.5) * step))) < 128 for x in across] for y in range(number)]


async def test_r60_a_wrong_code_tells_nothing_of_an_award_that_is_not_published(client, hers, rosa):
    award = await award_of(rosa)
    for wrong in (award.number + "0" * 12, award.paper_number[:-1] + ("1" if award.paper_number[-1] == "0" else "0")):
        assert "We do not know this award." in words_of(await client.get(f"/verify?award={wrong}"))


async def test_only_its_holder_reaches_it(app, ana, rosa, client, at_home):
    award = await award_of(rosa)
    for door in (award.address + HERE, f"{award.address}{HERE}.pdf"):
        assert (await at_home.get(door)).status_code == 404
        assert (await client.get(door)).status_code == 303, "to the sign-in"


async def test_a_revoked_one_says_so_in_its_pack(hers, rosa):
    award = await award_of(rosa)
    await standing.revoke(award.number, Reason.IN_ERROR, clock.now())
    said = text_of(await pack(hers, award))
    assert "revoked on" in said and "it was issued in error" in said and "in force on" not in said


async def test_a_stack_s_badge_lists_what_it_is_made_of(at_home, ana):
    definitions = [await a_definition(code) for code in ("EL-02", "FAM-02")]
    await a_stack("PACK", definitions, ())
    for one in definitions:
        await earns(ana, one)
    badge = next(one for one in await queries.awards(ana) if one.code == "PACK")
    for said in (words_of(await at_home.get(badge.address + HERE)), text_of(await pack(at_home, badge))):
        assert "What it is made of" in said and all(one.title in said for one in definitions)


def a_paper(**other) -> Paper:
    said = {
        "language": "en", "author": "An institute", "kicker": "A paper", "title": "A title", "title_language": "en",
        "lede": "Of somebody", "sections": (), "closing": "To check", "address": "https://example.org/a",
        "picture": squares.drawn("https://example.org/a", "An address", sized=False), "picture_says": "An address",
    }  # fmt: skip
    return Paper(**(said | other))


def rows(count: int, words: str = "words ") -> Section:
    return Section("Rows", tables=(Table("", ("a", "b", "c"), tuple((str(n), "b", words * 60) for n in range(count))),))


async def test_what_somebody_is_called_is_text_and_never_markup():
    evil = '#read("/etc/passwd") *bold* $x$ \\ @label <tag> = Heading ```raw``` #panic()'
    said = a_paper(title=evil, lede=evil, sections=(Section(evil, (Fact(evil, evil, "en", "https://example.org/x"),)),))
    reader = pypdf.PdfReader(io.BytesIO(await writing.pdf(said, "K7QM", clock.now())))
    assert text_of(reader).count("#read(") == 5 and "root:" not in text_of(reader)


@pytest.mark.parametrize("name", ["Nguyễn Thị Minh Khai", "Ωρίων Жук", "王小明", "\U00010330 \ue123"])
async def test_any_name_is_written_and_signs_that_no_font_has_break_nothing(name):
    """Of the last the standard says that it cannot be shown: then it is left out of the promise, not of the paper."""
    reader = pypdf.PdfReader(io.BytesIO(await writing.pdf(a_paper(lede=name), "K7QM", clock.now())))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and len(reader.pages) == 1


async def test_a_paper_has_ten_pages_at_most():
    with pytest.raises(writing.TooLong):
        await writing.pdf(long := a_paper(sections=(rows(200),)), "K7QM", clock.now())
    reader = pypdf.PdfReader(io.BytesIO(await writing.pdf(long.brief(), "K7QM", clock.now())))
    assert len(reader.pages) <= writing.MOST_PAGES and "199" in text_of(reader)


async def test_the_same_paper_at_the_same_instant_is_the_same_file():
    at = clock.now()
    assert await writing.pdf(a_paper(), "K7QM", at) == await writing.pdf(a_paper(), "K7QM", at)
