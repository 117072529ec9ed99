"""`python3 run import-affiliates`: states and locals come in from CSV files, all of them or none."""

import argparse
import sys

from community.affiliates.importing import actions, shape
from community.affiliates.importing.actions import Refused
from community.affiliates.lines import Mistake


async def import_affiliates(args: argparse.Namespace) -> int:
    """Take in `args.paths` on an open database, states under `args.national` ("slug=Name").

    Prints what was done, or each mistake with its file, line and field. Answers 0, or 1 and then nothing has changed.
    """
    try:
        outcomes = await actions.take_in(args.paths, _national(args.national))
    except Refused as refused:
        for file, mistake in refused.mistakes:
            print(_told(file, mistake), file=sys.stderr)
        if refused.count > len(refused.mistakes):
            print(f"… and {refused.count - len(refused.mistakes)} more.", file=sys.stderr)
        print("Nothing was imported.", file=sys.stderr)
        return 1
    for kind, done in outcomes.items():
        if done.lines:
            same = done.lines - done.made - done.changed
            print(f"{kind}s: {done.made} new, {done.changed} changed, {same} unchanged")
    return 0


def _national(given: str | None) -> tuple[str, str] | None:
    if given is None:
        return None
    slug, _sign, name = (part.strip() for part in given.partition("="))
    try:
        return shape.slug(slug), shape.SHARED[1].check(name)
    except ValueError as why:
        refused = Refused()
        refused.add(f"--national {given}", Mistake(0, "", f"Write it as SLUG=NAME. {why}"))
        raise refused from None


def _told(file: str, mistake: Mistake) -> str:
    where = [file, f"line {mistake.line}" if mistake.line else "", mistake.field]
    return ", ".join(filter(None, where)) + f": {mistake.sentence}"
