"""Cards: what other sites show of a public page that somebody shares."""

import io
import re
from html import unescape

import pytest
import pytest_asyncio
from PIL import Image

from community import cards
from community.cards import drawing
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted

LONG = "Maximiliana-Theodora Wolfeschlegelsteinhausenbergerdorff-Nguyễn writes about từng bước một, " * 6


@pytest_asyncio.fixture(scope="module")
async def cohort(app):
    async with a_cohort(app, "Ana", name="Čaj & “Talk”, Fall") as made:
        yield made


def tags(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


def drawn(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


async def pages_of(cohort) -> list[str]:
    await a_definition("EL-02")
    return [
        f"/groups/{cohort.cohort.slug}", f"/affiliates/{cohort.local.slug}", "/catalogue/EL-02", "/stacks/EL",
    ]  # fmt: skip


async def test_every_public_page_has_a_card_with_its_picture(client, cohort):
    for path in await pages_of(cohort):
        said = tags((await client.get(path)).text)
        assert said["og:title"] and said["og:description"] and said["og:url"].endswith(path)
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:title"] in said["og:image:alt"] and said["twitter:card"] == "summary_large_image"
        where = re.fullmatch(r"https?://[^/]+(/.*)", said["og:image"])[1]
        answer = await client.get(where)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png"), where
        assert drawn(answer.content).size == (1200, 630) and len(answer.content) < 100_000
    assert tags((await client.get(f"/groups/{cohort.cohort.slug}")).text)["og:title"] == "Čaj & “Talk”, Fall"


async def test_a_picture_is_kept_by_everybody_and_is_nobodys_own(app, client, cohort, monkeypatch):
    times, draw = [], drawing.draw
    monkeypatch.setattr(drawing, "draw", lambda *given: times.append(given) or draw(*given))
    cards._drawn.cache_clear()
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as signed_in:
        for path in await pages_of(cohort):
            first = await client.get(path + "/card.png")
            assert re.fullmatch(r"public, max-age=\d+", first.headers["cache-control"])
            assert "set-cookie" not in first.headers
            assert first.headers["cross-origin-resource-policy"] == "cross-origin"
            assert (await signed_in.get(path + "/card.png")).content == first.content
            again = await client.get(path + "/card.png", headers={"if-none-match": first.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
    assert len(times) == len(await pages_of(cohort)), "each is drawn once"


async def test_a_card_asks_the_database_little_however_long_its_text_is(client, cohort, monkeypatch):
    for path in await pages_of(cohort):
        with questions_counted(monkeypatch) as asked:
            await client.get(path + "/card.png")
        assert asked.total() <= 4, asked


@pytest.mark.parametrize("path", ["/groups/no-such", "/affiliates/no-such", "/catalogue/ZZ-99", "/stacks/ZZ"])
async def test_there_is_no_card_of_what_is_not_there(client, path):
    assert (await client.get(path + "/card.png")).status_code == 404


def test_another_text_has_another_address_and_the_same_text_the_same_one():
    one, same, other = (cards.card("/stacks/EL", "Stack", title, "Words.") for title in ("A", "A", "B"))
    assert one.picture == same.picture != other.picture
    assert one.alt == "Roundtable. Stack: A. Words."


def test_texts_are_wrapped_within_the_edges_and_end_in_an_ellipsis():
    for font, size in ((drawing.SERIF, 46), (drawing.SANS, 32)):
        lines = drawing.wrapped(LONG, font, size, 3)
        assert len(lines) == 3 and lines[-1].endswith("…")
        assert all(drawing.face(font, size).getlength(line) <= drawing.WIDTH - 2 * drawing.EDGE for line in lines)
        unbroken = drawing.wrapped("x" * 90, font, size, 4)
        assert "".join(unbroken) == "x" * 90 and len(unbroken) > 1
    assert drawing.wrapped("Talk to learn", drawing.SERIF, 76, 3) == ["Talk to learn"]
    assert drawing.wrapped("", drawing.SERIF, 76, 3) == []


def test_names_are_shown_with_their_accents_and_what_no_font_has_is_left_out():
    names = "Žluťoučký kůň, Łódź, Nguyễn Thị Hạnh, Çağrı, Ōʻahu, Ελένη, Наталья, “M’Bala”"
    for font in (drawing.SERIF, drawing.SANS):
        assert drawing.readable(names, font) == names
        assert drawing.readable("Ana 你好 Torres 🎉 ﬁn\n２", font) == "Ana  Torres  fin 2"


def test_a_long_title_is_set_smaller_and_the_picture_stays_small():
    short, long = drawing.draw("Cohort", "Talk", "Words."), drawing.draw("Cohort", LONG, LONG, "Sample data")
    assert drawn(short).size == drawn(long).size == (1200, 630) and len(long) < 100_000
    assert drawing._title("Talk to learn")[1] > drawing._title(LONG[:110])[1] > drawing._title(LONG)[1] - 1
    assert drawn(long).convert("RGB").getpixel((1195, 300)) == drawn(short).convert("RGB").getpixel((1195, 300))
