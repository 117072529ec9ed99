"""README tells the truth: the files it names are there, its commands are those of `run`, its pictures are small."""

import re
from pathlib import Path

from community.commands import words

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
FOLDERS = "community|realtime|templates|static|migrations|deploy|benchmarks|docs|tests"


def test_every_file_it_names_is_there():
    named = set(re.findall(rf"(?:`|\]\()((?:{FOLDERS})/[\w./-]*)(?:`|\))", README))
    assert len(named) > 20, "the premise: it names files"
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_its_table_has_the_commands():
    rows = re.findall(r"^\| (?:\(none\), )?`([a-z-]+)` \| (?!`)", README, re.M)
    assert rows == list(words.HERE | words.DONE_BY_RUN)


def test_the_two_pictures_are_small():
    for name in ("board-light.png", "board-dark.png"):
        assert f"docs/{name}" in README
        picture = ROOT / "docs" / name
        assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert picture.stat().st_size < 300_000


def test_the_functions_it_names_are_in_their_files():
    for name, file in re.findall(r"`(\w+)`\s+in\s+`([\w/]+\.py)`", README):
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), f"{name} in {file}"
