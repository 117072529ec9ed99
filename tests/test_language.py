"""All that the product says goes through gettext: in the pseudo-language, English are only people's own words."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest
import pytest_asyncio

from community import db, mail, words
from community.checklists import content
from community.cohorts import plans, rules
from community.evidence import anchors
from community.evidence.releases import rules as releases
from community.feedback import content as feedback
from community.feedback.practice.drafts import drafts
from community.help import content as helping
from community.meetings.reminding import rules as reminding
from tests.doors import table
from tests.doors.asking import address, ask
from tests.support import artifacts
from tests.support.reading import Reader, plain_english
from tests.support.roles import KEY
from tests.support.world import a_world

WHO = (
    *("visitor", "stranger", "author", "facilitator", "organizer", "observer", "invited", "removed", "paused"),
    *("approver", "reviewer", "committee", "support", "administrator"),
)
NO_PAGES = ("/static/", "/healthz", "/readyz", "/live")
NO_TEXTS = (
    *(".ics", ".csv", ".png", ".pdf", ".json", ".jwt", "/content"),
    *("/keys/{signing_key}", "/issuers/{issuer}/status/{list}", "/awards/{award}/credential"),
)
# Names that no language changes, and what Babel says of a day or a time zone: it knows no pseudo-language.
NAMES = ("Roundtable", "English", "LinkedIn", "Facebook")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WEEKDAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# A number in fours, an address, initials and endings such as PDF, a place that a script fills.
IN_FOURS = "[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4})+"
NO_WORDS = re.compile(rf"{IN_FOURS}|{WEEKDAYS}|\w+ Time \([\w ]+\)|{MONTHS}|https?://\S+|\S+@\S+|\b[0-9a-f]{{16}}\b|\b[A-Z]{{2,5}}\b|{{\w+}}")
ZONES = "select#time_zone"
OWN = """
    select name from person union select called from person union
    select family_name from membership_claim union select said from membership_claim union
    select family_name from roster_row union select given_name from roster_row
    union select pronouns from person union select about from person
    union select address from email union select device from session
    union select name from affiliate union select town from affiliate union select name from issuer
    union select title from meeting union select place from meeting
    union select 'Recap: ' || title from meeting -- which is drafted in the cohort's language
    union select name from gathered_name union select address from gathered_name
    union select text from ticket_entry union select name from ticket union select page from ticket
    union select number from ticket union select title from canned_answer union select text from canned_answer
    union select name from affiliate_question union select text from affiliate_question
    union select name from upload union select name from cohort_template
    union select btrim(text, E' \\r\\n') from upload_page
    union select inside.value from upload, jsonb_each_text(upload.metadata) as inside
    union select number from submission union select number from submitted_file
    union select name from submitted_file union select sha256 from submitted_file
    union select saw from submission_remark union select would_meet from submission_remark
    union select follow from submission_verdict union select says from submission_missing
    union select text from submitted_work union select sha256 from submitted_work
    union select sha256 from definition_version
    union select name from cohort union select join_code from cohort union select name from channel
    union select asks from seat union select reason from seat
    union select text from letter
    union select text from message union select text from message_version
    union select words from report union select sentence from report
    union select text from sign_up_question union select text from sign_up_answer
    union select focus from feedback_request union select off_limits from feedback_request union select text from note
    union select text from practice_note
    union select said.value #>> '{}' from practice, jsonb_path_query(outlooks, '$.*.missing') as said(value)
    union select text from note_reply union select thanks from feedback union select reason from note
    union select spot from note
    union select why from note_flag union select answer from note_flag
    union select text from work union select text from revision union select device from revision
    union select place from credit_rule union select gives from credit_rule
    union select sentence from let_in union select sentence from showcase
    union select text from union_sentence union select spent_on from cohort_cost
    union select text from kept_comment union select text from review_word union select text from result_note
    union select sentence from extension union select reason from extension
    union select reason from withdrawal_wish union select answer from withdrawal_wish
    union select name from issuer_holiday union select text from announcement
    union select title from calibration_set union select text from calibration_text
    union select consent from calibration_set
    union select why from calibration_level
    union select reason from certification union select address from certification
    union select word from name_answer union select name from watched_name
    union select trim(regexp_split_to_table(text, '(?=secret)')) from work
    union select number from fee union select tail from voucher union select label from voucher
    union select number from award union select words from thanks_letter
    union select number from case_file union select description from case_file
    union select title from case_attachment union select text from case_attachment
    union select text from case_answer union select reasons from case_vote
    union select quote from quotation
    union select code from micro_credential union select title from definition_version union select title from stack
    union select credit_line from definition_version union select licence from definition_version
    union select unnest(tags) from definition_version
    order by 1 limit 100000
"""


@pytest_asyncio.fixture(scope="module")
async def world(app):
    async with a_world(app) as made:
        await db.run("update person set language = :language", language=words.PSEUDO)
        for asker in made.askers.values():
            asker.client.headers["accept-language"] = words.PSEUDO
        yield made


@pytest_asyncio.fixture(scope="module")
async def own(world):
    """The words that are people's own, or a definition's: longest first."""
    texts = {row["name"] for row in await db.many(dict, OWN)} | {letter.subject for letter in mail.kept()}
    texts |= {artifacts.ON_THE_PAGE, artifacts.TITLE}  # a job reads them out of a file, sooner or later
    contents = await db.many(dict, "select content from definition_version order by id limit 100")
    texts |= {text for row in contents for text in _strings(row["content"])}
    texts |= set(_strings(json.loads(json.dumps([asdict(plan) for plan in plans.plans().values()]))))
    texts.add(reminding.drafted((), "en"))  # in its cohort's language, whoever leads it
    papers = [releases.source(*paper) for paper in (("letter", "es"), ("plan", "en"))]
    texts |= {part.strip() for paper in papers for part in re.split(r"\*\*|{\w+}|^[-#☐ ]+|\n", paper, flags=re.M)}
    texts |= set(helping.topics().values())
    texts |= {text for one in helping.help_pages().values() for text in (one.question, *one.paragraphs)}
    texts.add(KEY)  # how a plan calls a file
    boxes = content.items().values()
    texts |= {text for box in boxes for text in (box.when, box.text, box.why, box.true_when)}
    texts |= {text for phase in content.phases() for text in (phase.title, phase.intro)}
    forms = [asdict(one) for one in feedback.protocols().values()] + [asdict(one) for one in feedback.kinds().values()]
    texts |= set(_strings(json.loads(json.dumps([forms, feedback.norms(), feedback.asking(), feedback.practice()]))))
    for draft in drafts().values():
        pinned = [(one.number, at := draft.text.index(one.quote), at + len(one.quote)) for one in draft.models]
        for paragraph in anchors.paragraphs(draft.text):
            texts |= {next(iter(re.findall(r"^.{,56}(?=\s)", paragraph.text)), "") + "..."}
            texts |= {piece.text.strip() for piece in anchors.pieces(paragraph, pinned)}
    texts |= {rules.spoken_code(text) for text in texts if re.fullmatch("[0-9A-Z]{12}", text)}  # join codes
    return sorted(filter(plain_english, texts), key=len, reverse=True)


def _strings(thing) -> Iterator[str]:
    """Texts within a definition; its keys and kinds (single small words) are no texts."""
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, list):
        for each in thing:
            yield from _strings(each)
    elif isinstance(thing, str) and (" " in thing or thing[:1].isupper()):
        yield thing


def english(html: str, own: list[str]) -> list[str]:
    """What a page says in plain English by itself."""
    found = []
    for where, text in Reader(html.replace("<wbr>", "")).texts:
        if ZONES in where or not plain_english(text):
            continue
        is_piece = len(text) > 25 or where.endswith((" > del", " > ins"))  # of a longer text, between its tags
        if is_piece and any(text in each for each in own):
            continue
        left = re.sub(r"https?://\S+", " ", text)
        for name in (*own, *NAMES):
            left = left.replace(name, " ")
        if plain_english(NO_WORDS.sub(" ", left)):
            found.append(f"{where}: {text[:100]}")
    return found


@pytest.mark.parametrize("role", WHO)
async def test_no_page_speaks_plain_english(world, own, role):
    asker, wrong, seen = world.askers[role], {}, 0
    for row in table.rows():
        if row.method == "WS" or row.pattern.startswith(NO_PAGES) or row.pattern.endswith(NO_TEXTS):
            continue
        where = address(world, asker, row.pattern, **{place: world.named[name] for place, name in row.instead.items()})
        answer = await ask(asker, row.method, where)  # a form is sent empty: what is wrong with it is said
        if found := english(answer.text, own):
            wrong[f"{row.method} {where} ({answer.status_code})"] = found
        seen += "[" in answer.text
    first = {text: where for where, texts in reversed(wrong.items()) for text in texts}
    assert not wrong, "\n" + "\n".join(f"{where}: {text}" for text, where in first.items())
    assert seen > 10, "the premise: the pages are in the pseudo-language"


async def test_the_reader_of_this_test_finds_plain_english(own):
    page = '<main><h1 title="[Ŵélçöḿé··]">[Ýöûr béñçh···] <b>Save it</b></h1><p data-x="Not sent yet"></p></main>'
    assert english(page, own) == ["main > h1 > b: Save it", "<p data-x>: Not sent yet"]
