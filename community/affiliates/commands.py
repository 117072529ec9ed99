"""`python3 run import-affiliates`, `import-roster` and `desk`: what is done before anybody has a desk."""

import argparse
import sys

from community.affiliates import actions as offices
from community.affiliates import queries, rules
from community.affiliates.importing import actions, shape
from community.affiliates.importing.actions import Refused
from community.affiliates.lines import Mistake
from community.affiliates.queries import Affiliate, Issuer
from community.affiliates.rosters import actions as rosters
from community.errors import Conflict
from community.people import queries as people
from community.people.queries import Person


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


async def import_roster(args: argparse.Namespace) -> int:
    """Take in the roster `args.path` of the affiliate with the slug `args.affiliate`; with `args.look` only say what.

    Answers 0, or 1 and then nothing has changed.
    """
    affiliate = await queries.public_affiliate(args.affiliate)
    if affiliate is None:
        print(f"No affiliate has the slug {args.affiliate}.", file=sys.stderr)
        return 1
    try:
        with args.path.open(newline="", encoding="utf-8-sig") as file:
            preview = await rosters.import_roster(affiliate, shape.bounded(file), args.whole, write=not args.look)
    except UnicodeDecodeError:
        print(f"{args.path}: This is not UTF-8. Save the table as CSV (UTF-8).", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"{args.path}: {problem.strerror}", file=sys.stderr)
        return 1
    for mistake in preview.mistakes:
        print(_told(str(args.path), mistake), file=sys.stderr)
    if not preview.can_be_taken_in:
        print("Nothing was imported.", file=sys.stderr)
        return 1
    counts = preview.counts
    gone = counts.missing if args.whole else 0
    told = f"{counts.new} new, {counts.changed} changed, {counts.ended + gone} ended, {counts.unchanged} unchanged"
    print(told + (" (looked at, nothing written)" if args.look else ""))
    return 0


async def desk(args: argparse.Namespace) -> int:
    """Give the account with the address `args.address` a desk, or end it with `args.end`. Answers 0, or 1 with why."""
    person, wants = await people.public_person(args.address.strip().lower()), rules.place_of(args.kind)
    place: Affiliate | Issuer | None = None
    if wants == "affiliate":
        place = await queries.public_affiliate(args.place)
    elif wants == "issuer":
        place = await queries.public_issuer(args.place)
    if person is None:
        problem = "No account has this confirmed address."
    elif wants != "platform" and place is None:
        problem = f"A {args.kind} sits with an {wants}; give its slug."
    elif wants == "platform" and args.place:
        problem = f"A {args.kind} sits with the platform: leave the slug out."
    else:
        problem = await (_end if args.end else _give)(person, args.kind, place)
    print(problem or "done", file=sys.stderr if problem else sys.stdout)
    return 1 if problem else 0


async def _give(person: Person, kind: str, place: Affiliate | Issuer | None) -> str:
    try:
        await offices.give_desk(person, kind, place)
    except Conflict as there:
        return there.why
    return ""


async def _end(person: Person, kind: str, place: Affiliate | Issuer | None) -> str:
    at = (place.id if isinstance(place, Affiliate) else None, place.id if isinstance(place, Issuer) else None)
    for held in await queries.desks(person):
        if held.kind == kind and (held.affiliate_id, held.issuer_id) == at:
            await offices.end_desk(person, held)
            return ""
    return "They hold no such desk."


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
