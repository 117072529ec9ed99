"""What who leads prints and sends: nothing in it is left open, and no number in it is untrue."""

import re
from datetime import time
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from community import db
from community.finding.kit import rules
from tests.support.cohorts import a_cohort
from tests.support.meetings import meets

OPEN = re.compile(r"[{}\[\]]|%\(|None|Undefined")


def letters(page: str) -> dict[str, str]:
    """{name: text} of the mails on the page."""
    found = re.findall(r'<textarea id="text-(\w+)" rows="12" readonly>\n(.*?)</textarea>', page, re.S)
    return {name: unescape(text) for name, text in found}


@pytest.mark.parametrize("much", [False, True], ids=["as little as possible is known", "all is known"])
async def test_no_place_of_a_text_is_left_open(app, much):
    names = ("Ana", "Ben", "Cy", "Dee", "Eve", "Flo") if much else ()
    async with a_cohort(app, *names, capacity=8) as cohort:
        if much:
            sql = "update cohort set weekday = 1, meets_at = :at, meeting_weeks = '{1,2}', mode = 'both'"
            await db.run(f"{sql}, place = 'Hall' where id = :id", at=time(16, 30), id=cohort.id)
            await meets(cohort.facilitator, "First evening", days=10)
        page = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/kit")).text
        main = unescape(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>", 1)[0]))
        assert not OPEN.search(main), OPEN.search(main)
        found = letters(page)
        assert set(found) == (set(rules.LETTERS) if much else {"announce"})
        assert cohort.cohort.spoken_code in page and f'src="/cohorts/{cohort.id}/join-code.svg"' in page
        for name, text in found.items():
            link = unescape(re.search(rf'id="{name}".*?href="(mailto:[^"]+)"', page, re.S)[1])
            sent = parse_qs(urlsplit(link).query)
            assert sent["body"][0].strip() == text.strip() and sent["subject"][0], name
            assert f"/join/{cohort.cohort.spoken_code}" in text
        assert "Ana" not in main and "Flo" not in main, "who is in already is not spoken of"


@pytest.mark.parametrize(
    ("name", "taken", "free", "goes"),
    [
        ("announce", 0, 8, True), ("announce", 8, 0, False),
        ("reminder", 4, 4, False), ("reminder", 5, 3, True), ("reminder", 8, 0, False),
        ("last_seats", 2, 6, False), ("last_seats", 4, 4, True), ("last_seats", 8, 0, False),
    ],
)  # fmt: skip
def test_a_letter_goes_out_only_while_its_number_is_true(name, taken, free, goes):
    class Eight:
        capacity = 8

    assert rules.goes_out(name, Eight(), taken, free) == goes


async def test_a_draft_has_no_kit_and_members_have_none(app):
    async with a_cohort(app, "Ana") as cohort:
        assert (await cohort.members["Ana"].opens(f"/cohorts/{cohort.id}/kit")).status_code == 403
        await db.run("update cohort set state = 'draft' where id = :id", id=cohort.id)
        assert (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/kit")).status_code == 404
