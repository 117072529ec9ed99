"""`python3 run import-catalogue`: definitions come in from files, all of them or none."""

import argparse
import csv
import sys
from pathlib import Path

from community import db
from community.affiliates import actions as affiliates
from community.catalogue import actions
from community.catalogue.importing import checks, reading
from community.catalogue.importing import titles as reading_titles
from community.catalogue.importing.reading import Mistake, Unreadable
from community.catalogue.importing.spool import Spool
from community.catalogue.importing.titles import Title

DATA = Path(__file__).parent / "data"
EXAMPLES, TITLES, STATE_STACKS = DATA / "examples", DATA / "titles.csv", DATA / "state_stacks.csv"
SAMPLE_ISSUERS = Path(__file__).parents[1] / "affiliates" / "data" / "issuers.csv"
KINDS = (".yaml", ".yml", ".json")
MOST_FILES = 1000


async def import_catalogue(args: argparse.Namespace) -> int:
    """Import `args.paths` (files, or folders of them; none: all that we bring) on an open database.

    A `.csv` file is a list of titles, whose definitions come later. `args.publish` publishes definitions too;
    `args.issuer` lists "slug=Name" of issuers to add. Prints what was done, or each mistake with its file, line and
    field. Answers 0, or 1 and then nothing has changed.
    """
    try:
        issuers = _issuers(args.issuer) | ({} if args.paths else sample_issuers())
        paths = args.paths or [EXAMPLES, TITLES]
        lists = [path for path in paths if path.suffix.lower() == ".csv"]
        titles = read_titles(lists)
        with Spool() as spooled:
            _check([path for path in paths if path not in lists], spooled)
            async with db.transaction():
                for slug, name in issuers.items():
                    await affiliates.make_issuer(slug, name)
                outcomes = await actions.take_in_checked(spooled, args.publish)
                listed = await actions.list_titles(titles)
                if not args.paths:
                    await actions.put_in_state_stacks(reading_titles.read_state_stacks(STATE_STACKS))
    except actions.Refused as refused:
        for mistake in refused.mistakes:
            print(mistake, file=sys.stderr)
        print("Nothing was imported.", file=sys.stderr)
        return 1
    for one in outcomes:
        print(f"{one.done} {one.code} version {one.version} ({one.file})")
    if lists:
        print(f"listed {listed} titles, new or changed, of {len(titles)} ({', '.join(map(str, lists))})")
    return 0


def read_titles(lists: list[Path]) -> list[Title]:
    """The titles of all these lists. Raises actions.Refused."""
    titles: list[Title] = []
    wrong: list[Mistake] = []
    for path in lists:
        try:
            found, mistakes = reading_titles.read(path)
        except Unreadable as unreadable:
            found, mistakes = [], [unreadable.mistake]
        titles, wrong = titles + found, wrong + mistakes
    if wrong:
        raise actions.Refused(wrong)
    return titles


def sample_issuers() -> dict[str, str]:
    """{slug: name} of the invented issuers of the examples."""
    with SAMPLE_ISSUERS.open(newline="", encoding="utf-8") as file:
        return {row["slug"]: row["name"] for row in csv.DictReader(file)}


def _issuers(given: list[str]) -> dict[str, str]:
    found, wrong = {}, []
    for text in given:
        slug, _, name = (part.strip() for part in text.partition("="))
        if checks.is_slug(slug) and 3 <= len(name) <= 120:
            found[slug] = name
        else:
            sentence = "Write it as slug=Name: small letters, digits and hyphens, then a name of 3 to 120 characters."
            wrong.append(Mistake(f"--issuer {text}", 0, "", sentence))
    if wrong:
        raise actions.Refused(wrong)
    return found


def _check(paths: list[Path], spooled: Spool) -> None:
    """Read all files one after the other and keep what is right; raises Refused with all that is wrong with any.

    For many it takes longer than a transaction may stand idle: it is called before one.
    """
    wrong: list[Mistake] = []
    for file in _files(paths):
        try:
            source = reading.read(file)
        except Unreadable as unreadable:
            wrong.append(unreadable.mistake)
            continue
        wrong += checks.mistakes(source)
        if not wrong:
            spooled.add(source)
    wrong = wrong or spooled.twice()
    if wrong:
        raise actions.Refused(wrong)


def _files(paths: list[Path]) -> list[Path]:
    files = []
    for path in paths:
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in KINDS) if path.is_dir() else [path]
        if not inside:
            raise actions.Refused(
                [Mistake(str(path), 0, "", f"This folder holds no file that ends in {', '.join(KINDS)}.")]
            )
        files += inside
    files = list(dict.fromkeys(files))
    if len(files) > MOST_FILES:
        sentence = f"These are {len(files)} files; import at most {MOST_FILES} at once."
        raise actions.Refused([Mistake(str(paths[0]), 0, "", sentence)])
    return files
