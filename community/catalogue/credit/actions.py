"""Credit rules are written down as files bring them: all of them or none."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from community import clock, db, events
from community.affiliates import queries as affiliates
from community.affiliates.queries import Affiliate
from community.catalogue import queries as catalogue
from community.catalogue.actions import Refused
from community.catalogue.credit import queries, reading
from community.catalogue.credit.reading import Given
from community.catalogue.importing import shelf
from community.catalogue.importing.reading import Mistake, Unreadable, read


@dataclass(frozen=True)
class Noted:
    """Detail of `credit.noted`: how many are new or have changed."""

    count: int


async def note(affiliate: Affiliate, given: list[Given]) -> None:
    """These rules are what places say to the members of this affiliate; a rule that is here is replaced."""
    async with db.transaction():
        await _put(affiliate, [one.values for one in given])


async def take_in(paths: list[Path], usual: str = "") -> Counter[str]:
    """Take in the rules of these files in one transaction; {new, changed, unchanged, ended: how many}.

    Each is for the members of the affiliate it names, or else of the one with the slug `usual`. A rule whose key is
    here is changed; one that was ended at a desk stays so. Raises Refused: then nothing has changed.
    """
    given = _read(paths, clock.now().date())
    async with db.transaction():
        await shelf.alone()
        wrong, done = [], Counter[str]()
        places: defaultdict[Affiliate, list[dict[str, Any]]] = defaultdict(list)
        kept = await queries.kept_by_id([one.values["key"] for one in given])
        slugs = {one.affiliate or usual for one in given}
        here = {slug: await affiliates.public_affiliate(slug) for slug in sorted(slugs)}
        codes = {code: await _micro_credential(code) for code in sorted({one.code for one in given if one.code})}
        for one in given:
            affiliate, key = here[one.affiliate or usual], one.values["key"]
            if found := _wrong_here(one, usual, affiliate, kept.get(key), codes):
                wrong.append(found)
            elif affiliate and key in kept and kept[key]["ended_at"]:
                done["ended"] += 1
            elif affiliate:
                about = codes[one.code] if one.code else None
                places[affiliate].append(one.values | {"micro_credential_id": about})
        if wrong:
            raise Refused(wrong)
        for affiliate, values in places.items():
            done += await _put(affiliate, values)
    return done


async def _put(affiliate: Affiliate, rules: list[dict[str, Any]]) -> Counter[str]:
    words = {True: "new", False: "changed", None: "unchanged"}
    done = Counter([words[await queries.put_by_id(affiliate.id, one, clock.now())] for one in rules])
    if told := done["new"] + done["changed"]:
        events.record("credit.noted", affiliate.topic, about=affiliate.id, detail=Noted(told))
    return done


def _read(paths: list[Path], today: date) -> list[Given]:
    """The rules of all files. Raises Refused with all that is wrong with any of them."""
    found: list[Given] = []
    wrong: list[Mistake] = []
    seen: dict[str, str] = {}
    for path in paths:
        try:
            source = read(path)
        except Unreadable as unreadable:
            wrong.append(unreadable.mistake)
            continue
        if mistakes := reading.mistakes(source, today):
            wrong += mistakes
            continue
        for one in reading.given(source):
            key = one.values["key"]
            if key in seen:
                wrong.append(one.mistake("key", f"{key} stands in {seen[key]} too; give each its own key."))
            seen[key] = source.file
            found.append(one)
    if wrong:
        raise Refused(wrong)
    return found


def _wrong_here(
    one: Given,
    usual: str,
    affiliate: Affiliate | None,
    kept: dict[str, Any] | None,
    codes: dict[str, int | None],
) -> Mistake | None:
    """What forbids this rule beside what is here."""
    slug = one.affiliate or usual
    if not slug:
        sentence = "Say whose members it is for: the slug of an affiliate, here or with --affiliate SLUG."
        wrong = one.mistake("affiliate", sentence)
    elif affiliate is None:
        wrong = one.mistake("affiliate", f"No affiliate here has the slug {slug}.")
    elif one.code and codes[one.code] is None:
        wrong = one.mistake("micro_credential", f"Nothing with the code {one.code} is published here.")
    elif kept and kept["affiliate_id"] != affiliate.id:
        wrong = one.mistake("key", f"{one.values['key']} belongs to another affiliate; give this one another key.")
    else:
        wrong = None
    return wrong


async def _micro_credential(code: str) -> int | None:
    found = await catalogue.public_definition(code)
    return found.micro_credential_id if found else None
