"""The finder of names: known ones wherever they stand, patterns for the rest, and what it is known to miss."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from community.evidence.scrub import lists, reading
from community.evidence.scrub.file_names import find_in_file_name
from community.evidence.scrub.inside import find_inside
from community.evidence.scrub.places import LONGEST_KEY, MOST_FINDINGS, MOST_PLACES, Why, at_file, together
from community.evidence.scrub.rules import Names, find, known_parts, still_open, typed_names

LONG = 200_000
ANA = Names(own=("Ana Torres",))
NOBODY = Names()
LETTERS = "abcdefghijklmnopqrstuvwxyzáàâäãåąçćčďéèêëęíìîïłñńňóòôöøõřśšťúùûüůýźžż"
CASED = some.text(LETTERS, min_size=3, max_size=14).map(str.capitalize)
WITHOUT_CASE = some.sampled_from(["محمد", "王芳芳", "アキラ", "अनिता", "דינה", "민수빈"])
SHAPES = ["{}", "{}'s", "{}’s", "“{}”", "({})", "{},", "*{}*", "{}-Vega", "Vega-{}", "@{}", "{}'"]


def found(text: str, names: Names = NOBODY, subject: str = "") -> list[str]:
    return [finding.word for finding in find(text, names, subject)]


# --- known names ---


@given(name=CASED | WITHOUT_CASE, shape=some.sampled_from(SHAPES), form=some.sampled_from(["NFC", "NFD"]))
@settings(max_examples=300, deadline=None)
def test_r32_a_known_name_is_found_in_every_alphabet_and_form(name, shape, form):
    names = Names(typed=(name,))
    if not known_parts(names).keys() - lists.starters():
        return  # a particle such as "del" alone, or a word with which sentences begin
    text = normalize(form, "because they said " + shape.format(name) + " was right")
    findings = find(text, names)
    assert any(finding.why is Why.TYPED for finding in findings), text
    keys = {finding.key for finding in findings}
    assert still_open(findings, keys) == [], "each answered: nothing is left"


@given(name=CASED)
@settings(max_examples=200, deadline=None)
def test_a_known_name_is_found_in_capitals_and_unless_it_is_a_word_in_small_letters(name):
    names, folded = Names(own=(name,)), reading.fold(name)
    if folded in lists.PARTICLES | lists.TITLES | lists.starters():
        return
    assert find(f"then {name.upper()} spoke", names)[0].why is Why.OWN
    small = find(f"then {name.lower()} spoke", names)
    assert (small == []) == (folded in lists.words_too())


@pytest.mark.parametrize(
    ("text", "names", "words"),
    [
        ("I asked ana, and TORRES answered for Ana’s group.", ANA, ["ana", "TORRES"]),
        ("Ana Torres wrote it.", ANA, ["Ana Torres"]),
        ("They will hope. Will you hope? I told Will and Hope.", Names(cohort=("Will Hope",)), ["Will", "Hope"]),
        ("Hope asked first, and she may go.", Names(cohort=("Hope May",)), ["Hope"]),
        ("Will you? An hour. May I? Do it.", Names(cohort=("Will An", "May Do")), []),
        ("we ran to Luís and LUIS and luis", Names(typed=("Luis",)), ["Luís"]),
        ("from cisneros and Vail-based and O’Brien’s or obrien", Names(cohort=("B. Cisneros-Vail", "Sean O'Brien")),
         ["cisneros", "Vail-based", "O’Brien", "obrien"]),
        ("de la cruz, el camino, la niña", Names(cohort=("Maria de la Cruz",)), ["cruz"]),
        ("a grant for the pearl", Names(cohort=("Grant Pearl",)), []),
        ("the banana is on the anagram", Names(own=("Ana Gram",)), []),
        ("A strategy by hruska", Names(cohort=("Pavel Hruška",)), ["hruska"]),
        ("我叫王芳芳。她在这里", Names(own=("王芳芳",)), ["我叫王芳芳。她在这里"]),
    ],
)  # fmt: skip
def test_r32_known_names(text, names, words):
    assert found(text, names) == words


def test_r32_why_is_told_ones_own_name_before_any_other():
    names = Names(own=("Ana Torres",), typed=("Ana",), cohort=("Ana Ode", "Torres Ode"))
    assert [(finding.word, finding.why) for finding in find("so Ana met Ode", names)] == [
        ("Ana", Why.OWN), ("Ode", Why.COHORT),
    ]


# --- patterns for the rest ---


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("so I asked Marisol to start", ["Marisol"]),
        ("both plans for Miller Creek were read", ["Miller Creek"]),
        ("Marisol asked. Keyara's paper. Jaxon: 3 of 4", ["Marisol", "Keyara", "Jaxon"]),
        ("Ms. Alvarez and Mr Ng came", ["Alvarez", "Ng"]),
        ("J. Smith said so", ["Smith"]),
        ("write to ana.torres@school.org today", ["ana.torres@school.org"]),
        ("the DeShawn and JoAnn group", ["DeShawn", "JoAnn"]),
        ("On Monday the Spanish group used Google Docs and an IEP.", []),
        ("Student A and Student B. I said I'd go, and I’ve gone.", []),
        ("Every sentence. Begins with. A capital: Letter.", []),
        ("Our Exit Tickets. The exit tickets were short.", []),
        ("A Lesson About Rivers And Creeks\nthat we liked", []),
        ("“Yes,” they said. ¿Cómo se llama? See https://x.org/Page.", []),
        ("nothing at all in small letters", []),
    ],
)
def test_r32_patterns(text, words):
    assert found(text) == words


def test_what_the_definition_says_itself_is_no_pattern_and_a_known_name_all_the_same():
    subject = "Readings: Wiliam, D., and Leahy. Write a Claim Card. A torres is a tower."
    assert found("after Leahy I made Claim Cards and a Claim Card", Names(), subject) == ["Cards"]
    assert found("what Leahy said", Names(cohort=("Sue Leahy",)), subject) == ["Leahy"]
    assert found("so a torres stands there, says Torres", ANA, subject) == ["Torres"], "a term of the definition"


def test_what_is_found_within_a_sentence_is_shown_at_the_beginning_of_another_too():
    (finding,) = find("I met Zoraya. Zoraya left.\nZoraya?", Names())
    assert (finding.word, finding.times) == ("Zoraya", 3)
    assert [place.paragraph for place in finding.places] == [1, 1, 2]


def test_what_it_misses_is_what_its_page_says():
    assert found("Zoraya left. will and Z. T. went with zoraya", Names(cohort=("Will Ode",))) == []


# --- answers, places ---


def test_r32_an_answer_holds_for_the_word_and_for_words_of_which_each_is_answered():
    findings = find("so Ana saw Ana Torres and Miller Creek", ANA)
    assert [finding.key for finding in findings] == ["ana", "ana torres", "miller creek"]
    left = [finding.key for finding in still_open(findings, {"ana"})]
    assert left == ["ana torres", "miller creek"]
    assert [finding.key for finding in still_open(findings, {"ana", "torres"})] == ["miller creek"]


@given(text=some.text(max_size=400), name=CASED)
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_each_place_is_a_piece_of_it(text, name):
    whole = f"{text} {name} {text}"
    for finding in find(whole, Names(own=(name,))):
        assert 1 <= len(finding.places) <= MOST_PLACES
        assert finding.times >= len(finding.places)
        assert 1 <= len(finding.key) <= LONGEST_KEY
        for place in finding.places:
            shown = place.before.removeprefix("… ") + place.word + place.after.removesuffix(" …")
            assert shown in normalize("NFC", whole)


def test_names_are_typed_in_by_lines_or_commas():
    assert typed_names(" Marisol, Keyara \n\nMarisol;Ana  Torres\n,") == ["Marisol", "Keyara", "Ana Torres"]


# --- names of files ---


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("torres-claim-card.pdf", ["torres"]),
        ("Ana plan.docx", ["Ana"]),
        ("AnaTorresPlan2.pdf", ["Ana", "Torres"]),
        ("anatorres_final.PDF", ["anatorres"]),
        ("IMG_ana2.jpg", ["ana"]),
        ("banana.png", []),
        ("Marisol und KEYARA.mp4", ["Marisol", "KEYARA"]),
        ("oluwaseun.pdf", ["oluwaseun"]),
        ("grant-plan.pdf", []),
        ("torre\u0301s.pdf", ["torrés"]),
        ("claim-card.torres", []),
        ("torres", ["torres"]),
        (".pdf", []),
    ],
)
def test_r31_a_name_in_the_name_of_a_file(name, words):
    names = Names(own=("Ana Torres",), cohort=("Oluwaseun Grant",))
    assert [finding.word for finding in find_in_file_name(name, names)] == words


def test_r31_ones_own_name_is_found_there_also_when_it_is_a_word():
    names = Names(own=("Will Hope",))
    found_there = find_in_file_name("will-plan-of-hope.pdf", names, "/work/x/files/1")
    assert [(finding.key, finding.why) for finding in found_there] == [("will", Why.OWN), ("hope", Why.OWN)]
    (place,) = found_there[0].places
    assert (place.before, place.word, place.after, place.file) == ("", "will", "-plan-of-hope.pdf", "/work/x/files/1")


def test_what_stands_in_text_and_file_is_one_finding_with_both_places():
    text = find("so I met ana", ANA)
    (finding,) = together([text, find_in_file_name("Ana.pdf", ANA, "/f"), at_file(find("Here is Ana", ANA), "/f")])
    assert (finding.key, finding.times, [place.file for place in finding.places]) == ("ana", 3, ["", "/f", "/f"])


# --- inside files ---


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ({}, []),
        ({"author": "Ana Torres"}, ["Ana Torres"]),
        ({"author": "Office user", "editor": "A. Body"}, ["Office user", "A. Body"]),
        ({"company": "Harbor\nUSD"}, ["Harbor USD"]),
        ({"title": "Talk plan", "device": "Word", "made_at": "2026-11-02"}, []),
        ({"title": "Plan by Ms. Torres.docx"}, ["Torres"]),
        ({"comment": "for marisol"}, ["marisol"]),
        ({"device": "Ana’s phone", "author": " - 7"}, ["Ana’s"]),
        ({"place": [41.5, -87.26123]}, ["41.50, -87.26"]),
        ({"author": "A" * 300}, ["A" * 200]),
    ],
)
def test_r32_what_is_written_inside_a_file_says_who_or_where(inside, words):
    findings = find_inside(inside, ANA, "/f")
    assert [finding.word for finding in findings] == words
    assert all(finding.is_inside and finding.places[0].file == "/f" for finding in findings)


def test_r32_one_answer_holds_for_one_author_or_place_in_all_files_and_not_for_the_text():
    near, far = {"place": [41.5, -87.26]}, {"place": [42.5, -87.26]}
    by_her = together([find_inside({"author": "Ana Torres", "editor": "ana  torres"}, ANA, "/f")])
    (finding,) = by_her
    assert (finding.why, finding.times, len(finding.places)) == (Why.OWN, 2, 2)
    (where,) = together([find_inside(near, ANA, "/f"), find_inside(near, ANA, "/g")])
    assert find_inside(far, ANA)[0].key != where.key
    assert still_open(find("so ana went", ANA), {finding.key}), "left in a file, asked in the text"
    assert still_open(find_inside({"title": "ana"}, ANA), {"ana"}) == [], "no name in the text is none in a title"
    assert still_open(by_her, {"ana", "torres"}), "who made a file is asked for itself"


# --- A47 ---

SLOW = ["a", "A ", "A.", "aB-", "'", "@a.", "\n", "Ana ", "Ab@c.d ", "A'", "e\u0301", "Mr. A", "« "]


@pytest.mark.parametrize("unit", SLOW)
def test_the_work_grows_with_the_text_and_no_faster(unit, monkeypatch):
    """A47. Machines differ, so steps are counted: a word is looked at a fixed number of times, a list is bounded."""
    steps = []
    monkeypatch.setattr(lists, "capitals", lambda real=lists.capitals: steps.append(1) or real())
    monkeypatch.setattr(lists, "given_names", lambda real=lists.given_names: steps.append(1) or real())
    monkeypatch.setattr(lists, "starters", lambda real=lists.starters: steps.append(1) or real())
    text = (unit * LONG)[:LONG]
    findings = find(text, ANA)
    read = reading.words(normalize("NFC", text))
    assert len(steps) <= 6 * len(read) + 10
    assert len(findings) <= MOST_FINDINGS
    assert sum(len(place.before + place.word + place.after) for f in findings for place in f.places) <= 400_000


def test_many_names_make_a_list_of_bounded_length():
    names = (f"Zor{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}ya" for i in range(2000))
    assert len(find(", and ".join(f"they met {name}" for name in names), Names())) == MOST_FINDINGS
